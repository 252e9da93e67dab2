"""The operations on recordings, by operationId."""

from __future__ import annotations

import re
from typing import Any

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.handlers.parts import PROJECT, Parts
from bota_emulator.settings import Settings
from bota_emulator.state.database import Row

DOWNLOAD_SECONDS = 3600
DEFAULT_PASSAGES = 8


def shown(row: Row, settings: Settings) -> dict[str, Any]:
    """Return a recording as the API returns it."""
    document = dict(row.document)
    if settings.size_as_string and document.get("file_size_bytes") is not None:
        document["file_size_bytes"] = str(document["file_size_bytes"])
    return document


class Recordings:
    """Creates, reads, searches and deletes recordings.

    Args:
        parts: What it works with.

    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def create(self, call: Call) -> Result:
        """Handle createRecording: an empty recording with the status `pending`."""
        fields = dict(call.body)
        caller = call.caller
        if caller is not None and caller.scheme == "deviceToken":
            for name in ("device_id", "end_user_id"):
                if name in fields:
                    raise ApiError(
                        400,
                        f"{name} is not sent with a device token",
                        field=name,
                        reason="not allowed",
                    )
            fields |= {"device_id": caller.device_id, "end_user_id": caller.end_user_id}
        elif fields.get("end_user_id") is None:
            raise ApiError(400, "end_user_id is required", field="end_user_id", reason="required")
        document = self._parts.kept("createRecording", fields) | {
            "project_id": PROJECT,
            "status": "pending",
            "duration_ms": None,
            "duration_seconds": None,
            "file_size_bytes": None,
            "mime_type": None,
            "recorded_at": fields.get("recorded_at") or fields.get("started_at"),
            "transcription_id": None,
            "uploaded_at": None,
        }
        row = self._parts.add("recording", document)
        names = ("id", "end_user_id", "device_id", "metadata", "created_at")
        data = {name: row.document.get(name) for name in names}
        # The service's events call `created` what its responses call `pending`.
        self._parts.webhooks.send("recording.created", {**data, "status": "created"})
        return Result(201, shown(row, self._parts.settings))

    def list(self, call: Call) -> Result:
        """Handle listRecordings: a page, newest first."""
        filters = ("device_id", "end_user_id", "status")
        return self._parts.page(
            "recording", call, filters, lambda row: shown(row, self._parts.settings)
        )

    def get(self, call: Call) -> Result:
        """Handle getRecording."""
        row = self._parts.find("recording", call.path["id"])
        return Result(200, shown(row, self._parts.settings))

    def delete(self, call: Call) -> Result:
        """Handle deleteRecording: forget the recording, its audio and what was made of it."""
        self._parts.delete_recording(self._parts.find("recording", call.path["id"]))
        return Result(204)

    def download_url(self, call: Call) -> Result:
        """Handle getDownloadUrl: a pre-signed GET; 409 for a recording without audio."""
        parts = self._parts
        row = parts.find("recording", call.path["id"])
        key = str(row.facts.get("key", ""))
        stored = parts.storage.stat(key) if key and row.status != "pending" else None
        if stored is None:
            raise ApiError(409, "The recording has no audio yet")
        url = parts.storage.get_url(key, when=parts.clock.now(), expires=DOWNLOAD_SECONDS)
        size: int | str = str(stored.size) if parts.settings.size_as_string else stored.size
        return Result(
            200,
            {
                "download_url": url,
                "expires_in": DOWNLOAD_SECONDS,
                "content_type": stored.content_type,
                "file_size_bytes": size,
            },
        )

    def search(self, call: Call) -> Result:
        """Handle searchRecordings: segments that have words of the query, the most of them first.

        The score is the share of the query's words that the segment has, in whatever case.
        """
        wanted = _words(call.body["query"])
        if not call.body["query"].strip():
            raise ApiError(400, "query is empty", field="query", reason="required")
        only = call.body.get("recording_ids")
        found: list[dict[str, Any]] = []
        for transcription in self._parts.state.find("transcription", {"status": "completed"}):
            recording_id = transcription.document["recording_id"]
            if only is not None and recording_id not in only:
                continue
            recording = self._parts.state.get("recording", recording_id)
            owner = call.body.get("end_user_id")
            if recording is None or owner not in (None, recording.document["end_user_id"]):
                continue
            for number, segment in enumerate(transcription.document["segments"]):
                hits = wanted & _words(segment["text"])
                if hits:
                    found.append(
                        {
                            "chunk_id": f"chunk_{transcription.id.partition('_')[2]}_{number}",
                            "recording_id": recording_id,
                            "transcription_id": transcription.id,
                            "chunk_text": segment["text"],
                            "speaker": segment["speaker"],
                            "start_ms": round(segment["start"] * 1000),
                            "end_ms": round(segment["end"] * 1000),
                            "recorded_at": recording.document["recorded_at"],
                            "score": len(hits) / len(wanted),
                        }
                    )
        found.sort(key=lambda passage: -passage["score"])
        # JSON's 8.0 is an integer too.
        return Result(200, {"results": found[: int(call.body.get("limit", DEFAULT_PASSAGES))]})


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
