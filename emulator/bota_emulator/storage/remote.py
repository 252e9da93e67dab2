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

_CHUNK = 1 << 20
_TIMEOUT = 60.0


class RemoteStorage:
    """A bucket of a real server.

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
        with self._ask("HEAD", key) as response:
            if response is None:
                return None
            size = int(response.headers.get("Content-Length", "0"))
            return StoredObject(size, response.headers.get("Content-Type"))

    def sha256(self, key: str) -> str | None:
        """Read an object through and return its SHA-256 in lower-case hex; None without one."""
        with self._ask("GET", key) as response:
            if response is None:
                return None
            digest = hashlib.sha256()
            while chunk := response.read(_CHUNK):
                digest.update(chunk)
            return digest.hexdigest()

    def read(self, key: str) -> bytes:
        """Return an object's bytes; `KeyError` when there is none."""
        with self._ask("GET", key) as response:
            if response is None:
                raise KeyError(key)
            return response.read()

    def start(self, key: str, size: int) -> bytes:
        """Return the first `size` bytes of an object; `KeyError` when there is none."""
        with self._ask("GET", key) as response:
            if response is None:
                raise KeyError(key)
            return response.read(size)

    def delete(self, key: str) -> None:
        """Delete an object, if there is one."""
        with self._ask("DELETE", key):
            pass

    def clear(self) -> None:
        """Leave the server's bucket alone: it is not the emulator's to empty."""

    def _url(self, key: str) -> str:
        return f"{self.endpoint}/{self._bucket}/{urllib.parse.quote(key, safe='/-_.~')}"

    @contextlib.contextmanager
    def _ask(self, method: str, key: str) -> Iterator[http.client.HTTPResponse | None]:
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
                connection.request(method, f"{parts.path}?{parts.query}")
                response = connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                raise StorageUnavailableError(
                    f"{method} on the storage failed: {type(error).__name__}"
                ) from None
            if response.status >= 300 and response.status != 404:
                raise StorageUnavailableError(f"{method} on the storage: HTTP {response.status}")
            yield None if response.status == 404 else response
        finally:
            let_go(sock)
            connection.close()
