"""Shows the recordings: what arrived of each, and what happened to it when."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import math
from typing import Any

from bota_emulator.service import Service
from bota_emulator.state.database import Row
from bota_emulator.state.recorder import RequestRecord

_STEPS = {
    "createUploadUrl": "URL signed",
    "PUT object": "PUT",
    "completeUpload": "Completion",
    "getDownloadUrl": "Download URL signed",
}


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened to a recording.

    Attributes:
        at: When: seconds since the epoch by the emulator's clock.
        text: What.
        good: Whether it went well; None while that is open.
        number: Of the request, where it was one.
        gap: Seconds since the event before it; None for the first.

    """

    at: float
    text: str
    good: bool | None = True
    number: int | None = None
    gap: float | None = None


def timeline(service: Service, row: Row, records: list[RequestRecord]) -> list[Event]:
    """Return what happened to a recording, the oldest first.

    Args:
        service: The service that has it.
        row: The recording.
        records: All requests.

    """
    events = [Event(_seconds(row.document["created_at"]), "Created")]
    for record in records:
        step = _STEPS.get(record.operation or "")
        if record.recording_id != row.id or step is None:
            continue
        shown = record.status or ("no response" if record.over else "under way")
        good = record.status is not None and record.status < 400 if record.over else None
        fault = f", {record.fault} met" if record.fault else ""
        events.append(Event(record.at, f"{step}: {shown}{fault}", good, record.number))
    for job in _jobs(service, row):
        kind = job.kind.capitalize()
        events.append(Event(_seconds(job.document["created_at"]), f"{kind} asked for"))
        if job.document.get("started_at"):
            events.append(Event(_seconds(job.document["started_at"]), f"{kind} started"))
        if job.document.get("completed_at"):
            end = Event(
                _seconds(job.document["completed_at"]),
                f"{kind} {job.status}",
                job.status == "completed",
            )
            events.append(end)
    # The documents' times have milliseconds: of two events of one, the first here was the first.
    events.sort(key=lambda event: math.floor(event.at * 1000))
    gaps = [
        None,
        *(max(later.at - earlier.at, 0) for earlier, later in itertools.pairwise(events)),
    ]
    return [dataclasses.replace(event, gap=gap) for event, gap in zip(events, gaps, strict=True)]


def arrived(service: Service, row: Row) -> dict[str, Any]:
    """Return what is stored of a recording, the SHA-256 that the client gave, and that one's.

    Reads an object on another server through, once.
    """
    key = str(row.facts.get("key", ""))
    stored = service.storage.stat(key) if key else None
    given = row.facts.get("given") or row.document.get("content_sha256")
    found = service.storage.sha256(key) if stored else None
    return {"stored": stored, "given": given, "found": found}


def _jobs(service: Service, row: Row) -> list[Row]:
    transcriptions = service.state.find("transcription", {"recording_id": row.id})
    return [
        *transcriptions,
        *(
            summary
            for transcription in transcriptions
            for summary in service.state.find("summary", {"transcription_id": transcription.id})
        ),
    ]


def _seconds(moment: str) -> float:
    return datetime.datetime.fromisoformat(moment).timestamp()
