"""The operations on end users, by operationId."""

from __future__ import annotations

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.handlers.devices import unbind
from bota_emulator.handlers.parts import Parts


class EndUsers:
    """Creates, reads and deletes end users. Recordings may name others, as they always could.

    Args:
        parts: What it works with.

    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def create(self, call: Call) -> Result:
        """Handle createEndUser; 409 where another one has the `external_id`."""
        external = call.body.get("external_id")
        if external is not None and self._parts.state.find("end user", {"external_id": external}):
            raise ApiError(
                409, "Another end user has this external_id", field="external_id", reason="taken"
            )
        return Result(
            201, self._parts.add("end user", self._parts.kept("createEndUser", call.body)).document
        )

    def list(self, call: Call) -> Result:
        """Handle listEndUsers: a page, newest first."""
        return self._parts.page("end user", call, ("external_id",))

    def get(self, call: Call) -> Result:
        """Handle getEndUser."""
        return Result(200, self._parts.find("end user", call.path["id"]).document)

    def delete(self, call: Call) -> Result:
        """Handle deleteEndUser: with its recordings and what was made of them."""
        row = self._parts.find("end user", call.path["id"])
        mine = {"end_user_id": row.id}
        for recording in self._parts.state.find("recording", mine):
            self._parts.delete_recording(recording)
        for device in self._parts.state.find("device", mine):
            unbind(self._parts, device)
        self._parts.state.remove(row)
        return Result(204)
