"""What the handlers work with, and what they have in common: finding, listing and deleting."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from bota_emulator.api.auth import Gate
from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError, not_found
from bota_emulator.clock import Clock, rfc3339
from bota_emulator.contract.document import Contract
from bota_emulator.settings import Settings
from bota_emulator.state.database import Row, State
from bota_emulator.storage.local import LocalStorage
from bota_emulator.storage.remote import RemoteStorage
from bota_emulator.work.webhooks import Webhooks

PROJECT = "proj_test"
DEFAULT_LIMIT = 25
_SQLITE_MAX = 2**63 - 1
_PREFIXES = {
    "recording": "rec",
    "transcription": "txn",
    "summary": "sum",
    "end user": "eu",
    "device": "dev",
}


@dataclasses.dataclass(frozen=True, repr=False)
class Parts:
    """The parts of the service that handlers use.

    Attributes:
        contract: Says which fields of a request are kept.
        state: The database.
        storage: Where the audio is.
        clock: Stamps what happens.
        settings: Styles of responses, and what fails.
        gate: Makes and revokes tokens.
        webhooks: Take the events.

    """

    contract: Contract
    state: State
    storage: LocalStorage | RemoteStorage
    clock: Clock
    settings: Settings
    gate: Gate
    webhooks: Webhooks

    def now(self) -> str:
        """Return the present moment as responses have it."""
        return rfc3339(self.clock.now())

    def kept(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of a request that what it creates keeps, null where they were left out.

        Args:
            operation: The operationId.
            body: The request's body.

        """
        found = self.contract.operations.get(operation)
        return {name: body.get(name) for name in (found.kept_fields() if found else [])}

    def add(self, kind: str, fields: dict[str, Any], **more: Any) -> Row:
        """Store something new and return it.

        Args:
            kind: Of which kind.
            fields: What the API returns of it, besides the id and when it was created.
            more: The other attributes of its `Row`.

        """
        now = self.now()
        new = {"id": f"{_PREFIXES[kind]}_{secrets.token_hex(12)}"}
        row = Row(kind, {**fields, **new, "created_at": now, "updated_at": now}, **more)
        self.state.add(row)
        return row

    def save(self, row: Row) -> None:
        """Store a change, and when it was made."""
        row.document["updated_at"] = self.now()
        self.state.save(row)

    def find(self, kind: str, id: str) -> Row:
        """Return something by its id.

        Raises:
            ApiError: 404, there is none of that kind.

        """
        row = self.state.get(kind, id)
        if row is None:
            raise not_found(kind)
        return row

    def page(
        self,
        kind: str,
        call: Call,
        filters: Sequence[str],
        shown: Callable[[Row], dict[str, Any]] = lambda row: row.document,
    ) -> Result:
        """Return a page of a list, newest first.

        Args:
            kind: What is listed.
            call: Has `limit`, and `offset` or `cursor`.
            filters: Which of its query parameters are exact values of fields.
            shown: Makes what the API returns.

        Raises:
            ApiError: 400, there is both a cursor and an offset, or the cursor is none.

        """
        query = call.query
        if "cursor" in query and "offset" in query:
            raise ApiError(
                400, "offset and cursor exclude each other", field="cursor", reason="exclusive"
            )
        limit = int(query.get("limit", DEFAULT_LIMIT))
        rows = self.state.find(
            kind,
            {name: query[name] for name in filters if name in query},
            limit=limit + 1,
            offset=min(int(query.get("offset", 0)), _SQLITE_MAX),
            before=_before(query["cursor"]) if "cursor" in query else None,
        )
        page, more = rows[:limit], len(rows) > limit
        response: dict[str, Any] = {"data": [shown(row) for row in page], "has_more": more}
        if self.settings.paging == "cursor":
            response["next_cursor"] = _cursor(page[-1].seq) if more else None
        return Result(200, response)

    def delete_recording(self, row: Row) -> None:
        """Forget a recording, its audio, and what was made of it."""
        for key in row.facts.get("keys", []):
            self.storage.delete(key)
        for transcription in self.state.find("transcription", {"recording_id": row.id}):
            for summary in self.state.find("summary", {"transcription_id": transcription.id}):
                self.state.remove(summary)
            self.state.remove(transcription)
        self.state.revoke_tokens(row.id)
        self.state.remove(row)
        document = {**row.document, "status": "deleted"}
        names = ("id", "status", "end_user_id", "device_id")
        self.webhooks.send("recording.deleted", {name: document.get(name) for name in names})


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
