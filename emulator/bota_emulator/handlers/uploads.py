"""The operations of the upload, by operationId."""

from __future__ import annotations

import datetime
from typing import Any

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.clock import Clock, rfc3339
from bota_emulator.handlers.recordings import find, shown
from bota_emulator.settings import Settings
from bota_emulator.state.database import RecordingRow, State
from bota_emulator.storage.bucket import Storage

PROJECT = "proj_test"
EXTENSIONS = {
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp4": "mp4",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
}
_FINISHED = ("uploaded", "processing", "completed")


class Uploads:
    """Gives out upload URLs and completes uploads.

    Args:
        state: The database.
        storage: Where the audio goes.
        clock: Dates signatures and stamps what happens.
        settings: What is signed and returned, and how often 425 comes first.

    """

    def __init__(self, state: State, storage: Storage, clock: Clock, settings: Settings) -> None:
        self._state = state
        self._storage = storage
        self._clock = clock
        self._settings = settings

    def create_url(self, call: Call) -> Result:
        """Handle createUploadUrl: a URL for one PUT, good for an hour."""
        row = find(self._state, call.path["id"])
        if row.status in _FINISHED:
            raise ApiError(409, "The recording is already uploaded")
        content_type, size = call.body["content_type"], call.body.get("file_size_bytes")
        # A type that a later contract adds gets its subtype as the file's ending.
        ending = EXTENSIONS.get(content_type, content_type.rpartition("/")[2])
        key = f"{PROJECT}/{row.id}/audio.{ending}"
        headers = {"Content-Type": content_type, **self._settings.extra_upload_headers}
        signed = dict(headers)
        if size is not None and self._settings.sign_content_length:
            # Every HTTP client sends it by itself, so it is not among the headers to set.
            signed["Content-Length"] = str(int(size))
        now = self._clock.now()
        life = self._settings.url_lifetime_seconds
        url = self._storage.put_url(key, signed, when=now, expires=life)
        keys = row.upload.get("keys", [])
        row.upload = {
            "key": key,
            "keys": keys if key in keys else [*keys, key],
            "content_type": content_type,
            "size": None if size is None else int(size),
            "pending": 0,
            "refused": row.upload.get("refused"),
        }
        row.document["status"] = "pending"
        self._save(row)
        # The signature's own date has whole seconds.
        end = now.replace(microsecond=0) + datetime.timedelta(seconds=life)
        response: dict[str, Any] = {"upload_url": url, "expires_at": rfc3339(end)}
        if self._settings.return_upload_headers:
            response["headers"] = headers
        else:
            response["content_type"] = content_type
        return Result(200, response)

    def complete(self, call: Call) -> Result:
        """Handle completeUpload: look at the stored object, compare its hash if one is given."""
        row = find(self._state, call.path["id"])
        sha256 = call.body.get("content_sha256")
        if row.status in _FINISHED:
            return self._again(row, call.body, sha256)
        key = str(row.upload.get("key", ""))
        stored = self._storage.stat(key) if key else None
        if stored is None:
            raise ApiError(422, "No audio was uploaded for this recording")
        for name, size in (
            ("declared size", row.upload.get("size")),
            ("file_size_bytes", call.body.get("file_size_bytes")),
        ):
            if size is not None and str(size) != str(stored.size):
                raise ApiError(
                    422,
                    f"The stored object has {stored.size} bytes, the {name} is {size}",
                    field="file_size_bytes",
                    reason="mismatch",
                )
        if sha256 is not None and row.upload["pending"] < self._settings.verification_pending:
            row.upload["pending"] += 1
            self._save(row)
            raise ApiError(425, "Verification is still running")
        row.document |= {
            "file_size_bytes": stored.size,
            "mime_type": row.upload["content_type"],
        }
        now = rfc3339(self._clock.now())
        found = self._storage.sha256(key)
        # What failed cannot be completed by not asking again: a new PUT is needed.
        if (found == row.upload.get("refused")) if sha256 is None else (found != sha256):
            row.document["status"] = "integrity_failure"
            row.upload["refused"] = found
        else:
            row.document |= {"status": "uploaded", "uploaded_at": now}
            if sha256 is not None:
                row.document |= {"content_sha256": sha256, "content_sha256_verified_at": now}
        self._save(row)
        return Result(200, shown(row, self._settings))

    def _again(self, row: RecordingRow, body: dict[str, Any], sha256: str | None) -> Result:
        if "file_size_bytes" in body:
            raise ApiError(409, "The recording is already uploaded")
        if sha256 is not None and row.document.get("content_sha256") != sha256:
            if self._storage.sha256(row.upload["key"]) != sha256:
                raise ApiError(409, "The recording is already uploaded, with other bytes")
            row.document |= {
                "content_sha256": sha256,
                "content_sha256_verified_at": rfc3339(self._clock.now()),
            }
            self._save(row)
        return Result(200, shown(row, self._settings))

    def _save(self, row: RecordingRow) -> None:
        row.document["updated_at"] = rfc3339(self._clock.now())
        self._state.save_recording(row)
