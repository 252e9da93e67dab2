"""Transcriptions and summaries on their way: what each becomes, and when, by the clock.

A job is `pending` for a second, then `processing`, and `completed` or `failed` at its end. It moves
by time alone, however often it is asked for.
"""

from __future__ import annotations

import datetime
import threading
from typing import Any

from bota_emulator.clock import Clock, rfc3339
from bota_emulator.state.database import Row, State
from bota_emulator.work.webhooks import Webhooks

PENDING_SECONDS = 1.0
SHARE = 0.2
"""The part of the audio's length that its transcription takes; the service names 10 to 30 %."""
LEAST_SECONDS = 1.0
MESSAGES = {
    "audio_too_short": "The audio is shorter than a second",
    "audio_corrupt": "The audio cannot be read",
    "unsupported_format": "The format of the audio is not supported",
    "transcript_too_short": "The transcription has too few words",
    "template_not_found": "There is no such template",
}
KINDS = ("transcription", "summary")


def planned(now: float, seconds: float, result: dict[str, Any], error: str) -> dict[str, Any]:
    """Return the `due` and the `facts` of a new job's row.

    Args:
        now: When it is asked for, in seconds since the epoch.
        seconds: How long it is `processing`.
        result: The fields that it has when it is completed.
        error: The code that it fails with; empty where it does not.

    """
    begins = now + PENDING_SECONDS
    facts = {"ends": begins + seconds, "result": result, "error": error}
    return {"due": begins, "facts": facts}


class Jobs:
    """Moves the jobs on.

    Args:
        state: The database.
        clock: Says what is due.
        webhooks: Take the events.

    """

    def __init__(self, state: State, clock: Clock, webhooks: Webhooks) -> None:
        self._state = state
        self._clock = clock
        self._webhooks = webhooks
        self._lock = threading.Lock()

    def run(self) -> None:
        """Do all that is due, in the order in which it was; from any thread."""
        with self._lock:
            now = self._clock.time()
            while rows := self._state.due(KINDS, now):
                # One at a time: its next step may come before the first of another.
                self._step(rows[0])

    def _step(self, row: Row) -> None:
        at = row.due or 0.0
        moment = rfc3339(datetime.datetime.fromtimestamp(at, datetime.UTC))
        row.document["updated_at"] = moment
        if row.status == "pending":
            row.document |= {"status": "processing", "started_at": moment}
            row.due = row.facts["ends"]
            event = "started"
        else:
            error = row.facts["error"]
            row.due = None
            row.document["completed_at"] = moment
            if error:
                message = MESSAGES.get(error, "The processing failed")
                row.document |= {"status": "failed", "error": error, "error_message": message}
            else:
                row.document |= {"status": "completed", **row.facts["result"]}
            event = row.status
        self._state.save(row)
        self._webhooks.send(f"{row.kind}.{event}", row.document, at=at)
