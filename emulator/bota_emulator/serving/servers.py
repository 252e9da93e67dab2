"""Both servers of an emulator: where they listen, by which URLs they are reached, and their end."""

from __future__ import annotations

import dataclasses
import os
import re
import ssl

from bota_emulator.api.app import make_app
from bota_emulator.control.access import is_loopback
from bota_emulator.service import Service
from bota_emulator.serving.threads import ApiThread, StorageThread, listen
from bota_emulator.storage.local import LocalStorage
from bota_emulator.storage.server import StorageServer

# Names as RFC 952 and containers have them, and addresses of IPv4 and IPv6.
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


@dataclasses.dataclass(frozen=True)
class Addresses:
    """Where the servers listen.

    Attributes:
        host: The address.
        port: The API's port; 0 takes a free one.
        storage_port: The storage's.
        public_host: The name or address by which clients reach them; None takes `host`.
        certificate: A PEM file, which makes the storage speak TLS.
        certificate_key: A PEM file with the certificate's key, if that is not in the same one.
        api_certificate: A PEM file with a key, which makes the API speak TLS.

    """

    host: str
    port: int
    storage_port: int
    public_host: str | None
    certificate: str | os.PathLike[str] | None
    certificate_key: str | os.PathLike[str] | None
    api_certificate: str | os.PathLike[str] | None = None

    def __post_init__(self) -> None:
        if self.certificate_key is not None and self.certificate is None:
            raise ValueError("a key of the storage needs its certificate")
        if self.public_host is not None and not _HOST.fullmatch(self.public_host):
            raise ValueError(
                "the public host must be a name or an address, without a port, "
                f"not {self.public_host!r}"
            )

    def url(self, port: int, *, tls: bool = False) -> str:
        """Return the URL of a server by its port."""
        host = self.public_host or self.host
        if tls and is_loopback(host):
            host = "localhost"  # which is what certificates for tests are made for
        scheme = "https" if tls else "http"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    def tls_context(self) -> ssl.SSLContext | None:
        """Return what makes the storage speak TLS; None when it does not."""
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        try:
            context.load_cert_chain(self.certificate, self.certificate_key)
        except OSError as error:  # which names no file
            files = " and ".join(
                os.fsdecode(path) for path in (self.certificate, self.certificate_key) if path
            )
            reason = error.strerror or type(error).__name__
            raise OSError(error.errno, f"cannot use the certificate {files}: {reason}") from None
        return context


class Servers:
    """The API's server and, where the audio is kept here, the storage's; both serve at once.

    Args:
        service: What they serve.
        addresses: Where.

    Raises:
        OSError: A port, or the certificate, cannot be had.

    Attributes:
        base_url: The API's URL with the path of the contract's server, `/v1`.
        storage_url: The storage's; None where a real S3 server is the storage.

    """

    def __init__(self, service: Service, addresses: Addresses) -> None:
        self._threads: list[ApiThread | StorageThread] = []
        tls = addresses.tls_context()
        sockets = [listen(addresses.host, addresses.port)]
        api_url = addresses.url(
            sockets[0].getsockname()[1], tls=addresses.api_certificate is not None
        )
        self.base_url = f"{api_url}{service.contract.prefix}"
        self.storage_url: str | None = None
        if isinstance(service.storage, LocalStorage):
            try:
                sockets.append(listen(addresses.host, addresses.storage_port))
            except BaseException:
                sockets[0].close()
                raise
            self.storage_url = addresses.url(sockets[1].getsockname()[1], tls=tls is not None)
            service.storage.endpoint = self.storage_url
            server = StorageServer(
                service.storage,
                service.clock,
                service.faults,
                service.recorder,
                service.settings,
                tls,
            )
            self._threads.append(StorageThread(server, sockets[1]))
        self._threads.append(ApiThread(make_app(service), sockets[0], addresses.api_certificate))

    def stop(self) -> None:
        """Stop both servers; no thread and no socket stays."""
        while self._threads:
            self._threads.pop().stop()
