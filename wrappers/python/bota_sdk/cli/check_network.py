"""The checks of `botactl doctor` between this machine and the API's: proxy, name, TCP, TLS."""

from __future__ import annotations

import socket
import ssl
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Final
from urllib.parse import urlsplit

from bota_sdk._shared.redact import Secret
from bota_sdk._wire.proxy import proxy_for
from bota_sdk._wire.tls import default_ssl_context
from bota_sdk.cli.check import Check
from bota_sdk.errors import ConfigurationError

_FEW_DAYS: Final = 14


def network_checks(base_url: str, timeout: float) -> Iterator[Check]:
    """Yield what is found on the way to the API; ends at the first problem.

    Args:
        base_url: the API's URL, which is safe.
        timeout: seconds for each step.

    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        proxy = proxy_for(parts.scheme, parts.netloc)
    except ConfigurationError as error:
        yield Check("proxy", "problem", str(error), "change HTTPS_PROXY, or add it to NO_PROXY")
        return
    yield _proxy(parts.scheme, host, proxy)
    to = urlsplit(proxy.reveal()) if proxy else parts
    target = to.hostname or ""
    port = to.port or (443 if to.scheme == "https" else 80)
    what = "proxy" if proxy else "API"
    try:
        found = socket.getaddrinfo(target, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        yield Check(
            "name",
            "problem",
            f"{target} cannot be resolved: {reason}",
            "look at the host's spelling, the network and the DNS of this machine",
        )
        return
    addresses = ", ".join(sorted({str(address[4][0]) for address in found}))
    yield Check("name", "ok", f"{target} is {addresses}")
    started = time.monotonic()
    try:
        connection = socket.create_connection((target, port), timeout)
    except OSError as error:
        yield Check(
            "connection",
            "problem",
            f"no connection to the {what} at {target}:{port}: {error.strerror or error}",
            "is the service running there, and does a firewall let it through?",
        )
        return
    with closing(connection):
        milliseconds = (time.monotonic() - started) * 1000
        yield Check("connection", "ok", f"{what} at {target}:{port}, {milliseconds:.0f} ms")
        if parts.scheme == "https" and proxy is None:
            yield _tls(connection, host)


def _proxy(scheme: str, host: str, proxy: Secret | None) -> Check:
    if proxy is None:
        proxies = urllib.request.getproxies()
        has_one = bool(proxies.get(scheme) or proxies.get("all"))
        return Check("proxy", "ok", f"bypassed for {host} (NO_PROXY)" if has_one else "none")
    parts = urlsplit(proxy.reveal())
    # Without a user name and a password.
    port = f":{parts.port}" if parts.port else ""
    return Check("proxy", "ok", f"{parts.scheme}://{parts.hostname}{port} from the environment")


def _tls(connection: socket.socket, host: str) -> Check:
    try:
        with default_ssl_context().wrap_socket(connection, server_hostname=host) as secured:
            version, certificate = secured.version(), secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Check(
            "TLS",
            "problem",
            f"the certificate of {host} is refused: {error.verify_message}",
            "look at this machine's date, and at SSL_CERT_FILE if a company's proxy signs anew",
        )
    except OSError as error:
        return Check(
            "TLS", "problem", f"no TLS with {host}: {error}", "is it an https port of the API?"
        )
    ends = certificate.get("notAfter")
    days = (ssl.cert_time_to_seconds(str(ends)) - time.time()) / 86_400 if ends else 0.0
    found = f"{version}, certificate good for {days:.0f} days"
    if days < _FEW_DAYS:
        return Check("TLS", "warning", found, "whoever runs the host should renew it soon")
    return Check("TLS", "ok", found)
