"""What the calls and uploads of one client learn and share, such as the servers' time."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from typing import Final

from bota_sdk._api.rate_limit import Pacer
from bota_sdk._shared.fork import renew_after_fork
from bota_sdk._shared.retry import RetryQuota, parse_http_date

_REMEMBERED: Final = 4096


class ServerClock:
    """A server's time, by its last `Date` header and the monotonic time since.

    The local wall clock is never trusted. Safe to share over threads.
    """

    def __init__(self) -> None:
        self._offset: float | None = None

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take the time from a response's `Date` header, if it has a good one."""
        date = parse_http_date(headers.get("date", ""))
        if date is not None:
            self.learn_time(date)

    def learn_time(self, epoch_seconds: float) -> None:
        self._offset = epoch_seconds - time.monotonic()

    def now(self) -> float | None:
        """Return the server's time in epoch seconds; None when no response has named it yet."""
        offset = self._offset
        return None if offset is None else time.monotonic() + offset


class Clocks:
    """The time of the API, which dates the signatures, and of S3, which checks them."""

    def __init__(self) -> None:
        self.api = ServerClock()
        self.storage = ServerClock()

    def now(self) -> float | None:
        """Return the time by which a URL expires: S3's, else the API's, else None."""
        return self.storage.now() or self.api.now()


class Owners:
    """Remembers what the newest ids and URLs of a client are for. Safe to share over threads."""

    def __init__(self) -> None:
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        self._lock = threading.Lock()
        self._owners: dict[bytes, str] = {}

    def is_of_another(self, what: str, owner: str) -> bool:
        """Return whether another owner has it; if not, it is this one's from now on."""
        key = hashlib.sha256(what.encode("utf-8", "surrogatepass")).digest()  # a URL is a secret
        with self._lock:
            is_of_another = self._owners.setdefault(key, owner) != owner
            if len(self._owners) > _REMEMBERED:
                del self._owners[next(iter(self._owners))]
        return is_of_another


class ClientState:
    """Shared by all threads of one client, and by those that `with_options` makes of it.

    `sha256_is_verified` once the service has confirmed a SHA-256. S3's MD5 then proves nothing
    more, and is not computed.
    """

    def __init__(self) -> None:
        self.clocks = Clocks()
        self.quota = RetryQuota()
        self.pacer = Pacer()
        self.owners = Owners()
        self.sha256_is_verified = False
        self.closed = False
