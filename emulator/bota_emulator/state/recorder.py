"""Remembers every request that the API and the storage saw, without keys and signatures."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any, Literal

Side = Literal["api", "storage"]


@dataclasses.dataclass
class RequestRecord:
    """One request as the service saw it.

    Attributes:
        side: `api` or `storage`.
        method: The HTTP method.
        operation: The contract's operationId, `PUT object` and the like on the storage side, or
            None where no operation has that path.
        path: The path without its query, where signatures live.
        at: When its head arrived: seconds since the epoch by the emulator's clock.
        status: The status of the response; None while there is none, when the client left first,
            and when a fault let the response out, or the storage's response break off or be of a
            wrong length.
        body_bytes: Bytes of the request's body that arrived.
        fault: The kind of fault that decided its outcome; if none did, of another that it met.
        idempotency_key: The request's `Idempotency-Key`.

    """

    side: Side
    method: str
    operation: str | None
    path: str
    at: float
    status: int | None = None
    body_bytes: int = 0
    fault: str | None = None
    idempotency_key: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return all fields, for `GET /_control/requests`."""
        return dataclasses.asdict(self)


class Recorder:
    """The list of requests, in the order of their heads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: list[RequestRecord] = []

    def add(self, record: RequestRecord) -> RequestRecord:
        """Append a record, whose status and body size may be filled in later."""
        with self._lock:
            self._records.append(record)
        return record

    def all(self) -> list[RequestRecord]:
        """Return the records so far, oldest first."""
        with self._lock:
            return list(self._records)

    def clear(self) -> None:
        """Forget every record."""
        with self._lock:
            self._records.clear()
