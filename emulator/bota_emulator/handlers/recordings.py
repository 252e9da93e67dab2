"""The operations on recordings, by operationId."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Any

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError, not_found
from bota_emulator.clock import Clock, rfc3339
from bota_emulator.contract.document import Contract
from bota_emulator.settings import Settings
from bota_emulator.state.database import RecordingRow, State
from bota_emulator.storage.bucket import Storage

DEFAULT_LIMIT = 25
DOWNLOAD_SECONDS = 3600
_SQLITE_MAX = 2**63 - 1


def shown(row: RecordingRow, settings: Settings) -> dict[str, Any]:
    """Return a recording as the API returns it."""
    document = dict(row.document)
    if settings.size_as_string and document.get("file_size_bytes") is not None:
        document["file_size_bytes"] = str(document["file_size_bytes"])
    return document


def find(state: State, id: str) -> RecordingRow:
    """Return a recording.

    Raises:
        ApiError: 404.

    """
    row = state.recording(id)
    if row is None:
        raise not_found("recording")
    return row


class Recordings:
    """Creates, reads and deletes recordings.

    Args:
        contract: Says which fields of a request a recording keeps.
        state: The database.
        storage: Where the audio is.
        clock: Stamps what happens.
        settings: Style of paging and of sizes.

    """

    def __init__(
        self,
        contract: Contract,
        state: State,
        storage: Storage,
        clock: Clock,
        settings: Settings,
    ) -> None:
        # From the contract, so that a field that it adds is kept without a change here.
        create = contract.operations.get("createRecording")
        self._kept = create.kept_fields() if create else []
        self._state = state
        self._storage = storage
        self._clock = clock
        self._settings = settings

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
        now = rfc3339(self._clock.now())
        document: dict[str, Any] = {name: fields.get(name) for name in self._kept}
        document |= {
            "id": f"rec_{secrets.token_hex(12)}",
            "status": "pending",
            "file_size_bytes": None,
            "mime_type": None,
            "created_at": now,
            "updated_at": now,
            "uploaded_at": None,
        }
        row = RecordingRow(document)
        self._state.add_recording(row)
        return Result(201, shown(row, self._settings))

    def list(self, call: Call) -> Result:
        """Handle listRecordings: a page, newest first."""
        query = call.query
        if "cursor" in query and "offset" in query:
            raise ApiError(
                400, "offset and cursor exclude each other", field="cursor", reason="exclusive"
            )
        limit = int(query.get("limit", DEFAULT_LIMIT))
        rows = self._state.recordings(
            query,
            limit=limit + 1,
            offset=min(int(query.get("offset", 0)), _SQLITE_MAX),
            before=_before(query["cursor"]) if "cursor" in query else None,
        )
        page, more = rows[:limit], len(rows) > limit
        response: dict[str, Any] = {
            "data": [shown(row, self._settings) for row in page],
            "has_more": more,
        }
        if self._settings.paging == "cursor":
            response["next_cursor"] = _cursor(page[-1].seq) if more else None
        return Result(200, response)

    def get(self, call: Call) -> Result:
        """Handle getRecording."""
        return Result(200, shown(find(self._state, call.path["id"]), self._settings))

    def delete(self, call: Call) -> Result:
        """Handle deleteRecording: forget the recording and its audio."""
        row = find(self._state, call.path["id"])
        for key in row.upload.get("keys", []):
            self._storage.delete(key)
        self._state.delete_recording(row.id)
        return Result(204)

    def download_url(self, call: Call) -> Result:
        """Handle getDownloadUrl: a pre-signed GET; 409 for a recording without audio."""
        row = find(self._state, call.path["id"])
        key = str(row.upload.get("key", ""))
        stored = self._storage.stat(key) if key and row.status != "pending" else None
        if stored is None:
            raise ApiError(409, "The recording has no audio yet")
        url = self._storage.get_url(key, when=self._clock.now(), expires=DOWNLOAD_SECONDS)
        size: int | str = str(stored.size) if self._settings.size_as_string else stored.size
        return Result(
            200,
            {
                "download_url": url,
                "expires_in": DOWNLOAD_SECONDS,
                "content_type": stored.content_type,
                "file_size_bytes": size,
            },
        )


def _cursor(seq: int) -> str:
    return base64.urlsafe_b64encode(f"before:{seq}".encode()).decode().rstrip("=")


def _before(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        word, _, number = text.partition(":")
        if word == "before" and number.isdecimal() and len(number) < 19:
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise ApiError(400, "cursor is not one of ours", field="cursor", reason="invalid")
