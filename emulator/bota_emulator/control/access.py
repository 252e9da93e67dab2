"""Who may use the control routes: programs of this machine, or who has the token."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import urllib.parse

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

TOKEN_HEADER = "Bota-Control-Token"  # noqa: S105 - its name
_FROM_HERE = ("same-origin", "none")


def is_loopback(host: str) -> bool:
    """Return whether a name or an address, without brackets, is of this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def need_token(host: str, given: str | None) -> str | None:
    """Return the token that control requests need; None for none.

    Args:
        host: The address that the emulator listens on.
        given: The user's; without it, one is made where others than this machine can connect.

    Raises:
        ValueError: It cannot stand in a header.

    """
    if given is None:
        return None if is_loopback(host) else secrets.token_urlsafe(24)
    if not given or not given.isascii() or not given.isprintable() or " " in given:
        raise ValueError("the control token must be ASCII text without spaces")
    return given


def refusal(headers: Headers, token: str | None) -> str | None:
    """Return why a control request is refused, in words; None when it is not.

    A web page anywhere can let the user's browser send requests to this machine (CSRF), and by a
    name of its own that it lets lead here (DNS rebinding). The browser says where they come from.

    Args:
        headers: Of the request.
        token: What it must have; None for nothing.

    """
    host = headers.get("host", "")
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _FROM_HERE:
        return f"a web page of another origin sent this request (Sec-Fetch-Site: {site})"
    if origin is not None and origin.lower().partition("://")[2] != host.lower():
        return f"a web page of another origin sent this request (Origin: {origin})"
    if token is not None:
        sent = headers.get(TOKEN_HEADER, "")
        if hmac.compare_digest(sent.encode("utf-8", "surrogatepass"), token.encode()):
            return None
        return (
            f"control requests need the header {TOKEN_HEADER} with the token that the emulator "
            "printed at its start, or was given as --control-token"
        )
    if not is_loopback(_name(host)):
        return (
            f"the request is for the host {host!r}; without a token, control requests are for "
            "localhost or a loopback address"
        )
    return None


class ControlAccess:
    """Lets the control routes have the requests that are not refused.

    Args:
        app: The routes.
        token: What a request must have; None for nothing.

    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request as an ASGI app."""
        reason = refusal(Headers(scope=scope), self._token)
        if reason is None:
            await self._app(scope, receive, send)
        else:
            # The body is not read, whatever it is.
            refused = JSONResponse({"error": reason}, 403, {"Connection": "close"})
            await refused(scope, receive, send)


def _name(host: str) -> str:
    try:
        return urllib.parse.urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
