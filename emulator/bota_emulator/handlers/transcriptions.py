"""The operations on transcriptions, by operationId."""

from __future__ import annotations

from typing import Any

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.handlers.parts import Parts
from bota_emulator.state.database import Row
from bota_emulator.work.audio import HEAD_BYTES, wav_seconds
from bota_emulator.work.jobs import LEAST_SECONDS, SHARE, planned
from bota_emulator.work.transcript import segments

STUCK_SECONDS = 600
"""A transcription that is processing is replaced by another one only after so long."""

LEAST_BYTES = 1000
"""Audio that is not WAV, and has fewer, is taken to be too short: speech needs 8 kbit/s."""

LANGUAGE, PROVIDER = "en", "whisper"
_UPLOADED = ("uploaded", "processing", "completed")


class Transcriptions:
    """Starts and reads transcriptions.

    Args:
        parts: What it works with.

    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def create(self, call: Call) -> Result:
        """Handle createTranscription: one that is `pending`, in the place of an earlier one."""
        parts = self._parts
        recording = parts.find("recording", call.body["recording_id"])
        if recording.status not in _UPLOADED:
            raise ApiError(422, f"The recording is {recording.status}, not uploaded")
        for earlier in parts.state.find("transcription", {"recording_id": recording.id}):
            begins = earlier.facts["begins"]
            if earlier.status == "processing" and parts.clock.time() - begins < STUCK_SECONDS:
                raise ApiError(409, "The recording is being transcribed")
            parts.state.remove(earlier)
        fields = parts.kept("createTranscription", call.body) | {
            "recording_id": recording.id,
            "status": "pending",
            "provider": call.body.get("provider", PROVIDER),
        }
        empty = [
            *("duration_ms", "text", "full_text", "segments", "word_count"),
            *("error", "error_message", "started_at", "completed_at"),
        ]
        row = parts.add(
            "transcription", {**dict.fromkeys(empty), **fields}, **self._plan(recording, call.body)
        )
        recording.document["transcription_id"] = row.id
        parts.save(recording)
        parts.webhooks.on_event()
        return Result(201, row.document)

    def list(self, call: Call) -> Result:
        """Handle listTranscriptions: a page, newest first."""
        return self._parts.page("transcription", call, ("recording_id", "status"))

    def get(self, call: Call) -> Result:
        """Handle getTranscription."""
        return Result(200, self._parts.find("transcription", call.path["id"]).document)

    def _plan(self, recording: Row, body: dict[str, Any]) -> dict[str, Any]:
        parts = self._parts
        key, size = recording.facts["key"], int(recording.document["file_size_bytes"])
        seconds = float(recording.document["duration_seconds"] or 0)
        found = segments(
            parts.storage.sha256(key) or "", seconds, speakers=body.get("diarization", True)
        )
        text = " ".join(segment["text"] for segment in found)
        result = {
            "language": body.get("language", LANGUAGE),
            "duration_ms": round(seconds * 1000),
            "segments": found,
            "text": text,
            "full_text": text,
            "word_count": len(text.split()),
        }
        exact = wav_seconds(parts.storage.start(key, HEAD_BYTES), size)
        short = size < LEAST_BYTES if exact is None else exact < 1
        now = parts.clock.time()
        error = parts.settings.transcription_error or ("audio_too_short" if short else "")
        planning = planned(now, max(seconds * SHARE, LEAST_SECONDS), result, error)
        planning["facts"]["begins"] = planning["due"]
        return planning
