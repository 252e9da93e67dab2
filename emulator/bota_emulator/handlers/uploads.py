"""The operations of the upload, by operationId."""

from __future__ import annotations

import datetime
from typing import Any

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.clock import rfc3339
from bota_emulator.handlers.parts import PROJECT, Parts
from bota_emulator.handlers.recordings import shown
from bota_emulator.state.database import Row
from bota_emulator.work.audio import HEAD_BYTES, estimated_seconds, wav_seconds

TOKEN_SECONDS = 600
DEFAULT_TYPE = "audio/opus"
EXTENSIONS = {"audio/mpeg": "mp3"}
"""Of the content types whose files do not end like their subtype."""
_FINISHED = ("uploaded", "processing", "completed")


class Uploads:
    """Gives out upload URLs and completes uploads.

    Args:
        parts: What it works with.

    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._state = parts.state
        self._storage = parts.storage
        self._clock = parts.clock
        self._settings = parts.settings

    def create_url(self, call: Call) -> Result:
        """Handle createUploadUrl: a URL for one PUT, good for an hour."""
        row = self._parts.find("recording", call.path["id"])
        if row.status in _FINISHED:
            raise ApiError(409, "The recording is already uploaded")
        content_type = call.body.get("content_type", DEFAULT_TYPE)
        size = call.body.get("file_size_bytes")
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
        keys = row.facts.get("keys", [])
        row.facts = {
            "key": key,
            "keys": keys if key in keys else [*keys, key],
            "content_type": content_type,
            "size": None if size is None else int(size),
            "pending": 0,
            "refused": row.facts.get("refused"),
        }
        row.document["status"] = "pending"
        self._parts.save(row)
        # The signature's own date has whole seconds.
        end = now.replace(microsecond=0) + datetime.timedelta(seconds=life)
        response: dict[str, Any] = {
            "upload_url": url,
            "expires_at": rfc3339(end),
            "content_type": content_type,
            "upload_token": self._parts.gate.upload_token(row.id, TOKEN_SECONDS),
        }
        if self._settings.return_upload_headers:
            response["headers"] = headers
        return Result(200, response)

    def complete(self, call: Call) -> Result:
        """Handle completeUpload: look at the stored object, compare its hash if one is given."""
        row = self._parts.find("recording", call.path["id"])
        sha256 = call.body.get("content_sha256")
        if row.status in _FINISHED:
            return self._again(row, call.body, sha256)
        key = str(row.facts.get("key", ""))
        stored = self._storage.stat(key) if key else None
        if stored is None:
            raise ApiError(422, "No audio was uploaded for this recording")
        for name, size in (
            ("declared size", row.facts.get("size")),
            ("file_size_bytes", call.body.get("file_size_bytes")),
        ):
            if size is not None and str(size) != str(stored.size):
                raise ApiError(
                    422,
                    f"The stored object has {stored.size} bytes, the {name} is {size}",
                    field="file_size_bytes",
                    reason="mismatch",
                )
        if sha256 is not None and row.facts["pending"] < self._settings.verification_pending:
            row.facts["pending"] += 1
            self._parts.save(row)
            raise ApiError(425, "Verification is still running")
        row.document |= {
            "file_size_bytes": stored.size,
            "mime_type": row.facts["content_type"],
        }
        now = self._parts.now()
        found = self._storage.sha256(key)
        row.facts["given"] = sha256
        # What failed cannot be completed by not asking again: a new PUT is needed.
        if (found == row.facts.get("refused")) if sha256 is None else (found != sha256):
            row.document["status"] = "integrity_failure"
            row.facts["refused"] = found
        else:
            row.document |= {"status": "uploaded", "uploaded_at": now}
            row.document |= self._length(key, stored.size, call.body.get("duration_seconds"))
            if sha256 is not None:
                row.document |= {"content_sha256": sha256, "content_sha256_verified_at": now}
        self._parts.save(row)
        if row.status == "uploaded":
            names = [
                *("id", "end_user_id", "device_id", "status", "duration_seconds"),
                *("file_size_bytes", "started_at", "ended_at", "uploaded_at"),
            ]
            data = {name: row.document.get(name) for name in names}
            data["format"] = key.rpartition(".")[2]
            self._parts.webhooks.send("recording.uploaded", data)
        return Result(200, shown(row, self._settings))

    def _again(self, row: Row, body: dict[str, Any], sha256: str | None) -> Result:
        if "file_size_bytes" in body:
            raise ApiError(409, "The recording is already uploaded")
        if sha256 is not None and row.document.get("content_sha256") != sha256:
            if self._storage.sha256(row.facts["key"]) != sha256:
                raise ApiError(409, "The recording is already uploaded, with other bytes")
            row.document |= {
                "content_sha256": sha256,
                "content_sha256_verified_at": self._parts.now(),
            }
            self._parts.save(row)
        return Result(200, shown(row, self._settings))

    def _length(self, key: str, size: int, declared: int | None) -> dict[str, Any]:
        """Return the fields of a recording that say how long its audio is."""
        seconds = wav_seconds(self._storage.start(key, HEAD_BYTES), size)
        if seconds is None:
            seconds = declared if declared is not None else estimated_seconds(size)
        seconds = round(seconds, 3)
        return {"duration_seconds": seconds, "duration_ms": round(seconds * 1000)}
