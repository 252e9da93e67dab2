"""A real S3-compatible server as the storage, spoken to with pre-signed URLs over path style."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import http.client
import urllib.parse
from collections.abc import Iterator

from bota_emulator.serving.forks import keep_from_children, let_go
from bota_emulator.storage.bucket import StorageUnavailableError, StoredObject
from bota_emulator.storage.signing import S3Identity, presign

_CHUNK = 1 << 18
_TIMEOUT = 60.0
_MOST_HASHES = 10_000


class RemoteStorage:
    """A bucket of a real server, with the methods of `LocalStorage`.

    Args:
        endpoint: The server's URL, such as `http://127.0.0.1:9000`.
        bucket: The bucket, which exists.
        identity: Whose keys sign.

    Raises:
        ValueError: The endpoint is not an http or https URL.

    """

    remote = True

    def __init__(self, endpoint: str, bucket: str, identity: S3Identity) -> None:
        parts = urllib.parse.urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the S3 endpoint must be an http or https URL")
        self.endpoint = endpoint.rstrip("/")
        self._bucket = bucket
        self._identity = identity
        self._hashes: dict[str, tuple[str, str]] = {}
        """The ETag and the SHA-256 of the objects that were read through, by key."""

    def put_url(
        self, key: str, headers: dict[str, str], *, when: datetime.datetime, expires: int
    ) -> str:
        """Return a URL for one PUT that must carry `headers`, good for `expires` seconds."""
        return presign(
            self._identity, "PUT", self._url(key), when=when, expires=expires, headers=headers
        )

    def get_url(self, key: str, *, when: datetime.datetime, expires: int) -> str:
        """Return a URL for reading, good for `expires` seconds."""
        return presign(self._identity, "GET", self._url(key), when=when, expires=expires)

    def stat(self, key: str) -> StoredObject | None:
        """Return what the server's HEAD says; None when it says 404."""
        with self.open("HEAD", key) as response:
            if response is None:
                return None
            size = int(response.headers.get("Content-Length", "0"))
            etag = response.headers.get("ETag", "")
            return StoredObject(size, response.headers.get("Content-Type"), etag)

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 of an object's bytes in lower-case hex; None when there is none.

        It is read through for that, once while its ETag stays the same.
        """
        found = self.stat(key)
        if found is None:
            return None
        etag, sha256 = self._hashes.get(key, ("", ""))
        if etag and etag == found.etag:
            return sha256
        with self.open("GET", key) as response:
            if response is None:
                return None
            digest = hashlib.sha256()
            for chunk in chunks_of(response):
                digest.update(chunk)
            if len(self._hashes) >= _MOST_HASHES:
                self._hashes.clear()
            # That of this response: since the one above, another object may have come.
            self._hashes[key] = (response.headers.get("ETag", ""), digest.hexdigest())
            return digest.hexdigest()

    def read(self, key: str) -> bytes:
        """Return an object's bytes; `KeyError` when there is none."""
        with self.open("GET", key) as response:
            if response is None:
                raise KeyError(key)
            return b"".join(chunks_of(response))

    def start(self, key: str, size: int) -> bytes:
        """Return the first `size` bytes of an object; `KeyError` when there is none."""
        with self.open("GET", key) as response:
            if response is None:
                raise KeyError(key)
            return response.read(size)

    def delete(self, key: str) -> None:
        """Delete an object, if there is one."""
        with self.open("DELETE", key):
            pass

    def clear(self) -> None:
        """Leave the server's bucket alone: it is not the emulator's to empty."""

    @contextlib.contextmanager
    def open(
        self, method: str, key: str, headers: dict[str, str] | None = None
    ) -> Iterator[http.client.HTTPResponse | None]:
        """Ask the server about an object, and give out its response; None for a 404.

        Args:
            method: Such as `GET`.
            key: The object.
            headers: More of them, such as `Range`; the response may be a 416 then.

        Raises:
            StorageUnavailableError: It could not be asked, or refuses.

        """
        # The server's clock is the machine's, however far the emulator's has been moved.
        url = presign(
            self._identity,
            method,
            self._url(key),
            when=datetime.datetime.now(datetime.UTC),
            expires=300,
        )
        parts = urllib.parse.urlsplit(url)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
        sock = None
        try:
            try:
                connection.connect()
                keep_from_children(sock := connection.sock)
                connection.request(method, f"{parts.path}?{parts.query}", headers=headers or {})
                response = connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                raise _failed(method, error) from None
            with response:  # which keeps the socket open for as long as it is
                status = response.status
                if status >= 300 and status not in (404, 416):
                    raise StorageUnavailableError(f"{method} on the storage: HTTP {status}")
                yield None if status == 404 else response
        finally:
            let_go(sock)
            connection.close()

    def _url(self, key: str) -> str:
        return f"{self.endpoint}/{self._bucket}/{urllib.parse.quote(key, safe='/-_.~')}"


def chunks_of(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the body of a response as it comes.

    Raises:
        StorageUnavailableError: It breaks off.

    """
    left = response.length  # None without a Content-Length
    try:
        # Counted here, since http.client says nothing where the server leaves too early.
        while left != 0 and (chunk := response.read1(min(left or _CHUNK, _CHUNK))):
            yield chunk
            left = left and left - len(chunk)
        if left:
            raise http.client.IncompleteRead(b"", left)
    except (OSError, http.client.HTTPException) as error:
        raise _failed("GET", error) from None


def _failed(method: str, error: Exception) -> StorageUnavailableError:
    return StorageUnavailableError(f"{method} on the storage failed: {type(error).__name__}")
