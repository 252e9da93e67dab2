"""Stopping an upload from outside: a token, a deadline, and the place that both are looked at."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from bota_sdk._shared.text import check_type
from bota_sdk.errors import DeadlineExceededError, UploadCancelledError

POLL: Final = 0.25
"""Seconds: nothing that waits does so for longer without a look at whether it should stop."""

Check = Callable[[], None]

_checks: Final[ContextVar[tuple[Check, ...]]] = ContextVar("bota_sdk_cancel_checks", default=())


class CancelToken:
    """Stops the uploads that it was passed to: `upload(..., cancel=token)`, then `token.cancel()`.

    May be used from any thread, before, during and after an upload, and for several uploads.
    """

    def __init__(self) -> None:
        # No Event, whose lock a forked process may inherit as it is held.
        self._cancelled = self._draining = False

    def cancel(self) -> None:
        """Stop the uploads within about a second; they raise `UploadCancelledError`."""
        self._cancelled = True

    def drain(self) -> None:
        """Let `upload_many` finish what is under way and start nothing more."""
        self._draining = True

    @property
    def draining(self) -> bool:
        """Whether nothing more is started: `drain` or `cancel` was called."""
        return self._draining or self._cancelled

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def check(self) -> None:
        """Return if the work may go on.

        Raises:
            UploadCancelledError: `cancel` was called.

        """
        if self.cancelled:
            raise UploadCancelledError("the upload was cancelled")

    def __repr__(self) -> str:
        return f"CancelToken(cancelled={self.cancelled})"


def checks_of(what: str, cancel: CancelToken | None, deadline: float | None) -> tuple[Check, ...]:
    """Return what can stop a call, which `what` names. Its deadline, in seconds, begins now."""
    check_type("cancel", cancel, CancelToken, "a CancelToken")
    check_type("deadline", deadline, int | float, "a number of seconds")
    checks: list[Check] = []
    if cancel is not None:

        def check_token() -> None:
            if cancel.cancelled:
                raise UploadCancelledError(f"the {what} was cancelled")

        checks.append(check_token)
    if deadline is not None:
        if not deadline > 0:
            raise ValueError(f"deadline is {deadline!r}; it must be seconds above 0")
        end = time.monotonic() + deadline

        def check_time() -> None:
            if time.monotonic() >= end:
                raise DeadlineExceededError(f"the {what} was not done after {deadline:g} seconds")

        checks.append(check_time)
    return tuple(checks)


@contextmanager
def stoppable(*checks: Check) -> Generator[None]:
    """Let these checks stop whatever waits in this context, and in threads that copy it."""
    token = _checks.set((*_checks.get(), *checks))
    try:
        yield
    finally:
        _checks.reset(token)


def is_stoppable() -> bool:
    return bool(_checks.get())


def stop_if_asked() -> None:
    """Raise what stops the work of this context, if anything does."""
    for check in _checks.get():
        check()
