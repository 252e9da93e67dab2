"""Finds the recording of a createRecording whose answer was lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bota_sdk._settings import Settings
from bota_sdk._upload.upload_io import SyncIO

CREATE_KEY: Final = "bota_sdk_create_key"
"""In the metadata of a recording: what finds it again. Its Idempotency-Key helps, but proves
nothing (contract: it is stored asynchronously, and for 24 hours)."""

PAGES: Final = 10
"""Pages of 100 recordings, newest first, that are looked through."""


def find_lost_recording(
    io: SyncIO, settings: Settings, create_key: str, fields: Mapping[str, Any]
) -> str | None:
    """Return the id of the recording that was created with a key; None if there is none.

    Args:
        io: the client's.
        settings: the client's; device and upload tokens cannot list.
        create_key: the value of CREATE_KEY.
        fields: that it was created with.

    Raises:
        BotaError: as listRecordings raises.

    """
    if settings.key_kind in ("dtok", "up"):
        return None
    for recording in io.newest_recordings(PAGES, fields.get("end_user_id")):
        metadata = recording.metadata
        if metadata and metadata.to_dict().get(CREATE_KEY) == create_key:
            return recording.id
    return None
