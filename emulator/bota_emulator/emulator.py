"""The Python door: an emulated service in this process, ready when the `with` block begins."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import ssl
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from bota_emulator.api import PREFIX, make_app
from bota_emulator.api_faults import ApiStatus
from bota_emulator.auth import Gate
from bota_emulator.clock import Clock
from bota_emulator.contract import Contract
from bota_emulator.faults import Fault, FaultPlan, need_operation
from bota_emulator.handlers import check_complete, handlers
from bota_emulator.limits import RateLimiter
from bota_emulator.recorder import Recorder, RequestRecord
from bota_emulator.recordings import Recordings
from bota_emulator.service import Service
from bota_emulator.settings import ErrorEnvelope, RateLimits, Settings
from bota_emulator.signing import S3Identity
from bota_emulator.state import State
from bota_emulator.storage import BUCKET, Storage
from bota_emulator.storage_faults import StorageError
from bota_emulator.storage_local import LocalStorage
from bota_emulator.storage_remote import RemoteStorage
from bota_emulator.storage_server import StorageServer
from bota_emulator.threads import ApiThread, StorageThread, listen
from bota_emulator.uploads import Uploads

DEFAULT_API_KEY = "sk_test_emulator"
_LOOPBACK = ("127.0.0.1", "::1")
# Names as RFC 952 and containers have them, and addresses of IPv4 and IPv6.
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


class Emulator:
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
        s3_endpoint: The URL of a real S3-compatible server, which then stores the audio instead.
        s3_bucket: Its bucket, which exists.
        s3_access_key: Its access key.
        s3_secret_key: Its secret key.
        s3_region: Its region.
        storage_certificate: A PEM file with a certificate for `localhost` (and its key, unless
            that is in a file of its own), which makes the storage speak TLS.
        storage_key: A PEM file with the certificate's key.

    Raises:
        ContractError: The contract and the emulator's handlers do not match.
        OSError: A port, or the certificate, cannot be had (from `start`).
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
    ) -> None:
        if not api_key or not api_key.isascii() or any(c.isspace() for c in api_key):
            raise ValueError("the API key must be ASCII text without spaces")
        if storage_key is not None and storage_certificate is None:
            raise ValueError("a key of the storage needs its certificate")
        if storage_certificate is not None and s3_endpoint:
            raise ValueError("a certificate is for the emulator's own storage")
        if public_host is not None and not _HOST.fullmatch(public_host):
            raise ValueError(
                f"the public host must be a name or an address, without a port, not {public_host!r}"
            )
        self.api_key = api_key
        self.clock = Clock()
        self.settings = Settings(rate_limits=rate_limits, error_envelope=error_envelope)
        self._initial = Settings(rate_limits=rate_limits, error_envelope=error_envelope)
        self._contract = Contract(None if contract is None else pathlib.Path(contract))
        self._host, self._port, self._storage_port = host, port, storage_port
        self._public_host = public_host or host
        self._data = data
        self._certificate, self._certificate_key = storage_certificate, storage_key
        self._identity = S3Identity(s3_access_key, s3_secret_key, s3_region)
        self._remote = (
            RemoteStorage(s3_endpoint, s3_bucket, self._identity) if s3_endpoint else None
        )
        self._faults = FaultPlan()
        self._recorder = Recorder()
        self._temporary: str | None = None
        self._service: Service | None = None
        self._threads: list[ApiThread | StorageThread] = []
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
            ContractError: The contract and the emulator's handlers do not match.
            OSError: A port, or the certificate, cannot be had.

        """
        if self._service is not None:
            raise RuntimeError("the emulator runs already")
        if self._data is None:
            self._temporary = tempfile.mkdtemp(prefix="bota-emulator-")
        folder = pathlib.Path(self._temporary or self._data or "")
        folder.mkdir(parents=True, exist_ok=True)
        state = State(folder / "state.sqlite3")
        try:
            service = self._assemble(state, folder)
            tls = self._tls_context()
            sockets = [listen(self._host, self._port)]
            self._base_url = f"{_url(self._public_host, sockets[0].getsockname()[1])}{PREFIX}"
            if isinstance(service.storage, LocalStorage):
                try:
                    sockets.append(listen(self._host, self._storage_port))
                except OSError:
                    sockets[0].close()
                    raise
                port = sockets[1].getsockname()[1]
                self._storage_url = _url(self._public_host, port, tls=tls is not None)
                service.storage.endpoint = self._storage_url
                server = StorageServer(
                    service.storage, self.clock, self._faults, self._recorder, self.settings, tls
                )
                self._threads.append(StorageThread(server, sockets[1]))
            self._threads.append(ApiThread(make_app(service), sockets[0]))
            self._service = service
        except BaseException:
            state.close()
            self._remove_temporary()
            raise

    def stop(self) -> None:
        """Stop both servers; no thread, socket or temporary file stays. Harmless when stopped."""
        while self._threads:
            self._threads.pop().stop()
        if self._service is not None:
            self._service.state.close()
            self._service = None
        self._remove_temporary()

    @property
    def base_url(self) -> str:
        """The API's URL with its `/v1`, as `BOTA_BASE_URL` takes it."""
        return self._base_url

    @property
    def storage_url(self) -> str:
        """Where upload URLs point, without a bucket."""
        return self._storage_url

    @property
    def requests(self) -> list[RequestRecord]:
        """Every request that API and storage saw, oldest first, without keys and signatures."""
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
        for fault in faults:
            need_operation(fault, self._contract.operations)
        self._faults.at_random(rate, faults, seed)

    def clear_faults(self) -> None:
        """Forget the faults that have not been met yet, and those that come by chance."""
        self._faults.clear()

    def upload_token(self, recording_id: str, seconds: float = 600) -> str:
        """Return a new upload token for one recording, good for `seconds` by the clock."""
        return self._running().gate.mint_upload_token(recording_id, seconds)

    def recording(self, id: str) -> dict[str, Any]:
        """Return a recording as the service keeps it.

        Raises:
            KeyError: There is none of that id.

        """
        row = self._running().state.recording(id)
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

    def _running(self) -> Service:
        if self._service is None:
            raise RuntimeError("the emulator is not running")
        return self._service

    def _key(self, id: str) -> str:
        row = self._running().state.recording(id)
        if row is None or "key" not in row.upload:
            raise KeyError(id)
        return str(row.upload["key"])

    def _assemble(self, state: State, folder: pathlib.Path) -> Service:
        storage: Storage = self._remote or LocalStorage(folder / "objects", state, self._identity)
        known = handlers(
            Recordings(self._contract, state, storage, self.clock, self.settings),
            Uploads(state, storage, self.clock, self.settings),
        )
        check_complete(self._contract, known)
        return Service(
            contract=self._contract,
            handlers=known,
            gate=Gate(self.api_key, state, self.clock),
            state=state,
            storage=storage,
            clock=self.clock,
            faults=self._faults,
            recorder=self._recorder,
            settings=self.settings,
            initial=self._initial,
            limiter=RateLimiter(self.clock, self.settings),
        )

    def _tls_context(self) -> ssl.SSLContext | None:
        if self._certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate, self._certificate_key)
        return context

    def _remove_temporary(self) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None


def _url(host: str, port: int, *, tls: bool = False) -> str:
    if tls and host in _LOOPBACK:
        host = "localhost"  # which is what certificates for tests are made for
    scheme = "https" if tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
