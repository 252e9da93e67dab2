"""The thread that does what is due between requests."""

from __future__ import annotations

import logging
import threading

from bota_emulator.clock import Clock
from bota_emulator.state.database import State
from bota_emulator.work.jobs import Jobs
from bota_emulator.work.webhooks import Webhooks

_STOP_SECONDS = 2.0
_MOST_SECONDS = 3600.0
_logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs and deliveries as the clock reaches them.

    Args:
        jobs: The jobs.
        webhooks: The deliveries.
        state: Says when something is due next.
        clock: Wakes it when it is moved.

    """

    def __init__(self, jobs: Jobs, webhooks: Webhooks, state: State, clock: Clock) -> None:
        self._jobs = jobs
        self._webhooks = webhooks
        self._state = state
        self._clock = clock
        self._wake = threading.Event()
        webhooks.on_event = self._wake.set
        clock.on_change = self._wake.set
        self._thread = threading.Thread(target=self._run, name="bota-emulator-work", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and leave a delivery that is under way."""
        self._webhooks.stop()
        self._clock.on_change = lambda: None
        self._wake.set()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._webhooks.stopped:
            self._wake.clear()
            try:
                self._jobs.run()
                self._webhooks.deliver()
                seconds = self._seconds()
            except Exception as error:
                if self._webhooks.stopped:
                    return
                # The type alone: the text of an unforeseen exception could hold anything.
                _logger.error("the work between requests failed: %s", type(error).__name__)
                seconds = 1.0
            self._wake.wait(seconds)

    def _seconds(self) -> float | None:
        """Return the real seconds until something is due; None when only a move brings it."""
        due = self._state.next_due()
        if due is None or not self._clock.speed:
            return None
        return min(max(due - self._clock.time(), 0.0) / self._clock.speed, _MOST_SECONDS)
