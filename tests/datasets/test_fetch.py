"""A data set is found in the package, a mirror, the cache, or at its home, in turn."""

import multiprocessing

import pytest
from tests.datasets.conftest import Answer, described, remote

from limpid.datasets._download import DownloadPolicy
from limpid.datasets.dataset import Dataset, Packing, RemoteFile
from limpid.datasets.fetch import FetchSettings, cache_folder, fetch, load
from limpid.errors import ConfigError, DataError, LimpidFileError

BODY = b"0123456789" * 1000


def with_mirror(settings: FetchSettings, mirror) -> FetchSettings:
    return FetchSettings(settings.cache, mirror, settings.policy)


def test_second_fetch_reads_the_cache(home, settings):
    home.answers = [Answer(BODY)]
    dataset = described(remote(BODY, f"{home.url}/numbers.bin"))
    first, second = fetch(dataset, settings), fetch(dataset, settings)
    assert first.paths == second.paths
    assert first.paths[0].read_bytes() == BODY
    assert len(home.ranges) == 1


def test_corrupt_cache_entry_is_fetched_once_more(home, settings):
    home.answers = [Answer(BODY)]
    dataset = described(remote(BODY, f"{home.url}/numbers.bin"))
    (path,) = fetch(dataset, settings).paths
    path.write_bytes(BODY[:-1] + b"!")
    assert fetch(dataset, settings).paths[0].read_bytes() == BODY
    assert len(home.ranges) == 2


def test_mirror_is_read_in_place(home, settings, tmp_path):
    (tmp_path / "mirror" / "numbers").mkdir(parents=True)
    held = tmp_path / "mirror" / "numbers" / "numbers.bin"
    held.write_bytes(BODY)
    dataset = described(remote(BODY, f"{home.url}/numbers.bin"))
    located = fetch(dataset, with_mirror(settings, tmp_path / "mirror"))
    assert (located.paths, located.origin) == ((held,), "mirror")
    assert not settings.cache.exists()
    assert home.ranges == []


def test_mirror_may_hold_another_packing_with_its_own_reader(settings, tmp_path):
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "small.bin").write_bytes(b"small")

    def small_reader(_):
        return ()

    small = Packing((remote(b"small", name="small.bin"),), small_reader)
    dataset = described(remote(BODY), alternatives=(small,))
    located = fetch(dataset, with_mirror(settings, tmp_path))
    assert located.reader is small_reader


def test_mirror_with_other_bytes_is_refused(home, settings, tmp_path):
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "numbers.bin").write_bytes(BODY[:-1] + b"!")
    dataset = described(remote(BODY, f"{home.url}/numbers.bin"))
    with pytest.raises(LimpidFileError, match="LIMPID_DATA"):
        fetch(dataset, with_mirror(settings, tmp_path))


def test_mirror_without_the_set_leads_to_its_home(home, settings, tmp_path):
    home.answers = [Answer(BODY)]
    dataset = described(remote(BODY, f"{home.url}/numbers.bin"))
    assert fetch(dataset, with_mirror(settings, tmp_path)).origin == "cache"


def test_unusable_cache_folder_is_told(settings, tmp_path):
    settings.cache.write_bytes(b"a file where the folder should be")
    with pytest.raises(LimpidFileError, match="LIMPID_HOME"):
        fetch(described(remote(BODY, "https://example.org/n")), settings)


def test_shapes_other_than_declared_are_refused():
    dataset = Dataset("odd", "", "", "", "", reader=lambda _: (), shapes=((1,),))
    with pytest.raises(DataError, match="do not fit together"):
        load(dataset)


@pytest.mark.parametrize(
    "name", ["../numbers", "a/b", "a\\b", "/etc/passwd", "", ".", "..", "a\0b", "C:x"]
)
def test_names_cannot_leave_their_folder(name):
    with pytest.raises(ConfigError, match="inside its folder"):
        RemoteFile(name, "0" * 64, 1)
    with pytest.raises(ConfigError, match="inside its folder"):
        Dataset(name, "", "", "", "", reader=lambda _: (), shapes=())


def test_malformed_digest_is_refused():
    with pytest.raises(ConfigError, match="64"):
        RemoteFile("a", "abc", 1)


def test_cache_folder_follows_limpid_home(monkeypatch, tmp_path):
    monkeypatch.setenv("LIMPID_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "datasets"


def fetch_size(url: str, cache, queue) -> None:
    policy = DownloadPolicy(schemes=frozenset({"http"}))
    dataset = described(remote(BODY, url))
    located = fetch(dataset, FetchSettings(cache, None, policy))
    queue.put(located.paths[0].stat().st_size)


def test_of_several_processes_one_downloads_and_all_read(home, tmp_path):
    home.answers = [Answer(BODY)]
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    arguments = (f"{home.url}/numbers.bin", tmp_path, queue)
    workers = [context.Process(target=fetch_size, args=arguments) for _ in range(3)]
    for worker in workers:
        worker.start()
    sizes = [queue.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert sizes == [len(BODY)] * 3
    assert len(home.ranges) == 1
