"""The only module that knows httpx: what the generated client talks to.

A request of the generated client becomes attempts over the pool of connections, or over an httpx
client of the caller's own; what happens around them is not decided here.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias
from urllib.parse import unquote, urlsplit

import httpx
from bota_api.client import AuthenticatedClient

from bota_sdk._settings import Settings
from bota_sdk._shared.cancel import stop_if_asked, stoppable
from bota_sdk._shared.outcome import Exchange, NoResponse, Response, no_response
from bota_sdk._shared.redact import REDACTED, hides_arguments
from bota_sdk._shared.retry import may_repeat
from bota_sdk._shared.text import check_path_id, check_text, check_type
from bota_sdk._shared.threads import WorkerThreads, in_loop
from bota_sdk._version import __version__
from bota_sdk._wire.request import CONNECT_TIMEOUT, MAX_BODY, Headers, Target, Timeouts
from bota_sdk.errors import ClientClosedError, ConfigurationError

if TYPE_CHECKING:
    from bota_sdk._wire.pool import Pool

MAX_CALLS: Final = 64
"""API calls of one asynchronous client at a time: as many as the connections that are kept."""

USER_AGENT: Final = f"bota-sdk/{__version__} Python/{sys.version.split()[0]}"

HttpClient: TypeAlias = httpx.Client | httpx.AsyncClient
"""An httpx client of the caller's own."""

_UNSENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)

_Send: TypeAlias = Callable[[httpx.Request], Response | NoResponse]
_Call: TypeAlias = Callable[[Exchange], Response]


def _send_over_pool(pool: Callable[[], Pool], request: httpx.Request) -> Response | NoResponse:
    from bota_sdk._wire.listening_socket import StalledError

    url, timeout = request.url, _seconds(request)
    seconds = timeout["read"]
    end = time.monotonic() + seconds

    def check_time() -> None:
        if time.monotonic() >= end:
            raise StalledError(f"no whole response in {seconds:g} seconds")

    with stoppable(check_time):
        return pool().send(
            request.method,
            Target(url.raw_scheme, url.raw_host, url.port, url.raw_path),
            Headers(request.headers.raw),
            iter([request.content]),
            Timeouts(timeout["connect"], timeout["write"], timeout["read"]),
        )


def _send_over_client(
    client: HttpClient, loops: list[object], request: httpx.Request
) -> Response | NoResponse:
    """Send a request over a client of the caller's, with all that is set there.

    Of the `loops` in which an asynchronous one is used, the first two are kept.
    """
    from bota_sdk._wire.pool import read_whole

    if client.is_closed:
        raise ClientClosedError("the http_client was closed; make a new one")
    inner = client.build_request(
        request.method,
        request.url,
        headers=request.headers,
        content=request.content,
        timeout=httpx.Timeout(**request.extensions["timeout"]),
    )
    seconds = _seconds(request)["read"]
    try:
        if isinstance(client, httpx.AsyncClient):
            # The caller's own connections live in the caller's own event loop.
            response, raw = in_loop(lambda: _exchange_async(client, loops, inner, seconds))
        else:
            response, raw = _exchange(client, inner, seconds)
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, UnicodeError) as error:
        return no_response(
            error,
            timed_out=isinstance(error, httpx.TimeoutException | TimeoutError),
            sent=not isinstance(error, _UNSENT),
        )
    headers = response.headers.multi_items()
    if raw is None:  # a hook or a mock has read it, and decoded it
        headers = [field for field in headers if field[0] != "content-encoding"]
        raw = response.content
    return read_whole(response.status_code, headers, raw)


def _exchange(
    client: httpx.Client, request: httpx.Request, seconds: float
) -> tuple[httpx.Response, bytes | None]:
    """Return a response, and its body as it came, or None if it was read before.

    Only httpx sees the head come, and gives each of its reads the time that all have together.
    """
    end = time.monotonic() + seconds
    response = client.send(request, stream=True, auth=None, follow_redirects=False)
    try:
        if response.is_stream_consumed:
            return response, None
        raw = bytearray()
        for chunk in response.iter_raw():
            stop_if_asked()
            raw += chunk
            if len(raw) > MAX_BODY:
                break  # which is too much to be read
            if time.monotonic() >= end:
                raise httpx.ReadTimeout(f"no whole response in {seconds:g} seconds")
        return response, bytes(raw)
    finally:
        response.close()


async def _exchange_async(
    client: httpx.AsyncClient, loops: list[object], request: httpx.Request, seconds: float
) -> tuple[httpx.Response, bytes | None]:
    """Do the same in the event loop, where the time is for the head too."""
    from anyio import fail_after
    from anyio.lowlevel import current_token

    loop = current_token()
    if loop not in loops and len(loops) < 2:
        loops.append(loop)
    try:
        with fail_after(seconds):
            response = await client.send(request, stream=True, auth=None, follow_redirects=False)
            try:
                if response.is_stream_consumed:
                    return response, None
                raw = bytearray()
                async for chunk in response.aiter_raw():
                    raw += chunk
                    if len(raw) > MAX_BODY:
                        break
                return response, bytes(raw)
            finally:
                await response.aclose()
    except RuntimeError as error:  # all that httpx and the event loops say of it
        if loops == [loop]:
            raise
        raise ConfigurationError(
            "the http_client is used in several event loops, but its connections belong to one; "
            "make one, and an AsyncBota over it, for each event loop, or leave it out"
        ) from error


def _seconds(request: httpx.Request) -> dict[str, float]:
    # httpx says None for no limit; a day is one that nobody meets.
    timeout: dict[str, float | None] = request.extensions["timeout"]
    return {name: 86_400.0 if value is None else value for name, value in timeout.items()}


def _prepare(request: httpx.Request, settings: Settings) -> None:
    """Put what the service wants on a request."""
    headers = request.headers
    headers["User-Agent"] = USER_AGENT
    headers["Accept"] = "application/json"
    headers["Accept-Encoding"] = "gzip"  # what can be decoded bit by bit, up to a bound
    if settings.api_version:
        headers["Bota-Version"] = settings.api_version
    if request.method == "POST" and "idempotency-key" not in headers:
        # One key for one call, so that its retries are one request to the service.
        headers["Idempotency-Key"] = os.urandom(16).hex()
    if headers.get("content-length", "0") == "0":
        # The generated code names a content type also when the optional body was left out.
        headers.pop("Content-Type", None)
    headers["Authorization"] = f"Bearer {settings.api_key.reveal()}"


def _template_of(request: httpx.Request, base_url: str) -> str | None:
    # The generated client says it with each request; an operation's own server is a part of it.
    found: str | None = request.extensions.get("url.template")
    return found and urlsplit(found if "://" in found else base_url + found).path


class ApiTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """What is under the generated client: lets only a success through.

    `send` sends one attempt; `call` makes attempts until there is a success, or raises. Under an
    asynchronous client the same calls run in worker threads.
    """

    def __init__(self, settings: Settings, send: _Send, call: _Call) -> None:
        self._settings = settings
        self._send = send
        self._call = call
        self._threads = WorkerThreads(MAX_CALLS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        _prepare(request, self._settings)
        exchange = Exchange(
            method=request.method,
            base_url=self._settings.base_url,
            path=request.url.path,
            template=_template_of(request, self._settings.base_url),
            is_repeatable=may_repeat(request.method, request.headers),
            timeout=_seconds(request)["read"],
            send=lambda: self._send(request),
        )
        response = self._call(exchange)
        # A response carries its request to whoever holds it.
        request.headers["Authorization"] = REDACTED
        # httpx would keep every cookie, and send all of them back.
        fields = {name: text for name, text in response.headers.items() if name != "set-cookie"}
        # httpx by itself takes no text outside ASCII, but a server may send it.
        headers = httpx.Headers(fields, encoding="latin-1")
        return httpx.Response(
            response.status_code, headers=headers, content=response.body, request=request
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._threads.run(lambda: self.handle_request(request))


def _check_words(url: Any, params: Any, body: Any) -> None:
    """Raise ValueError if a text of the caller's, such as an id, cannot be what it says it is."""
    if isinstance(url, str) and url.startswith("/"):  # an operation's: its ids are quoted
        for step in url.partition("?")[0].removeprefix("/").split("/"):
            check_path_id(f"the id in {url!r}", unquote(step, errors="surrogateescape"))
    texts: dict[str, Any] = dict(body) if isinstance(body, Mapping) else {}  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(params, Mapping):
        named: dict[str, Any] = dict(params)  # pyright: ignore[reportUnknownArgumentType]
        texts.update((name, value) for name, value in named.items() if name.endswith("_id"))
    for name, text in texts.items():
        if isinstance(text, str):
            check_text(name, text)


class _Shared:
    # Handed out by `bota.api`: whoever closes it must not close the client that it is a part of.
    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:
        _check_words(url, options.get("params"), options.get("json"))
        kind: Any = super()
        made: httpx.Request = kind.build_request(method, url, **options)
        return made

    def close(self) -> None: ...

    async def aclose(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    async def __aenter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


class _SharedClient(_Shared, httpx.Client): ...


class _SharedAsyncClient(_Shared, httpx.AsyncClient): ...


class ApiClient(AuthenticatedClient):
    """The generated client over our transport, blocking and awaited.

    What `with_headers`, `with_cookies` and `with_timeout` return keeps the key, the retries and the
    errors; closing any of them closes no connection.
    """

    def __init__(self, transport: ApiTransport, base_url: str, options: dict[str, Any]) -> None:
        # The parent's repr prints its token, so it gets none: the transport holds the key.
        super().__init__(base_url=base_url, token=REDACTED)
        self._transport = transport
        self._options = options
        shared: dict[str, Any] = {
            "transport": transport,
            "base_url": base_url,
            "follow_redirects": False,
            "trust_env": False,  # no password from ~/.netrc in place of the key
            **options,
        }
        self.set_httpx_client(_SharedClient(**shared))
        self.set_async_httpx_client(_SharedAsyncClient(**shared))

    @hides_arguments
    def with_headers(self, headers: Mapping[str, str]) -> ApiClient:
        """Return this client with additional headers."""
        return self._with(headers={**self._options["headers"], **headers})

    @hides_arguments
    def with_cookies(self, cookies: Mapping[str, str]) -> ApiClient:
        """Return this client with additional cookies."""
        return self._with(cookies={**self._options.get("cookies", {}), **cookies})

    @hides_arguments
    def with_timeout(self, timeout: float | httpx.Timeout) -> ApiClient:
        """Return this client with another timeout, in seconds for one request."""
        if not isinstance(timeout, httpx.Timeout):
            timeout = _timeout_of(timeout)
        return self._with(timeout=timeout)

    def _with(self, **options: Any) -> ApiClient:
        return ApiClient(self._transport, self._base_url, {**self._options, **options})


def _timeout_of(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(CONNECT_TIMEOUT, seconds), pool=None)


def api_client(
    settings: Settings, pool: Callable[[], Pool], http_client: HttpClient | None, call: _Call
) -> ApiClient:
    """Return the generated client over the caller's own httpx client or the pool."""
    send = (
        partial(_send_over_pool, pool)
        if http_client is None
        else partial(_send_over_client, http_client, [])
    )
    options = {
        "headers": dict(settings.default_headers),
        "timeout": _timeout_of(settings.timeout),
    }
    return ApiClient(ApiTransport(settings, send, call), settings.base_url, options)


def check_http_client(client: object, *, is_async: bool) -> None:
    """Raise TypeError if the caller's own client is not one that the class can use."""
    owner, kind = ("AsyncBota", httpx.AsyncClient) if is_async else ("Bota", httpx.Client)
    check_type(f"http_client of {owner}", client, kind, f"an httpx.{kind.__name__}")
