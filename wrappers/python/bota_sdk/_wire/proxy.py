"""Which proxy a request goes through, and the TLS settings that all connections share."""

from __future__ import annotations

import functools
import ssl
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from bota_sdk._shared.redact import Secret
from bota_sdk.errors import ConfigurationError


@functools.cache
def default_ssl_context() -> ssl.SSLContext:
    # Reading the certificate store takes 17 to 20 ms: once, for the API and the storage.
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def proxy_for(scheme: str, authority: str) -> Secret | None:
    # httpx reads the proxy variables only for transports that it makes itself.
    host = urlsplit(f"//{authority}").hostname or ""
    if any(urllib.request.proxy_bypass(name) for name in (authority, host)):
        return None
    proxy, problem = _environment_proxy(scheme)
    if problem is not None:
        raise ConfigurationError(
            f"the environment names {problem} for {host}, which is not supported; name a proxy "
            "as http://HOST:PORT, or except the host in NO_PROXY"
        )
    return proxy


def _environment_proxy(scheme: str) -> tuple[Secret | None, str | None]:
    """Return the proxy that the environment names, or what is wrong with it, without its login."""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy:
        return None, None
    # As curl and most programs take it.
    url = proxy if "://" in proxy else f"http://{proxy}"
    unreadable = "a proxy whose address cannot be read"
    try:
        parts = urlsplit(url)
        if not parts.hostname or parts.port == 0:
            return None, unreadable
    except ValueError:
        return None, unreadable
    if parts.scheme != "http":
        return None, f"a proxy of the kind {parts.scheme}"
    return Secret(url), None


def explicit_proxy(url: str) -> Callable[[str, str], Secret | None]:
    """Return the rule of a client that was given a proxy."""
    secret = Secret(url)
    return lambda _scheme, _authority: secret
