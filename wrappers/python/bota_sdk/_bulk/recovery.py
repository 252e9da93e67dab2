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

KEPT: Final = 23 * 3600.0
"""Seconds in which the same Idempotency-Key surely finds it (contract: 24 hours)."""

MARGIN: Final = 600.0
"""Seconds by which the times of the service's responses and of its recordings may differ."""

_PAGE: Final = 100


def with_create_key(fields: Mapping[str, Any], create_key: str) -> dict[str, Any]:
    """Return the fields to create a recording with that `find_lost_recording` finds."""
    marked = {**fields.get("metadata", {}), CREATE_KEY: create_key}
    return {**fields, "metadata": marked}


def find_lost_recording(
    runtime: Runtime, create_key: str, fields: Mapping[str, Any], after: float | None
) -> str | None:
    """Return the id of the recording that was created with a key.

    `after` is when that was tried, in epoch seconds of the service's clock, None if it was not
    known. Returns None if there is no such recording, or if the key itself finds it: of others that
    were created since there may be any number.
    """
    if runtime.settings.key_kind in ("dtok", "up"):
        return None  # these tokens cannot list
    pending = runtime.api.recordings.list(
        limit=_PAGE, status="pending", end_user_id=fields.get("end_user_id", UNSET)
    )
    now = runtime.state.clocks.api.now()
    is_kept = after is not None and now is not None and now - after < KEPT
    oldest = 0.0 if after is None else after - MARGIN
    # The newest come first. One page is for a key that the service has not stored yet.
    for recording in islice(pending, _PAGE if is_kept else None):
        if recording.created_at and recording.created_at.timestamp() < oldest:
            break
        if recording.metadata and recording.metadata.get(CREATE_KEY) == create_key:
            return recording.id
    return None
