"""Threads: of a bulk upload, and for the blocking calls of an asynchronous client.

anyio is imported at the first use: a blocking program has no use for it.
"""

from __future__ import annotations

import inspect
import queue
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bota_sdk._shared.cancel import POLL, CancelToken, is_stoppable, stop_if_asked, stoppable
from bota_sdk.errors import BotaError

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from anyio.from_thread import BlockingPortal
    from anyio.lowlevel import RunVar

T = TypeVar("T")

_portal: Final[ContextVar[BlockingPortal | None]] = ContextVar("bota_sdk_portal", default=None)


class DaemonThreads:
    """Runs calls in so many threads at most, which end with the `with` block.

    Each of the first calls starts one: to start one for every call waits for the interpreter's lock
    twice. The interpreter does not wait for them at its end, as it does for those of
    `concurrent.futures`, which besides refuse a call then.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most, self._name = most, name
        self._threads: list[threading.Thread] = []
        self._calls: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        for _thread in self._threads:
            self._calls.put(None)
        while self._threads:
            join_begun(self._threads.pop())

    def run(self, call: Callable[[], object]) -> None:
        """Run a call, which raises nothing, in one of the threads, or here if none is to be had."""
        if len(self._threads) < self._most:
            thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._threads.append(thread)
            try:
                thread.start()
            except RuntimeError:
                # The machine has no thread left, or the interpreter is at its end.
                self._threads.remove(thread)
        if self._threads:
            self._calls.put(call)
        else:
            call()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()
            del call  # with all that it holds, while there is no other


def join_begun(thread: threading.Thread) -> None:
    """Wait for a thread's end; if an interrupt met its start, it begins in a moment, or never."""
    end = time.monotonic() + 1
    while thread.ident is None and time.monotonic() < end:
        time.sleep(0.01)
    with suppress(RuntimeError):  # it has not begun
        thread.join()


class WorkerThreads:
    """Runs so many blocking calls at a time in each event loop; the others wait for their turn."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._limiters: RunVar[CapacityLimiter] | None = None

    async def run(self, call: Callable[[], T]) -> T:
        """Run a call in a worker thread and return what it returns.

        When the task is cancelled, the call is abandoned, and stops by itself within about a
        quarter of a second, at its next look at `stop_if_asked`. A BotaError says that the machine
        has no thread to spare.
        """
        from anyio import CapacityLimiter, move_on_after, to_thread

        limiter, borrower, abandoned = self._limiter(), object(), CancelToken()
        has_begun = False

        def work() -> T:
            nonlocal has_begun
            has_begun = True
            with stoppable(abandoned.check):
                return call()

        while True:
            with move_on_after(POLL if is_stoppable() else None):
                await limiter.acquire_on_behalf_of(borrower)
                break
            stop_if_asked()
        try:
            # The turn has been waited for: these threads have no limit of their own.
            return await to_thread.run_sync(
                work, abandon_on_cancel=True, limiter=CapacityLimiter(1)
            )
        except RuntimeError as error:
            if has_begun:
                raise
            raise BotaError(f"nothing was sent: {error}") from error
        finally:
            abandoned.cancel()
            limiter.release_on_behalf_of(borrower)

    def _limiter(self) -> CapacityLimiter:
        # One for each event loop: a client may serve several, one after the other or at once.
        from anyio import CapacityLimiter
        from anyio.lowlevel import RunVar

        if self._limiters is None:
            self._limiters = RunVar("bota_sdk_worker_threads")
        limiter = self._limiters.get(None)
        if limiter is None:
            limiter = CapacityLimiter(self._most)
            self._limiters.set(limiter)
        return limiter


def in_loop(call: Callable[[], Any]) -> Any:
    """Run a call in the event loop's thread, and await what it returns, from a worker thread."""
    from anyio import from_thread

    async def awaited() -> Any:
        result = call()
        return await result if inspect.isawaitable(result) else result

    portal = _portal.get()
    run = from_thread.run if portal is None else portal.call
    return run(awaited)


@contextmanager
def through_portal(portal: BlockingPortal) -> Generator[None]:
    """Let `in_loop` use a portal inside the `with` block, in threads that anyio did not start."""
    token = _portal.set(portal)
    try:
        yield
    finally:
        _portal.reset(token)
