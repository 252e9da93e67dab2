"""Finds the recording of a createRecording whose answer was lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bota_api.models import Recording, RecordingPage
from bota_api.paging import Page
from bota_api.types import UNSET

from bota_sdk._upload.runtime import Runtime

CREATE_KEY: Final = "bota_sdk_create_key"
"""In the metadata of a recording: what finds it again. Its Idempotency-Key helps, but proves
nothing (contract: it is stored asynchronously, and for 24 hours)."""

PAGES: Final = 10
"""Pages of 100 recordings, newest first, that are looked through."""


def find_lost_recording(runtime: Runtime, create_key: str, fields: Mapping[str, Any]) -> str | None:
    """Return the id of the recording that was created with a key; None if there is none.

    Args:
        runtime: what it runs on; device and upload tokens cannot list.
        create_key: the value of CREATE_KEY.
        fields: that it was created with.

    Raises:
        BotaError: as listRecordings raises.

    """
    if runtime.settings.key_kind in ("dtok", "up"):
        return None
    first = runtime.api.recordings.list(
        limit=100, status="pending", end_user_id=fields.get("end_user_id", UNSET)
    )
    for recording in _of_pages(first):
        metadata = recording.metadata
        if metadata and metadata.to_dict().get(CREATE_KEY) == create_key:
            return recording.id
    return None


def _of_pages(page: Page[Recording, RecordingPage] | None) -> Iterator[Recording]:
    for left in reversed(range(PAGES)):
        if page is None:
            return
        yield from page.data
        page = page.next_page() if left else None
