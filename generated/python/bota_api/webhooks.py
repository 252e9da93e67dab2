"""Reads what the service sends to a URL of yours: the webhooks of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from .models import RecordingEvent, SummaryEvent, TranscriptionEvent, UnknownVariant

EventPayload: TypeAlias = RecordingEvent | TranscriptionEvent | SummaryEvent | UnknownVariant
"""What the webhook `event` brings."""

_EVENT: Final[
    Mapping[str, type[RecordingEvent] | type[TranscriptionEvent] | type[SummaryEvent]]
] = {
    "recording.created": RecordingEvent,
    "recording.uploaded": RecordingEvent,
    "recording.deleted": RecordingEvent,
    "transcription.queued": TranscriptionEvent,
    "transcription.started": TranscriptionEvent,
    "transcription.completed": TranscriptionEvent,
    "transcription.failed": TranscriptionEvent,
    "summary.started": SummaryEvent,
    "summary.completed": SummaryEvent,
    "summary.failed": SummaryEvent,
}


def read_event(source: Mapping[str, Any]) -> EventPayload:
    """Return the body of the webhook `event`, read.

    One whose `type` is new comes as an `UnknownVariant`, which keeps all that came.

    Args:
        source: the body, as JSON has it.

    Raises:
        KeyError, TypeError, ValueError: it is not what the contract describes.
    """
    kind = _EVENT.get(source["type"])
    return UnknownVariant.from_dict(source) if kind is None else kind.from_dict(source)
