"""Who may use the control routes and the page: programs of this machine, or who has the token."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import urllib.parse

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bota_emulator.state.database import token_hash

TOKEN_HEADER = "Bota-Control-Token"  # noqa: S105 - its name
_FROM_HERE = ("same-origin", "none")
_COOKIE = "bota-emulator-page"


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


def refusal(headers: Headers, *, any_host: bool, opens: bool = False) -> str | None:
    """Return why a request is refused for where it comes from, in words; None when it is not.

    A web page anywhere can let the user's browser send requests to this machine (CSRF), and by a
    name of its own that it lets lead here (DNS rebinding). The browser says where they come from.

    Args:
        headers: Of the request.
        any_host: Whether it may be for any host, since it needs a token.
        opens: Whether it only opens a page in a tab, which a link from anywhere may do: who
            follows it sees the page, and the other site does not.

    """
    host = headers.get("host", "")
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _FROM_HERE and not opens:
        return f"a web page of another origin sent this request (Sec-Fetch-Site: {site})"
    if origin is not None and origin.lower().partition("://")[2] != host.lower():
        return f"a web page of another origin sent this request (Origin: {origin})"
    if not any_host and not is_loopback(_name(host)):
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
        headers = Headers(scope=scope)
        reason = refusal(headers, any_host=self._token is not None)
        if reason is None and not _is(self._token, headers.get(TOKEN_HEADER, "")):
            reason = (
                f"control requests need the header {TOKEN_HEADER} with the token that the emulator "
                "printed at its start, or was given as --control-token"
            )
        if reason is None:
            await self._app(scope, receive, send)
        else:
            # The body is not read, whatever it is.
            refused = JSONResponse({"error": reason}, 403, {"Connection": "close"})
            await refused(scope, receive, send)


class PageAccess:
    """Lets the page have the requests that are not refused.

    A browser cannot put a token into a header: who opens the page with `?token=` gets a cookie
    that stands for it.

    Args:
        app: The page.
        token: What a request must have; None for nothing.

    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app = app
        self._token = token
        # Cookies go to every port of the host: the token itself is not for the others there, and
        # each has a name of its own.
        self._cookie = None if token is None else token_hash(f"page {token}")
        self._cookie_name = f"{_COOKIE}-{self._cookie or ''}"[:40]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request as an ASGI app."""
        request = Request(scope)
        reads = request.method in ("GET", "HEAD")
        opens = reads and request.headers.get("sec-fetch-dest") == "document"
        given = request.query_params.get("token") if reads else None
        reason = refusal(request.headers, any_host=self._token is not None, opens=opens)
        if reason is not None:
            response: Response = self._refused(reason)
        elif self._cookie is None or _is(self._cookie, request.cookies.get(self._cookie_name, "")):
            await self._app(scope, receive, send)
            return
        elif given is not None and _is(self._token, given):
            response = RedirectResponse(request.url.path, 303, {"Referrer-Policy": "no-referrer"})
            response.set_cookie(self._cookie_name, self._cookie, httponly=True, samesite="lax")
        else:
            response = self._refused(
                "this page needs the token that the emulator printed at its start, or was given "
                f"as --control-token; open {request.url.path}?token=..."
            )
        await response(scope, receive, send)

    def _refused(self, reason: str) -> Response:
        return PlainTextResponse(f"403 Forbidden: {reason}\n", 403, {"Connection": "close"})


def _is(token: str | None, sent: str) -> bool:
    if token is None:
        return True
    return hmac.compare_digest(sent.encode("utf-8", "surrogatepass"), token.encode())


def _name(host: str) -> str:
    try:
        return urllib.parse.urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
