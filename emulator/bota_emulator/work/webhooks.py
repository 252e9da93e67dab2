"""Sends what happened to the user's endpoints: signed, sent again by the clock, and looked up."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import hmac
import json
import secrets
import threading
import urllib.parse
from collections.abc import Callable, Sequence
from typing import Any

import urllib3

from bota_emulator.clock import Clock, rfc3339
from bota_emulator.settings import Settings
from bota_emulator.state.database import Row, State

DEFAULT_SECRET = "whsec_test"  # noqa: S105 - opens nothing but a test's endpoint
DELAYS = (60.0, 300.0, 1800.0, 7200.0, 28_800.0)
"""Seconds between the attempts: the first comes at once, and after the sixth none."""

KIND = "delivery"
_MOST_RESPONSE_BYTES = 1 << 16


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """Where events go.

    Attributes:
        url: The URL, http or https.
        secret: What the deliveries are signed with.
        events: Which types; empty for all.
        id: Names it, `we_...`.

    """

    url: str
    secret: str = dataclasses.field(default=DEFAULT_SECRET, repr=False)
    events: tuple[str, ...] = ()
    id: str = dataclasses.field(default_factory=lambda: f"we_{secrets.token_hex(8)}")

    def __post_init__(self) -> None:
        try:
            parts = urllib.parse.urlsplit(self.url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname)
            good = good and (parts.port is None or parts.port > 0)
        except ValueError:
            good = False
        if not good:
            raise ValueError("the URL of a webhook must be an http or https URL")
        if not isinstance(self.secret, str) or not self.secret:
            raise ValueError("the secret of a webhook must be a text that is not empty")
        if not all(isinstance(event, str) for event in self.events):
            raise ValueError("the events of a webhook must be a list of names")

    def to_json(self) -> dict[str, Any]:
        """Return all but the secret, for `GET /_control/webhooks`."""
        return {"id": self.id, "url": self.url, "events": list(self.events)}


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return the value of `X-Bota-Signature`: HMAC-SHA256 over `<timestamp>.<raw body>`."""
    signed = f"{timestamp}.".encode() + body
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


class Webhooks:
    """Keeps endpoints, and deliveries until they succeed or are given up.

    Args:
        state: Keeps the deliveries.
        clock: Stamps events and says when an attempt is due.
        settings: Has the time that an endpoint gets.
        endpoints: Those that `clear` leaves.
        known: The types of events that there are; empty where nobody has listed them.

    """

    def __init__(
        self,
        state: State,
        clock: Clock,
        settings: Settings,
        endpoints: Sequence[Endpoint] = (),
        known: Sequence[str] = (),
    ) -> None:
        self._state = state
        self._clock = clock
        self._settings = settings
        self._initial = tuple(endpoints)
        self._known = known
        self._endpoints = {endpoint.id: endpoint for endpoint in endpoints}
        # A pool of its own reads no proxy from the environment.
        self._pool = urllib3.PoolManager(num_pools=4)
        self._lock = threading.Lock()
        self.on_event: Callable[[], None] = lambda: None
        self.stopped = False

    def add(self, endpoint: Endpoint) -> None:
        """Send the events from now on to one endpoint more.

        Raises:
            ValueError: It wants events of a type that there is not.

        """
        for event in endpoint.events:
            if self._known and event not in self._known:
                raise ValueError(
                    f"no event is called {event!r}; the contract has {', '.join(self._known)}"
                )
        self._endpoints[endpoint.id] = endpoint

    def endpoints(self) -> list[Endpoint]:
        """Return the endpoints, in the order in which they were added."""
        return list(self._endpoints.values())

    def stop(self) -> None:
        """Begin no attempt more, and forget the outcome of one that is under way."""
        self.stopped = True
        self._pool.clear()

    def clear(self) -> None:
        """Forget the endpoints that were added since the start."""
        self._endpoints = {endpoint.id: endpoint for endpoint in self._initial}

    def deliveries(self) -> list[dict[str, Any]]:
        """Return what became of each event at each endpoint, the oldest first."""
        return [row.document for row in reversed(self._state.find(KIND))]

    def send(self, type: str, data: dict[str, Any], at: float | None = None) -> None:
        """Let the endpoints know of an event, soon.

        Args:
            type: The type, such as `recording.created`.
            data: What it happened to.
            at: When, in seconds since the epoch; None for now.

        """
        at = self._clock.time() if at is None else at
        wanting = [e for e in self.endpoints() if not e.events or type in e.events]
        if not wanting:
            return
        event = {
            "id": f"evt_{secrets.token_hex(12)}",
            "type": type,
            "created_at": rfc3339(datetime.datetime.fromtimestamp(at, datetime.UTC)),
            "data": data,
        }
        for endpoint in wanting:
            document = {
                "id": f"dlv_{secrets.token_hex(12)}",
                "endpoint_id": endpoint.id,
                "url": endpoint.url,
                "event_id": event["id"],
                "type": type,
                "status": "pending",
                "attempts": [],
            }
            self._state.add(Row(KIND, document, {"body": json.dumps(event)}, due=at))
        self.on_event()

    def deliver(self) -> None:
        """Make every attempt that is due; from any thread but the API's own."""
        with self._lock:
            for row in self._state.due((KIND,), self._clock.time()):
                if not self.stopped:
                    self._attempt(row)

    def _attempt(self, row: Row) -> None:
        now = self._clock.time()
        endpoint = self._endpoints.get(row.document["endpoint_id"])
        status: int | None = None
        error: str | None = "The endpoint is gone"
        if endpoint is not None:
            content, timestamp = row.facts["body"].encode(), int(now)
            signed = {
                "X-Bota-Signature": signature(endpoint.secret, timestamp, content),
                "X-Bota-Timestamp": str(timestamp),
                "X-Bota-Event-Id": row.document["event_id"],
            }
            row.facts["signed"] = signed
            status, error = self._post(endpoint, signed, content)
        if self.stopped:
            return
        moment = rfc3339(datetime.datetime.fromtimestamp(now, datetime.UTC))
        attempts = row.document["attempts"]
        attempts.append({"at": moment, "status": status, "error": error})
        row.due = None
        if error is None:
            row.document["status"] = "delivered"
        elif endpoint is None or len(attempts) > len(DELAYS):
            row.document["status"] = "failed"
        else:
            row.due = now + DELAYS[len(attempts) - 1]
        # `reset` may have forgotten it meanwhile; then this changes nothing.
        self._state.save(row)

    def _post(
        self, endpoint: Endpoint, signed: dict[str, str], content: bytes
    ) -> tuple[int | None, str | None]:
        try:
            response = self._pool.request(
                "POST",
                endpoint.url,
                body=content,
                headers={
                    "Content-Type": "application/json",
                    "User-Agent": "bota-emulator",
                    "Connection": "close",
                    **signed,
                },
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(total=self._settings.webhook_timeout_seconds),
                preload_content=False,
            )
            try:
                response.read(_MOST_RESPONSE_BYTES)
            finally:
                response.close()
        except (urllib3.exceptions.HTTPError, OSError) as problem:
            # The type alone: the text has the URL, whose query may hold a secret of the user's.
            return None, type(problem).__name__
        if 200 <= response.status < 300:
            return response.status, None
        return response.status, f"HTTP {response.status}"
