"""`botactl doctor`: looks at all that has to be right, and says what to do where it is not."""

from __future__ import annotations

import platform
import socket
import ssl
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from email.utils import parsedate_to_datetime
from typing import Final, Literal, TypeAlias
from urllib.parse import SplitResult, urlsplit

import attrs
import click
from rich.text import Text

from bota_sdk import (
    ApiError,
    AuthenticationError,
    BotaError,
    ConfigurationError,
    PermissionDeniedError,
    __version__,
    proxy_for,
    redact,
)
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.output import ExitCode, console_for, safe, write_line

_EPILOG = """
\b
Examples:
  botactl doctor
  botactl --base-url http://127.0.0.1:8080/v1 doctor
  botactl doctor --json | jq 'select(.state != "ok")'

\b
Ends with 0 when all is well (also with warnings), 1 when there is a problem,
3 when there is no key or the service refuses it.
"""

_STYLES = {"ok": "green", "warning": "yellow", "problem": "red"}

State: TypeAlias = Literal["ok", "warning", "problem"]

_KEYS: Final = {
    "sk_live": "a secret key, live",
    "sk_test": "a secret key, test",
    "rk_live": "a restricted key, live",
    "rk_test": "a restricted key, test",
    "dtok": "a device token: it creates recordings and uploads their audio, nothing else",
    "up": "an upload token: it uploads the audio of one recording, nothing else",
}

_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")

_PORTS: Final = {"http": 80, "https": 443}
"""Those of URLs that name none; a SOCKS proxy's is 1080."""

_MAX_SKEW: Final = 60.0
"""Seconds of difference between two clocks that harm nothing."""

_MAX_TIMEOUT: Final = 10.0


@attrs.frozen
class Check:
    """What was looked at, what was found, and what to do about it."""

    name: str
    state: State
    found: str
    advice: str | None = None
    is_about_key: bool = False


@click.command(epilog=_EPILOG)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per check.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check settings, key, network, clock and service.

    Where something is not right, a line says what to do.
    """
    code = ExitCode.OK
    console = console_for(sys.stdout)
    for check in _checks(context.obj):
        if check.state == "problem":
            code = ExitCode.AUTH if check.is_about_key else code or ExitCode.FAILED
        if as_json:
            write_line(attrs.asdict(check))
            continue
        line = Text(f"{check.state:8}", style=_STYLES[check.state])
        line.append(safe(f"{check.name}: {check.found}"), style="default")
        console.print(line, soft_wrap=True)
        if check.advice:
            console.print(Text(f"{'':8}-> {safe(check.advice)}"), soft_wrap=True)
        sys.stdout.flush()
    context.exit(code)


def _checks(invocation: Invocation) -> Iterator[Check]:
    """Yield all checks; ends at the first problem after which the rest would say nothing."""
    yield Check("versions", "ok", f"bota-sdk {__version__}, Python {platform.python_version()}")
    config = invocation.config
    if config.is_shown_to_others:
        found = f"{config.path} holds a key that other users may read (mode {config.mode:03o})"
        yield Check("config file", "warning", found, f"chmod 600 {config.path}")
    else:
        found = "none at " if config.mode is None else ""
        yield Check("config file", "ok", f"{found}{config.path}")
    origin = invocation.base_url.origin if invocation.base_url else "default"
    try:
        with invocation.client(api_key="sk_test_none") as bota:
            url = bota.base_url
    except ConfigurationError as error:
        url = ""
        yield Check("base URL", "problem", f"from {origin}: {error}")
    else:
        is_whole = bool(urlsplit(url).path)
        advice = None if is_whole else f"it usually ends in a version: {url}/v1"
        yield Check("base URL", "ok" if is_whole else "warning", f"{url} (from {origin})", advice)
    yield _key(invocation, urlsplit(url).hostname or "")
    known = {"journal": invocation.journal(), "end user": invocation.text("end_user_id")}
    for name, setting in known.items():
        if setting is not None:
            yield Check(name, "ok", f"{redact(setting.value)} (from {setting.origin})")
    reached = bool(url)
    for check in _network(urlsplit(url), invocation) if url else ():
        yield check
        reached = check.state != "problem"
    if reached and invocation.api_key is not None:
        yield from _service(invocation)


def _key(invocation: Invocation, host: str) -> Check:
    key = invocation.api_key
    if key is None:
        advice = "set BOTA_API_KEY, or write api_key into the config file"
        return Check("key", "problem", "there is none", advice, is_about_key=True)
    try:
        invocation.client(base_url="https://localhost").close()
    except ConfigurationError as error:
        return Check("key", "problem", f"from {key.origin}: {error}", "copy it again", True)
    kind = next((kind for kind in _KEYS if key.value.reveal().startswith(f"{kind}_")), None)
    if kind is None:
        advice = "keys begin with sk_live_, sk_test_, rk_live_, rk_test_, dtok_ or up_"
        return Check("key", "warning", f"from {key.origin}: of an unknown kind", advice)
    found = f"{_KEYS[kind]} (from {key.origin})"
    is_for_tests = host in _THIS_MACHINE or "sandbox" in host or "test" in host
    if kind.endswith("_live" if is_for_tests else "_test"):
        advice = f"a {'test' if is_for_tests else 'live'} key is usual there"
        return Check("key", "warning", f"{found}, for {host}", advice)
    return Check("key", "ok", found)


def _network(api: SplitResult, invocation: Invocation) -> Iterator[Check]:
    """Yield what is found on the way to the API; ends at the first problem."""
    host = api.hostname or ""
    # No proxy elsewhere could reach this machine.
    proxy = None if host in _THIS_MACHINE else invocation.options.get("proxy")
    origin = "--proxy" if proxy else "the environment"
    try:
        if not proxy and (found_proxy := proxy_for(api.scheme, api.netloc)) is not None:
            proxy = found_proxy.reveal()
    except ConfigurationError as error:
        yield Check("proxy", "problem", str(error))
        return
    server, what = api, "API"
    if proxy:
        server, what = urlsplit(proxy if "://" in proxy else f"http://{proxy}"), "proxy"
    try:
        target = server.hostname or ""
        port = server.port or _PORTS.get(server.scheme, 1080)
    except ValueError:
        target, port = "", 0
    if not target:
        advice = "change HTTPS_PROXY, or name the API's host in NO_PROXY"
        yield Check("proxy", "problem", f"the one from {origin} cannot be read", advice)
        return
    # Without a user name and a password.
    named = f"{server.scheme}://{target}:{port} from {origin}" if proxy else "none"
    yield Check("proxy", "ok", named)
    timeout = min(invocation.options.get("timeout", _MAX_TIMEOUT), _MAX_TIMEOUT)
    started = time.monotonic()
    try:
        connection = socket.create_connection((target, port), timeout)
    except (socket.gaierror, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        advice = "look at the host's spelling, the network and the DNS of this machine"
        yield Check("name", "problem", f"{target} cannot be resolved: {reason}", advice)
        return
    except OSError as error:
        reason = error.strerror or error
        advice = "is the service running there, and does a firewall let it through?"
        found = f"no connection to the {what} at {target}:{port}: {reason}"
        yield Check("connection", "problem", found, advice)
        return
    with closing(connection):
        address = f"{what} at {target}:{port} ({connection.getpeername()[0]})"
        milliseconds = (time.monotonic() - started) * 1000
        yield Check("connection", "ok", f"{address}, {milliseconds:.0f} ms")
        if api.scheme == "https" and not proxy:
            yield _tls(connection, host)


def _tls(connection: socket.socket, host: str) -> Check:
    # Nothing is sent here: whether the certificate is good is for the client's request to say.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with context.wrap_socket(connection, server_hostname=host) as secured:
            return Check("TLS", "ok", str(secured.version()))
    except OSError as error:
        advice = "is it an https port of the API?"
        return Check("TLS", "problem", f"no TLS with {host}: {error}", advice)


def _service(invocation: Invocation) -> Iterator[Check]:
    """Yield what one request to the service shows."""
    error: BotaError | None = None
    headers: Mapping[str, str] = {}
    started = time.time()
    try:
        with invocation.client() as bota:
            response = bota.recordings.with_raw_response.list(limit=1)
            response.parse()
            headers = response.headers
    except BotaError as raised:
        error = raised
        if isinstance(error, ApiError):
            headers = error.headers
    ended = time.time()
    yield _request(invocation.key_kind, error, (ended - started) * 1000)
    if headers:
        yield _clock(headers.get("date", ""), (started + ended) / 2)


def _request(key_kind: str, error: BotaError | None, milliseconds: float) -> Check:
    if error is None:
        return Check("request", "ok", f"the key may list recordings ({milliseconds:.0f} ms)")
    if not isinstance(error, AuthenticationError | PermissionDeniedError):
        advice = "does the base URL lead to the Bota API?"
        if "certificate" in str(error).lower():
            advice = "look at this machine's date, and at SSL_CERT_FILE if a proxy signs anew"
        return Check("request", "problem", f"no good response: {error}", advice)
    if key_kind in ("dtok", "up"):
        found = "the service lets such a token list nothing: whether it is good is not known"
        return Check("request", "ok", found, "only an upload can show it")
    if isinstance(error, PermissionDeniedError) and key_kind == "rk":
        advice = "to upload it needs recordings:write; recordings:read is for list and download"
        return Check("request", "warning", f"the key may not list recordings: {error}", advice)
    advice = "is it complete, not revoked, and for this host?"
    return Check("request", "problem", f"the service refuses the key: {error}", advice, True)


def _clock(date: str, now: float) -> Check:
    try:
        there = parsedate_to_datetime(date).timestamp()
    except ValueError:
        return Check("clock", "warning", "the service does not send its time")
    # The header has whole seconds, cut off.
    ahead = now - (there + 0.5)
    if abs(ahead) <= _MAX_SKEW:
        return Check("clock", "ok", "within a minute of the service's")
    found = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the service's"
    advice = "set it (timedatectl, w32tm): uploads do not depend on it, but TLS certificates do"
    return Check("clock", "warning", found, advice)
