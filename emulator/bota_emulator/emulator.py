"""The Python door: an emulated service in this process, ready when the `with` block begins."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import shutil
import tempfile
import urllib.parse
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from bota_emulator.api.auth import Gate
from bota_emulator.api.limits import RateLimiter
from bota_emulator.clock import Clock
from bota_emulator.contract.document import Contract
from bota_emulator.control.access import need_token
from bota_emulator.faults.plan import FaultPlan
from bota_emulator.handlers.parts import Parts
from bota_emulator.handlers.table import handlers
from bota_emulator.service import Service
from bota_emulator.serving.certificates import make_certificate
from bota_emulator.serving.servers import Addresses, Servers
from bota_emulator.settings import ErrorEnvelope, RateLimits, Settings
from bota_emulator.state.database import State
from bota_emulator.state.recorder import Recorder
from bota_emulator.steering import Steering
from bota_emulator.storage.bucket import BUCKET
from bota_emulator.storage.local import LocalStorage
from bota_emulator.storage.remote import RemoteStorage
from bota_emulator.storage.signing import S3Identity
from bota_emulator.work.jobs import Jobs
from bota_emulator.work.webhooks import DEFAULT_SECRET, Endpoint, Webhooks
from bota_emulator.work.worker import Worker

DEFAULT_API_KEY = "sk_test_emulator"
# The parts of emulators that this process has from one that forked it: they are never used and
# never freed, since closing the database or an event loop would reach into that process's.
_LEFT_ALONE: list[object] = []


class Emulator(Steering):
    """The Bota recordings API and its S3 storage on this machine.

    Args:
        port: The API's port; 0 takes a free one.
        data: The folder for recordings and objects, kept; None uses a temporary one.
        api_key: The secret key with all scopes.
        rate_limits: `off` or `documented`.
        error_envelope: `details`, `param` or `type`; see `Settings`.
        host: The address to listen on.
        public_host: The name or address by which clients reach it, in `base_url` and in upload
            and download URLs, such as the name of its container; None takes `host`.
        storage_port: The storage's port; 0 takes a free one.
        contract: Another openapi.yaml.
        strict: For an operation that has no handler return 501 rather than an example, and for a
            response that is not as the contract has it 500.
        webhook_url: Where events are sent to; see `add_webhook` for more than one.
        webhook_secret: What they are signed with.
        tls: Serve the API, and the emulator's own storage, over TLS, with a certificate made at the
            start; clients must trust the one in `ca_file`.
        s3_endpoint: The URL of a real S3-compatible server, which then stores the audio instead.
        s3_bucket: Its bucket, which exists.
        s3_access_key: Its access key.
        s3_secret_key: Its secret key.
        s3_region: Its region.
        storage_certificate: A PEM file with a certificate for `localhost` (and its key, unless
            that is in a file of its own), which makes the storage speak TLS.
        storage_key: A PEM file with the certificate's key.
        cors: Origins from which web pages may send to the storage; see `Settings.cors_origins`.
        cors_api: Let those pages call the API too.
        page: Serve the page for people too, at `page_url`; headers and bodies of the latest
            requests are kept for it.
        control_token: What requests to the control routes must have in `Bota-Control-Token`. None
            makes one where `host` is not a loopback address, and otherwise asks for none.

    Raises:
        ContractError: The contract cannot be served.
        OSError: The contract cannot be read; or, from `start`, a port or the certificate.
        ValueError: An argument is not one of those listed.

    """

    def __init__(
        self,
        *,
        port: int = 0,
        data: str | os.PathLike[str] | None = None,
        api_key: str = DEFAULT_API_KEY,
        rate_limits: RateLimits = "off",
        error_envelope: ErrorEnvelope = "details",
        host: str = "127.0.0.1",
        storage_port: int = 0,
        contract: str | os.PathLike[str] | None = None,
        s3_endpoint: str | None = None,
        s3_bucket: str = BUCKET,
        s3_access_key: str = "emulator",
        s3_secret_key: str = "emulator-secret",  # noqa: S107 - opens nothing but itself
        s3_region: str = "us-east-1",
        storage_certificate: str | os.PathLike[str] | None = None,
        storage_key: str | os.PathLike[str] | None = None,
        public_host: str | None = None,
        control_token: str | None = None,
        strict: bool = False,
        webhook_url: str | None = None,
        webhook_secret: str = DEFAULT_SECRET,
        tls: bool = False,
        cors: Iterable[str] = (),
        cors_api: bool = False,
        page: bool = False,
    ) -> None:
        if not api_key or not api_key.isascii() or any(c.isspace() for c in api_key):
            raise ValueError("the API key must be ASCII text without spaces")
        if storage_certificate is not None and s3_endpoint:
            raise ValueError("a certificate is for the emulator's own storage")
        self._addresses = Addresses(
            host, port, storage_port, public_host, storage_certificate, storage_key
        )
        self.control_token = need_token(host, control_token)
        self.api_key = api_key
        self.clock = Clock()
        self.settings = Settings(
            rate_limits=rate_limits,
            error_envelope=error_envelope,
            strict=strict,
            cors_origins=[cors] if isinstance(cors, str) else list(cors),
            cors_api=cors_api,
        )
        self._initial = dataclasses.replace(self.settings)
        self._contract = Contract(None if contract is None else pathlib.Path(contract))
        self._data = data
        self._identity = S3Identity(s3_access_key, s3_secret_key, s3_region)
        self._remote = (
            RemoteStorage(s3_endpoint, s3_bucket, self._identity) if s3_endpoint else None
        )
        self._faults = FaultPlan()
        self._page = page
        self._recorder = Recorder(exchanges=page)
        self._endpoints = [Endpoint(webhook_url, webhook_secret)] if webhook_url else []
        self._temporary: str | None = None
        self._service: Service | None = None
        self._servers: Servers | None = None
        self._worker: Worker | None = None
        self._tls = tls
        self.ca_file: pathlib.Path | None = None
        """The certificate that clients must trust, where `tls` is set and it runs."""
        self._process = os.getpid()
        self._base_url = ""
        self._storage_url = s3_endpoint or ""

    def __repr__(self) -> str:
        return f"Emulator({self._base_url or 'not started'})"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start both servers; requests are served once this returns.

        Raises:
            OSError: A port, or the certificate, cannot be had.

        """
        if self._service is not None:
            raise RuntimeError("the emulator runs already")
        self._process = os.getpid()
        if self._data is None:
            self._temporary = tempfile.mkdtemp(prefix="bota-emulator-")
        folder = pathlib.Path(self._temporary or self._data or "")
        folder.mkdir(parents=True, exist_ok=True)
        state = State(folder / "state.sqlite3")
        try:
            service = self._assemble(state, folder)
            self._servers = Servers(service, self._with_certificate(folder))
        except BaseException:
            state.close()
            self._remove_temporary()
            raise
        self._service = service
        self._worker = Worker(service.jobs, service.webhooks, state, self.clock)
        self._base_url = self._servers.base_url
        self._storage_url = self._servers.storage_url or self._storage_url

    def stop(self) -> None:
        """Stop both servers; no thread, socket or temporary file stays. Harmless when stopped.

        In a process that was forked from the one that started them, it only forgets them.
        """
        if self.inherited:
            _LEFT_ALONE.append((self._service, self._servers, self._worker))
            # Their locks may have been held by a server's thread, which is not in this process.
            self.clock, self._faults = Clock(), FaultPlan()
            self._recorder = Recorder(exchanges=self._page)
            self._service = self._servers = self._worker = self._temporary = None
            return
        if self._servers is not None:
            self._servers.stop()
            self._servers = None
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        if self._service is not None:
            self._service.state.close()
            self._service = None
        self._remove_temporary()

    @property
    def inherited(self) -> bool:
        """Whether its servers run in another process, which forked this one.

        There, `base_url` and `api_key` are all that can be used; after `stop()`, `start()` starts
        servers of this process.
        """
        return self._service is not None and self._process != os.getpid()

    @property
    def base_url(self) -> str:
        """The API's URL with its `/v1`, as `BOTA_BASE_URL` takes it."""
        return self._base_url

    @property
    def page_url(self) -> str | None:
        """Where a browser finds the page, without the token that it may need; None without one."""
        if not self._page or not self._base_url:
            return None
        return urllib.parse.urljoin(self._base_url, "/")

    @property
    def storage_url(self) -> str:
        """Where upload URLs point, without a bucket."""
        return self._storage_url

    def _need_here(self) -> None:
        if self.inherited:
            raise RuntimeError(
                f"this emulator runs in the process {self._process}, which forked this one: use "
                "its URL, or stop() and start() it here"
            )

    def _running(self) -> Service:
        self._need_here()
        if self._service is None:
            raise RuntimeError("the emulator is not running")
        return self._service

    def _assemble(self, state: State, folder: pathlib.Path) -> Service:
        storage = self._remote or LocalStorage(folder / "objects", state, self._identity)
        gate = Gate(self.api_key, self._contract, state, self.clock)
        webhooks = Webhooks(
            state, self.clock, self.settings, self._endpoints, self._contract.events
        )
        parts = Parts(self._contract, state, storage, self.clock, self.settings, gate, webhooks)
        return Service(
            contract=self._contract,
            handlers=handlers(parts),
            gate=gate,
            webhooks=webhooks,
            jobs=Jobs(state, self.clock, webhooks),
            state=state,
            storage=storage,
            clock=self.clock,
            faults=self._faults,
            recorder=self._recorder,
            settings=self.settings,
            initial=self._initial,
            limiter=RateLimiter(self._contract, self.clock, self.settings),
            control_token=self.control_token,
            api_key=self.api_key if self._page else None,
        )

    def _with_certificate(self, folder: pathlib.Path) -> Addresses:
        if not self._tls:
            return self._addresses
        names = [self._addresses.host, self._addresses.public_host or ""]
        self.ca_file, own = make_certificate(folder, filter(None, names))
        return dataclasses.replace(
            self._addresses,
            api_certificate=own,
            certificate=self._addresses.certificate or own,
        )

    def _remove_temporary(self) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None
