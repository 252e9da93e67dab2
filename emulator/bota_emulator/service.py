"""The parts of the service that the API routes, the control routes and the Python door share."""

from __future__ import annotations

import dataclasses

from bota_emulator.api.auth import Gate
from bota_emulator.api.limits import RateLimiter
from bota_emulator.clock import Clock
from bota_emulator.contract.document import Contract
from bota_emulator.faults.plan import FaultPlan
from bota_emulator.handlers.table import Handler
from bota_emulator.settings import Settings
from bota_emulator.state.database import State
from bota_emulator.state.recorder import Recorder
from bota_emulator.storage.local import LocalStorage
from bota_emulator.storage.remote import RemoteStorage
from bota_emulator.work.jobs import Jobs
from bota_emulator.work.webhooks import Webhooks


@dataclasses.dataclass(repr=False)
class Service:
    """One emulated service.

    Attributes:
        jobs: What goes on between requests.
        webhooks: Where events go.
        initial: The settings as they were at the start, for `reset`.
        control_token: What control requests must have; None for nothing.
        api_key: The secret key, for the page, which fills it in; None where no page is served.

    """

    contract: Contract
    handlers: dict[str, Handler]
    gate: Gate
    state: State
    storage: LocalStorage | RemoteStorage
    clock: Clock
    faults: FaultPlan
    recorder: Recorder
    settings: Settings
    initial: Settings
    limiter: RateLimiter
    jobs: Jobs
    webhooks: Webhooks
    control_token: str | None = None
    api_key: str | None = None

    def reset(self) -> None:
        """Forget recordings, objects, faults, requests and clock moves; restore the settings."""
        self.faults.clear()
        self.clock.reset()
        self.settings.restore(self.initial)
        self.limiter.clear()
        self.webhooks.clear()
        self.state.clear()
        self.storage.clear()
        self.recorder.clear()
