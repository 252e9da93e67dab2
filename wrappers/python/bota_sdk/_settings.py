"""What a client is told: by arguments, else by the environment."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bota_sdk._shared.redact import Secret
from bota_sdk.errors import ConfigurationError

DEFAULT_BASE_URL: Final = "https://api.bota.dev/v1"

_VISIBLE_ASCII = r"[!-~]+"


class Settings(NamedTuple):
    """Where the service is, and who asks.

    Attributes:
        api_key: the key or token.
        base_url: the API's URL with its version, without a slash at the end.
        api_version: the date sent as `Bota-Version`, if any.
        timeout: seconds that one read or write of an API request may take.
        storage_timeout: seconds in which S3 has to accept a byte or to answer.

    """

    api_key: Secret
    base_url: str
    api_version: str | None
    timeout: float
    storage_timeout: float

    @property
    def key_kind(self) -> str:
        """The key's prefix, such as `sk`, `rk`, `dtok` or `up` (contract: hosts, keys, headers)."""
        return self.api_key.reveal().partition("_")[0]


def resolve_settings(
    *,
    api_key: str | None,
    base_url: str | None,
    api_version: str | None,
    timeout: float,
    storage_timeout: float,
) -> Settings:
    """Return the settings from arguments, with `BOTA_API_KEY` and `BOTA_BASE_URL` in their place.

    Raises:
        ConfigurationError: there is no key, it cannot stand in a header, the URL is none, or it is
            plain http to another machine, which would send the key in clear text.
        TypeError: an argument has the wrong type.

    """
    for name, text in (("api_key", api_key), ("base_url", base_url), ("api_version", api_version)):
        if text is not None and not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"{name} is a str, not {type(text).__name__}")
    if api_version is not None and not re.fullmatch(_VISIBLE_ASCII, api_version):
        raise ConfigurationError(f"api_version is {api_version!r}; it is a date, as 2025-01-15")
    for name, seconds in (("timeout", timeout), ("storage_timeout", storage_timeout)):
        if not isinstance(seconds, int | float):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"{name} is a number of seconds, not {type(seconds).__name__}")
        if not seconds > 0:
            raise ConfigurationError(
                f"{name} is {seconds!r}; it must be a number of seconds above 0"
            )
    key = (api_key if api_key is not None else os.environ.get("BOTA_API_KEY", "")).strip()
    if not key:
        raise ConfigurationError("no API key: pass api_key=… or set BOTA_API_KEY")
    if not re.fullmatch(_VISIBLE_ASCII, key):
        raise ConfigurationError(
            "the API key holds a space, a line break or a character outside ASCII; "
            "copy it again as it was issued",
        )
    url = base_url or os.environ.get("BOTA_BASE_URL") or DEFAULT_BASE_URL
    return Settings(
        api_key=Secret(key),
        base_url=_checked_url(url.strip().rstrip("/")),
        api_version=api_version,
        timeout=timeout,
        storage_timeout=storage_timeout,
    )


def _checked_url(url: str) -> str:
    problem = why_not_safe(url)
    if problem is None and urlsplit(url).query:
        problem = "has a query"
    if problem:
        raise ConfigurationError(
            f"the base URL {problem}; expected something like {DEFAULT_BASE_URL} "
            "(argument base_url or BOTA_BASE_URL)",
        )
    return url


def why_not_safe(url: str) -> str | None:
    """Return what makes a URL unfit to send data to, without repeating the URL; None if nothing.

    https goes anywhere; plain http only to this machine.
    """
    if url and not re.fullmatch(_VISIBLE_ASCII, url):
        return "holds a space, a control character or a character outside ASCII"
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return "cannot be read as a URL"
    if parts.scheme not in ("http", "https") or not host:
        return "is not an https URL"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or a password"
    if parts.scheme == "http" and not is_loopback(host):
        return f"is plain http to {host}, which is not this machine; use https"
    return None


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine (RFC 6761, section 6.3)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
