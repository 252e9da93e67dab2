"""The emulator's own bucket: objects as files, what is known of them in the database."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import os
import pathlib
import urllib.parse
import uuid
from typing import Any

from bota_emulator.state.database import ObjectRow, State
from bota_emulator.storage.bucket import BUCKET, StoredObject
from bota_emulator.storage.signing import S3Identity, presign


class LocalStorage:
    """A bucket in a folder.

    Args:
        folder: Where the files go.
        state: The database that says which file is which object.
        identity: Whose keys sign.

    """

    remote = False

    def __init__(self, folder: pathlib.Path, state: State, identity: S3Identity) -> None:
        self._folder = folder
        self._state = state
        self.identity = identity
        self.endpoint = ""
        folder.mkdir(parents=True, exist_ok=True)
        # A process that was killed leaves files that no row names: uploads under way, or replaced
        # objects.
        known = state.object_files()
        for path in folder.iterdir():
            if path.name not in known:
                path.unlink()

    def put_url(
        self, key: str, headers: dict[str, str], *, when: datetime.datetime, expires: int
    ) -> str:
        """Return a URL for one PUT that must carry `headers`, good for `expires` seconds."""
        return presign(
            self.identity, "PUT", self._url(key), when=when, expires=expires, headers=headers
        )

    def get_url(self, key: str, *, when: datetime.datetime, expires: int) -> str:
        """Return a URL for reading, good for `expires` seconds."""
        return presign(self.identity, "GET", self._url(key), when=when, expires=expires)

    def stat(self, key: str) -> StoredObject | None:
        """Return what is known of an object; None when there is none."""
        row = self._state.object(key)
        return None if row is None else StoredObject(row.size, row.content_type, f'"{row.md5}"')

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 that was computed while the object arrived; None without one."""
        row = self._state.object(key)
        return None if row is None else row.sha256

    def read(self, key: str) -> bytes:
        """Return an object's bytes; `KeyError` when there is none."""
        return self.path(key).read_bytes()

    def start(self, key: str, size: int) -> bytes:
        """Return the first `size` bytes of an object; `KeyError` when there is none."""
        with self.path(key).open("rb") as file:
            return file.read(size)

    def path(self, key: str) -> pathlib.Path:
        """Return the file that holds an object's bytes; `KeyError` when there is none."""
        row = self._state.object(key)
        if row is None:
            raise KeyError(key)
        return self._folder / row.file

    def damage(self, key: str, offset: int) -> None:
        """Change one byte of an object, as a broken disk does; its ETag stays.

        Args:
            key: Which object; an empty one has no byte to change.
            offset: Which byte; counted on from the beginning where the object is shorter.

        Raises:
            KeyError: There is none.

        """
        row = self._state.object(key)
        if row is None:
            raise KeyError(key)
        if not row.size:
            return
        with (self._folder / row.file).open("r+b") as file:
            file.seek(offset % row.size)
            byte = file.read(1)[0]
            file.seek(offset % row.size)
            file.write(bytes([byte ^ 0xFF]))
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._state.put_object(dataclasses.replace(row, sha256=digest))

    def delete(self, key: str) -> None:
        """Delete an object, if there is one."""
        row = self._state.delete_object(key)
        if row is not None:
            (self._folder / row.file).unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete every object."""
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                path.unlink()

    def receive(self, key: str, content_type: str | None) -> Incoming:
        """Begin to store an object; nothing is visible before `Incoming.commit`."""
        return Incoming(self, key, content_type)

    def _url(self, key: str) -> str:
        return f"{self.endpoint}/{BUCKET}/{urllib.parse.quote(key, safe='/-_.~')}"


class Incoming:
    """An object on its way in: bytes go to a file of its own, hashed as they pass."""

    def __init__(self, storage: LocalStorage, key: str, content_type: str | None) -> None:
        self._storage = storage
        self._key = key
        self._content_type = content_type
        self._path = storage._folder / uuid.uuid4().hex
        self._file = self._path.open("wb", buffering=0)
        self._sums: dict[str, Any] = {
            "md5": hashlib.md5(usedforsecurity=False),
            "sha256": hashlib.sha256(),
        }
        self.size = 0

    def watch(self, name: str, checksum: Any) -> None:
        """Compute one more checksum, an object with `update` and `digest`."""
        self._sums.setdefault(name, checksum)

    def write(self, chunk: memoryview) -> None:
        """Append a chunk."""
        for checksum in self._sums.values():
            checksum.update(chunk)
        self.size += len(chunk)
        while len(chunk):
            chunk = chunk[self._file.write(chunk) :]

    def digest(self, name: str) -> bytes:
        """Return a checksum of what has been written: `md5`, `sha256` or one being watched."""
        return bytes(self._sums[name].digest())

    def commit(self) -> str:
        """Make the object visible in one step and return its ETag's MD5 in hex.

        The file is complete before the row that names it, and the row is committed before the
        response. A killed process loses neither; no `fsync`, so a power cut may.
        """
        self._file.close()
        md5 = self.digest("md5").hex()
        row = ObjectRow(
            key=self._key,
            file=self._path.name,
            size=self.size,
            md5=md5,
            sha256=self.digest("sha256").hex(),
            content_type=self._content_type,
        )
        before = self._storage._state.put_object(row)
        if before is not None:
            (self._storage._folder / before.file).unlink(missing_ok=True)
        return md5

    def abandon(self) -> None:
        """Throw away what has come; does nothing after `commit`."""
        if not self._file.closed:
            self._file.close()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._path)  # noqa: PTH108 - the twin of the open file above
