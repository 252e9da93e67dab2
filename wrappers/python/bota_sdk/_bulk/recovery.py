"""Finds the recording of a createRecording that got no response."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from bota_api.types import UNSET

from bota_sdk._upload.runtime import Runtime

CREATE_KEY: Final = "bota_sdk_create_key"
"""In the metadata of a recording: what finds it again. Its Idempotency-Key helps, but proves
nothing (contract: it is stored asynchronously, and for 24 hours)."""

NEWEST: Final = 1000
"""Recordings, newest first, that are looked through."""


def with_create_key(fields: Mapping[str, Any], create_key: str) -> dict[str, Any]:
    """Return the fields to create a recording with that `find_lost_recording` finds."""
    marked = {**fields.get("metadata", {}), CREATE_KEY: create_key}
    return {**fields, "metadata": marked}


def find_lost_recording(runtime: Runtime, create_key: str, fields: Mapping[str, Any]) -> str | None:
    """Return the id of the recording that was created with a key; None if there is none."""
    if runtime.settings.key_kind in ("dtok", "up"):
        return None  # these tokens cannot list
    pending = runtime.api.recordings.list(
        limit=100, status="pending", end_user_id=fields.get("end_user_id", UNSET)
    )
    for recording in islice(pending, NEWEST):
        if recording.metadata and recording.metadata.get(CREATE_KEY) == create_key:
            return recording.id
    return None
