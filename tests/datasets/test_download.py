"""A download ends in the published bytes at their place, or in one sentence."""

import pytest
from tests.datasets.conftest import Answer, remote

from limpid.datasets._download import DownloadPolicy, download
from limpid.errors import LimpidFileError

BODY = bytes(range(256)) * 40
CUT = 4_000


def test_published_bytes_arrive(home, policy, tmp_path):
    home.answers = [Answer(BODY)]
    target = tmp_path / "numbers.bin"
    download(remote(BODY, f"{home.url}/numbers.bin"), target, policy)
    assert target.read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["numbers.bin"]


def test_cut_transfer_is_resumed_where_it_stopped(home, policy, tmp_path):
    home.answers = [Answer(BODY, send_bytes=CUT), Answer(BODY, status=206)]
    target = tmp_path / "numbers.bin"
    download(remote(BODY, f"{home.url}/numbers.bin"), target, policy)
    assert target.read_bytes() == BODY
    assert home.ranges == [None, f"bytes={CUT}-"]


def test_transfer_cut_twice_keeps_its_part_for_the_next_call(home, policy, tmp_path):
    home.answers = [Answer(BODY, send_bytes=CUT)]
    target = tmp_path / "numbers.bin"
    file = remote(BODY, f"{home.url}/numbers.bin")
    with pytest.raises(LimpidFileError, match="could not download"):
        download(file, target, policy)
    assert not target.exists()
    home.answers = [Answer(BODY, status=206)]
    download(file, target, policy)
    assert target.read_bytes() == BODY


def test_server_without_ranges_starts_again(home, policy, tmp_path):
    home.answers = [Answer(BODY, send_bytes=CUT), Answer(BODY)]
    target = tmp_path / "numbers.bin"
    download(remote(BODY, f"{home.url}/numbers.bin"), target, policy)
    assert target.read_bytes() == BODY


def test_part_that_the_server_cannot_continue_is_dropped(home, policy, tmp_path):
    (tmp_path / "numbers.bin.part").write_bytes(b"x" * 9_999)
    home.answers = [Answer(b"", status=416), Answer(BODY)]
    target = tmp_path / "numbers.bin"
    download(remote(BODY, f"{home.url}/numbers.bin"), target, policy)
    assert target.read_bytes() == BODY
    assert home.ranges == ["bytes=9999-", None]


def test_swapped_byte_is_noticed_and_leaves_nothing(home, policy, tmp_path):
    home.answers = [Answer(BODY[:-1] + b"!")]
    file = remote(BODY, f"{home.url}/numbers.bin")
    with pytest.raises(LimpidFileError, match="SHA-256"):
        download(file, tmp_path / "numbers.bin", policy)
    assert list(tmp_path.iterdir()) == []
    assert len(home.ranges) == 2


def test_resumed_part_with_wrong_bytes_is_fetched_anew(home, policy, tmp_path):
    (tmp_path / "numbers.bin.part").write_bytes(b"!" * CUT)
    home.answers = [Answer(BODY, status=206), Answer(BODY)]
    target = tmp_path / "numbers.bin"
    download(remote(BODY, f"{home.url}/numbers.bin"), target, policy)
    assert target.read_bytes() == BODY
    assert home.ranges == [f"bytes={CUT}-", None]


def test_endless_answer_is_left_one_byte_past_the_declared_length(
    home, policy, tmp_path
):
    seen = []
    policy = DownloadPolicy(
        policy.schemes, policy.timeout_seconds, lambda *now: seen.append(now)
    )
    home.answers = [Answer(BODY * 50)]
    file = remote(BODY, f"{home.url}/numbers.bin")
    with pytest.raises(LimpidFileError, match="bytes instead of"):
        download(file, tmp_path / "numbers.bin", policy)
    assert max(done for _, done, _ in seen) == len(BODY)
    assert list(tmp_path.iterdir()) == []


def test_silent_server_is_given_up(home, tmp_path):
    policy = DownloadPolicy(frozenset({"http"}), timeout_seconds=0.2)
    home.answers = [Answer(BODY, send_bytes=10, stall=True)]
    file = remote(BODY, f"{home.url}/numbers.bin")
    with pytest.raises(LimpidFileError, match="could not download"):
        download(file, tmp_path / "numbers.bin", policy)
    assert not (tmp_path / "numbers.bin").exists()


def test_missing_page_is_told_with_its_status(home, policy, tmp_path):
    home.answers = [Answer(b"", status=404)]
    file = remote(BODY, f"{home.url}/numbers.bin")
    with pytest.raises(LimpidFileError, match="answered 404"):
        download(file, tmp_path / "numbers.bin", policy)


def test_second_address_serves_when_the_first_fails(home, policy, tmp_path):
    home.answers = [Answer(b"", status=503), Answer(BODY)]
    target = tmp_path / "numbers.bin"
    download(remote(BODY, f"{home.url}/a", f"{home.url}/b"), target, policy)
    assert target.read_bytes() == BODY


def test_redirect_to_a_listed_host_is_followed(home, policy, tmp_path):
    port = home.netloc.rpartition(":")[2]
    away = Answer(b"", 302, {"Location": f"http://localhost:{port}/numbers.bin"})
    home.answers = [away, Answer(BODY)]
    file = remote(BODY, f"{home.url}/n", redirect_hosts=(f"localhost:{port}",))
    download(file, tmp_path / "numbers.bin", policy)
    assert (tmp_path / "numbers.bin").read_bytes() == BODY


@pytest.mark.parametrize(
    "place",
    [
        "http://localhost:{port}/n",
        "http://127.0.0.1.example.org:{port}/n",
        "http://127.0.0.1:{port}@example.org/n",
        "https://127.0.0.1:{port}/n",
        "ftp://127.0.0.1:{port}/n",
    ],
)
def test_redirect_elsewhere_is_refused(home, policy, tmp_path, place):
    port = home.netloc.rpartition(":")[2]
    away = Answer(b"", 302, {"Location": place.format(port=port)})
    home.answers = [away, away, Answer(BODY)]
    with pytest.raises(LimpidFileError, match=r"not among the addresses|not allowed"):
        download(remote(BODY, f"{home.url}/n"), tmp_path / "numbers.bin", policy)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["http", "file", "ftp"])
def test_only_https_is_spoken_unless_the_caller_says_otherwise(tmp_path, scheme):
    file = remote(BODY, f"{scheme}://127.0.0.1/numbers.bin")
    with pytest.raises(LimpidFileError, match="not among the addresses"):
        download(file, tmp_path / "numbers.bin", DownloadPolicy())


def test_file_without_address_asks_for_a_mirror(tmp_path, policy):
    with pytest.raises(LimpidFileError, match="mirror"):
        download(remote(BODY), tmp_path / "numbers.bin", policy)
