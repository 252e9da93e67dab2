"""Which proxy a request goes through, if any: what the environment or the caller says."""

from __future__ import annotations

import base64
import importlib.util
import os
import re
import ssl
import urllib.request
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from bota_sdk._settings import is_loopback
from bota_sdk._shared.redact import Secret
from bota_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    import urllib3

_SCHEMES: Final = frozenset({"http", "https", "socks4", "socks4a", "socks5", "socks5h"})

_WITH_PORT: Final = re.compile(r"([^:]*|\[.*\]):([0-9]{1,5})")


class Proxy(NamedTuple):
    """A proxy; its repr shows no login. The location is a host, and a port where one is named."""

    scheme: str
    location: str
    user: str | None
    password: Secret

    @classmethod
    def of(cls, url: Secret) -> Proxy:
        """Return the proxy that a URL names, with a user and a password in it or none.

        A ValueError says what is wrong with the URL, without the login.
        """
        unreadable = "a proxy whose address cannot be read"
        try:
            parts = urlsplit(url.reveal())
            host, port = parts.hostname, parts.port
        except ValueError:
            raise ValueError(unreadable) from None
        if not host or port == 0:
            raise ValueError(unreadable)
        if parts.scheme not in _SCHEMES:
            raise ValueError(f"a proxy of the kind {parts.scheme}")
        if parts.scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
            raise ValueError("a SOCKS proxy without PySocks (pip install 'bota-sdk[socks]')")
        location = parts.netloc.rpartition("@")[2]
        user = unquote(parts.username) if parts.username else None
        return cls(parts.scheme, location, user, Secret(unquote(parts.password or "")))

    def manager(self, ssl_context: ssl.SSLContext | None, **options: Any) -> urllib3.PoolManager:
        """Return what makes urllib3's pools of connections through it."""
        import urllib3

        url = f"{self.scheme}://{self.location}"
        options["ssl_context"] = ssl_context
        if self.scheme.startswith("socks"):
            from urllib3.contrib.socks import SOCKSProxyManager

            return SOCKSProxyManager(url, self.user, self.password.reveal(), **options)
        headers: dict[str, str] = {}
        if self.user is not None:
            login = f"{self.user}:{self.password.reveal()}".encode()
            headers["Proxy-Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        return urllib3.ProxyManager(
            url, proxy_headers=headers, proxy_ssl_context=ssl_context, **options
        )


def proxy_for(scheme: str, authority: str) -> Secret | None:
    """Return the URL of the proxy that the environment names for a server's host and port, or None.

    The variables are HTTP_PROXY, HTTPS_PROXY and ALL_PROXY, read as `urllib.request` reads them,
    and NO_PROXY, read as curl does; of each the one in lower case comes first. This machine is
    never behind a proxy: a key would go to another one in clear text. A ConfigurationError names a
    proxy that cannot be used.
    """
    server = urlsplit(f"//{authority}")
    host, port = (server.hostname or "").removesuffix("."), server.port
    if is_loopback(host) or _is_excepted(host, port):
        return None
    if not urllib.request.getproxies_environment() and urllib.request.proxy_bypass(host):
        return None  # by the settings of macOS or Windows
    proxy = _environment_proxy(scheme)
    if proxy is not None and (problem := _problem(proxy)) is not None:
        raise ConfigurationError(
            f"the environment names {problem} for {host}, which cannot be used; name a proxy as "
            "http://HOST:PORT, or except the host in NO_PROXY"
        )
    return proxy


def _is_excepted(host: str, port: int | None) -> bool:
    exceptions = (os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")).strip()
    return exceptions == "*" or any(
        _excepts(entry, host, port) for entry in re.split(r"[\s,]+", exceptions.lower())
    )


def _excepts(entry: str, host: str, port: int | None) -> bool:
    """Return whether an entry of NO_PROXY names a host: as a domain, an address or a network."""
    if with_port := _WITH_PORT.fullmatch(entry):
        entry = with_port[1]
        if int(with_port[2]) != port:
            return False
    try:
        address = ip_address(host)
    except ValueError:
        name = entry.removeprefix(".").removesuffix(".")
        return bool(name) and f".{host}".endswith(f".{name}")
    try:
        return address in ip_network(entry.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return False


def explicit_proxy(url: str) -> Callable[[str, str], Secret | None]:
    """Return the rule by which one proxy serves all servers, the API and the storage.

    Loopback is excepted, as it would be with NO_PROXY: a proxy elsewhere cannot reach it. A
    ConfigurationError says why the proxy cannot be used.
    """
    proxy = Secret(url)
    if (problem := _problem(proxy)) is not None:
        raise ConfigurationError(
            f"`proxy` names {problem}, which cannot be used; name it as http://HOST:PORT"
        )
    return lambda _scheme, authority: (
        None if is_loopback(urlsplit(f"//{authority}").hostname or "") else proxy
    )


def _environment_proxy(scheme: str) -> Secret | None:
    proxies = urllib.request.getproxies()
    found = proxies.get(scheme) or proxies.get("all")
    # As curl and most programs take it.
    return Secret(found if "://" in found else f"http://{found}") if found else None


def _problem(proxy: Secret) -> str | None:
    try:
        Proxy.of(proxy)
    except ValueError as error:
        return str(error)
    return None
