"""Remembers the requests that the API and the storage saw, without keys and signatures."""

from __future__ import annotations

import collections
import dataclasses
import re
import threading
import time
from typing import Any, Literal

Side = Literal["api", "storage"]

MAX_RECORDS = 50_000
"""How many requests are remembered; the oldest are forgotten first."""
MAX_TEXT = 2048
"""How many characters are kept of a path, of a method and of an `Idempotency-Key`."""
MAX_BODY = 1 << 15
"""How many bytes of a body are kept of a request, and of its response."""
MAX_EXCHANGES = 32 << 20
"""How many bytes of headers and bodies are kept of all requests together."""

_RECORDING = re.compile(r"/(rec_\w+)")
_OVERHEAD = 400
_TEXTS = ("method", "operation", "path", "idempotency_key")


@dataclasses.dataclass(repr=False)
class Exchange:
    """All that went over the wire for one request, secrets too: for the emulator's page alone.

    Attributes:
        target: The path with its query.
        headers: Of the request, in order.
        body: The first `MAX_BODY` bytes of the request's body, where that is not audio.
        response_headers: Of the response, in order.
        response_body: The first `MAX_BODY` bytes of the response's body.
        faults: What `to_json` says of the faults that the request met.

    """

    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    response_headers: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    response_body: bytes = b""
    faults: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        pairs = [*self.headers, *self.response_headers]
        texts = len(self.target) + sum(len(name) + len(value) + 100 for name, value in pairs)
        return _OVERHEAD + texts + len(self.body) + len(self.response_body)


@dataclasses.dataclass
class RequestRecord:
    """One request as the service saw it.

    Attributes:
        side: `api` or `storage`.
        method: The HTTP method.
        operation: The contract's operationId, `PUT object` and the like on the storage side, or
            None where no operation has that path.
        path: The path without its query, where signatures live; what is longer than `MAX_TEXT`
            ends with an ellipsis, here and in the other texts that a client chooses.
        at: When its head arrived: seconds since the epoch by the emulator's clock.
        status: The status of the response; None while there is none, when the client left first,
            and when a fault let the response out, or the storage's response break off or be of a
            wrong length.
        body_bytes: Bytes of the request's body that arrived.
        fault: The kind of fault that decided its outcome; if none did, of another that it met.
        idempotency_key: The request's `Idempotency-Key`.
        recording_id: The recording that it is about, by its path or its response; None for none.
        attempt: Which one it is of the requests with its method, path and `Idempotency-Key`, from
            1. A request that creates something without such a key is always the first.
        seconds: Real seconds from its head to the end of its response; None before that.
        number: Its place among all requests, from 1.

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
    recording_id: str | None = None
    attempt: int = 1
    seconds: float | None = None
    number: int = 0
    exchange: Exchange | None = dataclasses.field(default=None, repr=False, compare=False)
    _started: float = dataclasses.field(default_factory=time.monotonic, repr=False, compare=False)

    @property
    def over(self) -> bool:
        """Whether its response has ended, or never comes."""
        return self.seconds is not None

    def to_json(self) -> dict[str, Any]:
        """Return all fields but what only the page shows, for `GET /_control/requests`."""
        hidden = ("exchange", "_started")
        fields = (field.name for field in dataclasses.fields(self))
        return {name: getattr(self, name) for name in fields if name not in hidden}


class Recorder:
    """The list of requests, in the order of their heads; it forgets the oldest of very many.

    Args:
        exchanges: Whether headers and bodies are kept too.
        most: How many requests are remembered.

    Attributes:
        changes: A number that grows with each change of a record.

    """

    def __init__(self, *, exchanges: bool = False, most: int = MAX_RECORDS) -> None:
        self._lock = threading.Lock()
        self._records: collections.deque[RequestRecord] = collections.deque()
        self._kept: collections.deque[tuple[RequestRecord, int]] = collections.deque()
        self._kept_bytes = 0
        self._attempts: dict[tuple[str, str, str | None], int] = {}
        self._count = 0
        self._most = most
        self._exchanges = exchanges
        self.changes = 0

    def add(self, record: RequestRecord, exchange: Exchange | None = None) -> RequestRecord:
        """Append a record, whose other fields may be filled in later.

        Args:
            record: The record.
            exchange: What goes over the wire, which is kept where that is wanted.

        """
        for name in _TEXTS:
            text: str | None = getattr(record, name)
            if text is not None and len(text) > MAX_TEXT:
                setattr(record, name, f"{text[:MAX_TEXT]}…")
        if record.recording_id is None and (found := _RECORDING.search(record.path)):
            record.recording_id = found.group(1)
        if self._exchanges:
            record.exchange = exchange
        with self._lock:
            self._count += 1
            record.number = self._count
            if (key := _repeats(record)) is not None:
                record.attempt = self._attempts[key] = self._attempts.get(key, 0) + 1
            self._records.append(record)
            if len(self._records) > self._most:
                self._forget(self._records.popleft())
            self.changes += 1
        return record

    def end(self, record: RequestRecord) -> None:
        """Note that a request is over."""
        with self._lock:
            record.seconds = time.monotonic() - record._started
            self.changes += 1
            if record.exchange is None:
                return
            self._kept.append((record, record.exchange.size))
            self._kept_bytes += record.exchange.size
            while self._kept_bytes > MAX_EXCHANGES:
                oldest, size = self._kept.popleft()
                self._kept_bytes -= size
                oldest.exchange = None

    def all(self) -> list[RequestRecord]:
        """Return the records so far, oldest first."""
        with self._lock:
            return list(self._records)

    @property
    def dropped(self) -> int:
        """How many of the oldest requests were forgotten, since there were too many."""
        with self._lock:
            return self._records[0].number - 1 if self._records else 0

    def clear(self) -> None:
        """Forget every record."""
        with self._lock:
            self._records.clear()
            self._kept.clear()
            self._attempts.clear()
            self._kept_bytes = self._count = 0
            self.changes += 1

    def _forget(self, record: RequestRecord) -> None:
        key = _repeats(record)
        if key is not None and self._attempts.get(key) == record.attempt:
            del self._attempts[key]


def _repeats(record: RequestRecord) -> tuple[str, str, str | None] | None:
    """Return what the attempts at one request have in common; None where each is one of its own."""
    if record.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if record.idempotency_key is None and record.recording_id is None:
        return None
    return record.method, record.path, record.idempotency_key
