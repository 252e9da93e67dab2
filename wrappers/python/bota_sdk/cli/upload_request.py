"""What `botactl upload` was asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

import attrs

from bota_sdk._upload.options import Checksum


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
    checksum: Checksum
    allow_duplicates: bool
    max_failures: int | None

    def to_journal(self) -> str:
        """Return which files it means and what becomes of them, for another working directory."""
        asked = {name: getattr(self, name) for name in _KEPT}
        # Bytes of a name that are no text are kept as JSON keeps them.
        asked["files"] = [os.path.abspath(file) for file in self.files]  # noqa: PTH100 - any bytes
        return json.dumps(asked)

    def resumed(self, asked: str) -> UploadRequest:
        """Return this request for the files of an earlier one, as `to_journal` told it."""
        fields = json.loads(asked)
        return attrs.evolve(self, **{**fields, "files": tuple(fields["files"])})


_KEPT = ("recursive", "recording_id", "name", "end_user_id", "metadata", "content_type")
