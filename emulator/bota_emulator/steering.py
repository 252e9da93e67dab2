"""What a test in Python does to a running service; `control` has the same for other processes."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from typing import Any

from bota_emulator.api.app import make_app
from bota_emulator.contract.document import Contract
from bota_emulator.faults.api_faults import ApiStatus
from bota_emulator.faults.plan import Fault, FaultPlan, need_operation
from bota_emulator.faults.storage_faults import StorageError
from bota_emulator.service import Service
from bota_emulator.state.recorder import Recorder, RequestRecord
from bota_emulator.work.webhooks import DEFAULT_SECRET, Endpoint


class Steering(abc.ABC):
    """The methods of `Emulator` that order faults and look at what became of requests."""

    _contract: Contract
    _faults: FaultPlan
    _recorder: Recorder

    @property
    def requests(self) -> list[RequestRecord]:
        """The requests that API and storage saw, oldest first, without keys and signatures.

        Of more than 50,000 the oldest are forgotten; `number` counts them all.
        """
        self._need_here()
        return self._recorder.all()

    @property
    def app(self) -> Any:
        """The running API as an ASGI app, for tests in this process."""
        return make_app(self._running())

    def fail_api(
        self,
        operation_id: str | None,
        status: int,
        times: int = 1,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Let the API return an error instead of doing anything.

        Args:
            operation_id: Only to this operation; None means any request.
            status: 400 to 599.
            times: For how many requests.
            headers: More headers of the response, such as `Retry-After`.

        Raises:
            ValueError: An argument is out of range, or no operation has that id.

        """
        self.add_fault(
            ApiStatus(times=times, operation=operation_id, status=status, headers=headers or {})
        )

    def fail_storage(self, code: str, times: int = 1) -> None:
        """Let the storage return an S3 error, before it reads the body.

        Args:
            code: S3's error code, such as `SlowDown` or `InternalError`.
            times: For how many requests.

        Raises:
            ValueError: The code is unknown, or `times` is not positive.

        """
        self.add_fault(StorageError(times=times, code=code))

    def add_fault(self, fault: Fault) -> None:
        """Order a fault, any of the classes `Api...`, `Storage...` and `AdvanceClock`.

        Raises:
            ValueError: No operation of the API has the id that it is for.

        """
        self._need_here()
        need_operation(fault, self._contract.operations)
        self._faults.add(fault)

    def random_faults(self, rate: float, faults: Sequence[Fault] = (), seed: int = 0) -> None:
        """Let requests meet faults by chance, until `reset`.

        Args:
            rate: The chance for each request, 0 to 1; 0 ends it.
            faults: Which ones; a request meets only those of its side and operation.
            seed: The same seed gives the same faults to the same order of requests.

        Raises:
            ValueError: The rate is out of range, or a fault is for an unknown operation.

        """
        self._need_here()
        for fault in faults:
            need_operation(fault, self._contract.operations)
        self._faults.at_random(rate, faults, seed)

    def clear_faults(self) -> None:
        """Forget the faults that have not been met yet, and those that come by chance."""
        self._need_here()
        self._faults.clear()

    def upload_token(self, recording_id: str, seconds: float = 600) -> str:
        """Return a new upload token for one recording, good for `seconds` by the clock."""
        return self._running().gate.upload_token(recording_id, seconds)

    def restricted_key(self, *scopes: str) -> str:
        """Return a new API key that may do no more than some scopes of the contract allow.

        Raises:
            ValueError: The contract has no such scope.

        """
        return self._running().gate.restricted_key(scopes)

    def add_webhook(
        self, url: str, secret: str = DEFAULT_SECRET, events: Sequence[str] = ()
    ) -> None:
        """Send events to a URL of yours, until `reset`.

        Args:
            url: The URL, http or https. No proxy is used, and no redirect followed.
            secret: What the deliveries are signed with (`X-Bota-Signature`).
            events: Which types, such as `transcription.completed`; empty for all.

        Raises:
            ValueError: The URL is none, the secret is empty, or the contract has no such event.

        """
        self._running().webhooks.add(Endpoint(url, secret, tuple(events)))

    @property
    def deliveries(self) -> list[dict[str, Any]]:
        """What became of each event at each webhook, the oldest first, with every attempt."""
        return self._running().webhooks.deliveries()

    def deliver_webhooks(self) -> None:
        """Send what is due by the clock now, and return when it was taken or refused.

        It is sent without this too, a moment later, by a thread of the emulator.
        """
        service = self._running()
        service.jobs.run()
        service.webhooks.deliver()

    def recording(self, id: str) -> dict[str, Any]:
        """Return a recording as the service keeps it.

        Raises:
            KeyError: There is none of that id.

        """
        row = self._running().state.get("recording", id)
        if row is None:
            raise KeyError(id)
        return row.document

    def object_sha256(self, id: str) -> str:
        """Return the SHA-256 (lower-case hex) of a recording's stored audio.

        Raises:
            KeyError: There is no such recording, or no audio.

        """
        digest = self._running().storage.sha256(self._key(id))
        if digest is None:
            raise KeyError(id)
        return digest

    def object_bytes(self, id: str) -> bytes:
        """Return a recording's stored audio.

        Raises:
            KeyError: There is no such recording, or no audio.

        """
        return self._running().storage.read(self._key(id))

    def reset(self) -> None:
        """Forget recordings, objects, faults, requests and clock moves; restore the settings.

        Objects on a real S3 server stay.
        """
        self._running().reset()

    def _key(self, id: str) -> str:
        row = self._running().state.get("recording", id)
        if row is None or "key" not in row.facts:
            raise KeyError(id)
        return str(row.facts["key"])

    @abc.abstractmethod
    def _need_here(self) -> None:
        """Raise `RuntimeError` in a process that was forked from the one with the servers."""

    @abc.abstractmethod
    def _running(self) -> Service:
        """Return the parts of the service, or raise `RuntimeError` where it does not run."""
