"""The settings of a client: from arguments, else from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from bota_sdk._shared.redact import Secret
from bota_sdk._shared.text import check_type
from bota_sdk.errors import ConfigurationError

DEFAULT_BASE_URL: Final = "https://api.bota.dev/v1"

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds for one API request, to the end of its response."""

DEFAULT_STORAGE_TIMEOUT: Final = 60.0
"""Seconds in which S3 has to accept a byte, or to respond after the last one."""

DEFAULT_MAX_RETRIES: Final = 3
"""Requests that may follow the first one of a call."""

MAX_CONCURRENCY: Final = 64
"""Uploads at a time at most: as many as the connections that a client keeps."""

_VISIBLE_ASCII: Final = r"[!-~]+"
HEADER_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
HEADER_VALUE: Final = r"[\t -~\x80-\xff]*"

# Ours to set on a request to the API.
_RESERVED_HEADERS: Final = frozenset(
    {"authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"}
)


@attrs.frozen
class Settings:
    """Where the service is, who asks, and how patiently. `Bota` describes each.

    The base URL has no slash at its end.
    """

    api_key: Secret
    base_url: str
    api_version: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    storage_timeout: float = DEFAULT_STORAGE_TIMEOUT
    max_retries: int = DEFAULT_MAX_RETRIES
    max_wait: float | None = None
    default_headers: Mapping[str, str] = attrs.field(
        factory=dict[str, str], repr=lambda found: str([*found])
    )
    allow_plain_http: bool = False

    @property
    def key_kind(self) -> str:
        """The key's prefix, such as `sk`, `rk`, `dtok` or `up` (contract: hosts, keys, headers)."""
        return self.api_key.reveal().partition("_")[0]

    def with_options(self, **options: Any) -> Settings:
        """Return these settings with the options that are not None.

        Raises:
            ConfigurationError, TypeError: as `resolve_settings`.

        """
        given = {name: value for name, value in options.items() if value is not None}
        _check(given)
        headers = {**self.default_headers, **given.get("default_headers", {})}
        return attrs.evolve(self, **{**given, "default_headers": headers})


def resolve_settings(
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    api_version: str | None = None,
    allow_plain_http: bool | None = None,
    **options: Any,
) -> Settings:
    """Return the settings from arguments, else from the environment, else the defaults.

    The variables are `BOTA_API_KEY`, `BOTA_BASE_URL` and `BOTA_ALLOW_PLAIN_HTTP` (`1`).

    Raises:
        ConfigurationError: there is no key, it cannot stand in a header, the URL is none, it is
            plain http to another machine, which would send the key in clear text, or a number is
            out of its range.
        TypeError: an argument has the wrong type.

    """
    for name, text in (("api_key", api_key), ("base_url", base_url), ("api_version", api_version)):
        check_type(name, text, str, "a str")
    if api_version is not None and not re.fullmatch(_VISIBLE_ASCII, api_version):
        raise ConfigurationError(f"api_version is {api_version!r}; it is a date, as 2025-01-15")
    given = {name: value for name, value in options.items() if value is not None}
    _check(given)
    key = (api_key if api_key is not None else os.environ.get("BOTA_API_KEY", "")).strip()
    if not key:
        raise ConfigurationError("no API key: pass api_key=… or set BOTA_API_KEY")
    if not re.fullmatch(_VISIBLE_ASCII, key):
        raise ConfigurationError(
            "the API key holds a space, a line break or a character outside ASCII; "
            "copy it again as it was issued",
        )
    if allow_plain_http is None:
        allow_plain_http = os.environ.get("BOTA_ALLOW_PLAIN_HTTP", "").strip() == "1"
    allow_plain_http = bool(allow_plain_http)
    url = base_url or os.environ.get("BOTA_BASE_URL", "").strip() or DEFAULT_BASE_URL
    url = url.strip().rstrip("/")
    problem = why_not_safe(url, allow_plain_http=allow_plain_http)
    if problem is None and urlsplit(url).query:
        problem = "has a query"
    if problem:
        raise ConfigurationError(
            f"the base URL {problem}; expected something like {DEFAULT_BASE_URL} "
            "(base_url=… or BOTA_BASE_URL)",
        )
    return Settings(
        api_key=Secret(key),
        base_url=url,
        api_version=api_version,
        allow_plain_http=allow_plain_http,
        **given,
    )


def _check(options: Mapping[str, Any]) -> None:
    for name in ("timeout", "storage_timeout", "max_wait"):
        seconds = options.get(name, 1.0)
        check_type(name, seconds, int | float, "a number of seconds")
        if not (seconds > 0 or (name == "max_wait" and seconds == 0)):
            raise ConfigurationError(
                f"{name} is {seconds!r}; it must be a number of seconds above 0"
            )
    retries = options.get("max_retries", 0)
    check_type("max_retries", retries, int, "a whole number")
    if retries < 0:
        raise ConfigurationError(f"max_retries is {retries}; it must be 0 or more")
    headers = options.get("default_headers", {})
    check_type("default_headers", headers, Mapping, "a mapping of names to values")
    for name, value in headers.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError("default_headers maps names to values, both of them str")
        if not re.fullmatch(HEADER_NAME, name) or not re.fullmatch(HEADER_VALUE, value):
            raise ConfigurationError(f"the default header {name!r} cannot be sent")
        if name.lower() in _RESERVED_HEADERS:
            raise ConfigurationError(f"the header {name} is the client's to set; leave it out")


def why_not_safe(url: str, *, allow_plain_http: bool = False) -> str | None:
    """Return what makes a URL unfit to send data to, without repeating the URL; None if nothing.

    https goes anywhere; plain http only to this machine, unless it is allowed by name.
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
    if parts.scheme == "http" and not is_loopback(host) and not allow_plain_http:
        return (
            f"is plain http to {host}, which is not this machine; use https, or allow it by name "
            "(allow_plain_http=True or BOTA_ALLOW_PLAIN_HTTP=1)"
        )
    return None


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine (RFC 6761, section 6.3)."""
    host = host.lower().removesuffix(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
