"""What `botactl upload` was asked for."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from bota_sdk._upload import Verify


@attrs.frozen
class UploadRequest:
    """The arguments and flags, after their check. See `Bota.upload_many`."""

    files: tuple[str, ...]
    recursive: bool
    recording_id: str | None
    name: str | None
    end_user_id: str | None
    metadata: Mapping[str, str] | None
    content_type: str | None
    concurrency: int
    journal: str | None
    verify: Verify
    allow_duplicates: bool
    max_failures: int | None
