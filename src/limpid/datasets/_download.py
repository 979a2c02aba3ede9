"""Download one file: https, listed hosts, resumed, verified, then put in place."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from limpid.datasets._checksum import verify
from limpid.datasets.dataset import RemoteFile
from limpid.errors import LimpidFileError

Progress = Callable[[str, int, int], None]

_CHUNK_BYTES = 1 << 18
_RANGE_NOT_SATISFIABLE = 416


def _no_progress(name: str, done_bytes: int, size_bytes: int) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class DownloadPolicy:
    """What a download may do.

    Args:
        schemes: Schemes an address or a redirect may have.
        timeout_seconds: Longest silence of the server.
        progress: Called with file name, bytes done and bytes in all.
    """

    schemes: frozenset[str] = frozenset({"https"})
    timeout_seconds: float = 30.0
    progress: Progress = _no_progress


class _ListedHosts(HTTPRedirectHandler):
    """Follow redirects only to hosts that the file lists."""

    def __init__(self, file: RemoteFile, policy: DownloadPolicy) -> None:
        homes = {urlsplit(url).netloc for url in file.urls}
        self.hosts = homes | set(file.redirect_hosts)
        self.schemes = policy.schemes

    def check(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in self.schemes or address.netloc not in self.hosts:
            raise LimpidFileError(
                f"{address.scheme}://{address.netloc} is not among the addresses listed"
                f" for this file ({', '.join(sorted(self.hosts))})"
            )

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        try:
            self.check(newurl)
        except LimpidFileError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(file: RemoteFile, target: Path, policy: DownloadPolicy) -> None:
    """Bring `file` to `target`; whoever calls holds the set's lock.

    The bytes gather in `<target>.part`, which a later call resumes if the transfer
    was cut. Only a file of the right length and SHA-256 is renamed to `target`.

    Raises:
        LimpidFileError: Two attempts failed, or the file has no public address.
    """
    if not file.urls:
        raise LimpidFileError(
            f"{file.name} has no public address: a mirror must hold it"
        )
    partial = target.with_name(f"{target.name}.part")
    problem: Exception | None = None
    for url in (file.urls[0], file.urls[-1]):
        try:
            _transfer(url, file, partial, policy)
            _accept(partial, file, target)
        except (OSError, HTTPException, ValueError) as error:
            problem = error
        else:
            return
    raise LimpidFileError(
        f"could not download {file.name} from {urlsplit(file.urls[0]).netloc}:"
        f" {_reason(problem)}; check the connection and the space on disk and try"
        " again, or set LIMPID_DATA to a folder that holds the data"
    ) from problem


def _transfer(
    url: str, file: RemoteFile, partial: Path, policy: DownloadPolicy
) -> None:
    have = partial.stat().st_size if partial.exists() else 0
    try:
        with _open(url, file, policy, have) as response:
            resumes = response.headers.get("Content-Range", "").startswith(
                f"bytes {have}-"
            )
            with partial.open("ab" if resumes else "wb") as stream:
                _copy(response, stream, file, policy)
                stream.flush()
                os.fsync(stream.fileno())
    except HTTPError as error:
        error.close()
        if error.code == _RANGE_NOT_SATISFIABLE:
            partial.unlink()
        raise


def _open(
    url: str, file: RemoteFile, policy: DownloadPolicy, have: int
) -> HTTPResponse:
    hosts = _ListedHosts(file, policy)
    hosts.check(url)
    # A compressing proxy would change length and digest.
    headers = {"Accept-Encoding": "identity", "User-Agent": "limpid"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = Request(url, headers=headers)  # noqa: S310 - the scheme is checked above
    opener = build_opener(hosts)
    return cast(HTTPResponse, opener.open(request, timeout=policy.timeout_seconds))


def _copy(
    response: HTTPResponse, stream: IO[bytes], file: RemoteFile, policy: DownloadPolicy
) -> None:
    # One byte past the declared length proves a file too long; no more is taken.
    done = stream.tell()
    while done <= file.size_bytes:
        chunk = response.read(min(_CHUNK_BYTES, file.size_bytes + 1 - done))
        if not chunk:
            return
        stream.write(chunk)
        done += len(chunk)
        policy.progress(file.name, min(done, file.size_bytes), file.size_bytes)


def _accept(partial: Path, file: RemoteFile, target: Path) -> None:
    try:
        verify(partial, file)
    except LimpidFileError:
        # A cut file is worth resuming; one with wrong bytes is not.
        if partial.stat().st_size >= file.size_bytes:
            partial.unlink()
        raise
    partial.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(problem: Exception | None) -> str:
    if isinstance(problem, HTTPError):
        return f"the server answered {problem.code} {problem.reason}"
    if isinstance(problem, URLError):
        return str(problem.reason)
    return str(problem) or type(problem).__name__
