"""What the calls and uploads of one client learn and share."""

from __future__ import annotations

from bota_sdk._api.rate_limit import Pacer
from bota_sdk._shared.retry import RetryQuota
from bota_sdk._shared.server_clock import Clocks


class ClientState:
    """Shared by all threads of one client, and by those that `with_options` makes of it.

    Attributes:
        clocks: the servers' time.
        quota: what all retries are paid from.
        pacer: says when a request may be sent.
        sha256_is_verified: whether the service has once confirmed a SHA-256. S3's MD5 then proves
            nothing more, and is not computed.
        closed: whether the client was closed.

    """

    def __init__(self) -> None:
        self.clocks = Clocks()
        self.quota = RetryQuota()
        self.pacer = Pacer()
        self.sha256_is_verified = False
        self.closed = False
