"""A request as it will stand on the wire: where to, which headers, which body, how patiently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import attrs

MAX_BODY: Final = 8 << 20
"""Bytes of a response's body, compressed or not; no response of the contract comes near it."""

CONNECT_TIMEOUT: Final = 10.0
"""Seconds to reach a server."""

CONTINUE_WAIT: Final = 1.0
"""Seconds to wait for `100 Continue` before the body goes out all the same (RFC 9110, 10.1.1)."""

_DEFAULT_PORTS: Final = {b"http": 80, b"https": 443}

_UNSENDABLE: Final = re.compile(rb"[\r\n\0]")


class Headers(tuple[tuple[bytes, bytes], ...]):
    """The headers of a request; shows only their names."""

    __slots__ = ()

    def __repr__(self) -> str:
        # One of them is the key.
        return f"Headers({', '.join(name.decode('latin-1') for name, _ in self)})"


class Timeouts(NamedTuple):
    """Seconds to wait for a connection, for a byte to be accepted, and for a byte to come.

    A body with `Expect: 100-continue` waits for its `100 Continue` no longer than `continue_wait`.
    """

    connect: float
    write: float
    read: float
    continue_wait: float = CONTINUE_WAIT


class Target(NamedTuple):
    """Where a request goes: the host without brackets, the path with its query byte for byte."""

    scheme: bytes
    host: bytes
    given_port: int | None
    path: bytes

    def __repr__(self) -> str:
        # The query is where signatures live.
        return f"Target({self.origin})"

    @property
    def port(self) -> int:
        return self.given_port or _DEFAULT_PORTS[self.scheme]

    @property
    def name(self) -> str:
        host = self.host.decode()
        return f"[{host}]" if ":" in host else host

    @property
    def authority(self) -> str:
        """Host and port, as a proxy wants them."""
        return f"{self.name}:{self.port}"

    @property
    def origin(self) -> str:
        """Host and port, as `Host` names them: without the port where it is the scheme's own."""
        return self.name if self.port == _DEFAULT_PORTS[self.scheme] else self.authority


@attrs.define(repr=False, eq=False)
class Request:
    """One request on its way, and what is known of it.

    Its whole response may have `limit` bytes, or any number. It `is_sent` when a byte of it may
    have reached the server, and `is_unheard` when that kept silent on `Expect: 100-continue`.
    """

    method: str
    target: Target
    headers: Headers
    body: Iterator[bytes | memoryview]
    timeouts: Timeouts
    limit: int | None
    is_sent: bool = False
    is_unheard: bool = False
    body_error: BaseException | None = None

    @property
    def is_sendable(self) -> bool:
        """Whether nothing in its head could be taken for the end of a line."""
        parts = (self.target.path, *(part for header in self.headers for part in header))
        return not any(map(_UNSENDABLE.search, parts))

    def chunks(self) -> Iterator[bytes | memoryview]:
        """Yield the chunks of its body, and note what the caller's own iterator raises."""
        try:
            yield from self.body
        except GeneratorExit:
            raise  # the connection wants no more of them
        except BaseException as error:
            self.body_error = error
            raise
