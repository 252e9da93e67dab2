"""The only module that knows httpx: the transport under the generated client."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from bota_api.client import AuthenticatedClient

from bota_sdk._api.call import call_api
from bota_sdk._api.client_state import ClientState
from bota_sdk._settings import Settings
from bota_sdk._shared import waiting
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import REDACTED, redact
from bota_sdk._upload.run_sync import run_sync
from bota_sdk._version import __version__
from bota_sdk._wire.connection import Headers, Target, Timeouts
from bota_sdk._wire.pool import KEEPALIVE, MAX_IDLE, Pool
from bota_sdk._wire.proxy import proxy_for as _proxy_for
from bota_sdk._wire.tls import default_ssl_context as _ssl_context

CONNECT_TIMEOUT: Final = 10.0
"""Seconds to reach a server."""

USER_AGENT: Final = f"bota-sdk/{__version__} Python/{sys.version.split()[0]}"


def _no_answer(error: Exception) -> NoResponse:
    timed_out = isinstance(error, httpx.TimeoutException)
    unsent = isinstance(
        error,
        httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.UnsupportedProtocol,
    )
    what = "no answer in time" if timed_out else "the connection failed"
    detail = redact(str(error)) or type(error).__name__
    return NoResponse(reason=f"{what} ({detail})", timed_out=timed_out, sent=not unsent)


class _HttpxExchange:
    """A request of the generated client, with what the service wants on every one."""

    def __init__(self, request: httpx.Request, settings: Settings) -> None:
        self.request = request
        self.response: httpx.Response | None = None
        self.method = request.method
        self.target = request.url.path
        headers = request.headers
        headers["User-Agent"] = USER_AGENT
        headers["Accept"] = "application/json"
        if settings.api_version:
            headers["Bota-Version"] = settings.api_version
        if self.method == "POST" and "idempotency-key" not in headers:
            # One key for one call, so that its retries are one request to the service.
            headers["Idempotency-Key"] = os.urandom(16).hex()
        if headers.get("content-length", "0") == "0":
            # The generated code names a content type also when the optional body was left out.
            headers.pop("Content-Type", None)
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in headers.items()}
        headers["Authorization"] = f"Bearer {settings.api_key.reveal()}"

    def answer(self, response: httpx.Response) -> Response:
        self.response = response
        response.request = self.request
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Response(response.status_code, headers, response.content)

    def result(self) -> httpx.Response:
        if self.response is None:
            raise AssertionError("a call ended well without an answer")
        # The key stays in this module: answers carry their request to whoever holds them.
        self.request.headers["Authorization"] = REDACTED
        return self.response


class _SyncExchange(_HttpxExchange):
    def __init__(self, request: httpx.Request, settings: Settings, pool: Pool) -> None:
        super().__init__(request, settings)
        self._pool = pool
        self._timeout = settings.timeout

    async def send(self) -> Response | NoResponse:
        url = self.request.url
        answer = self._pool.send(
            self.method,
            Target(url.raw_scheme, url.raw_host, url.port, url.raw_path),
            Headers(self.request.headers.raw),
            iter([self.request.content]),
            Timeouts(CONNECT_TIMEOUT, self._timeout, self._timeout),
        )
        if isinstance(answer, NoResponse):
            return answer
        try:
            # Undoes the compression that httpx offered.
            # As bytes: httpx takes no text outside ASCII, but a server may send it.
            headers = [
                (name.encode("ascii"), value.encode("latin-1"))
                for name, value in answer.headers.items()
            ]
            return self.answer(
                httpx.Response(answer.status_code, headers=headers, content=answer.body)
            )
        except httpx.DecodingError as error:
            return _no_answer(error)

    async def sleep(self, seconds: float) -> None:
        waiting.wait_blocking(seconds)


class _AsyncExchange(_HttpxExchange):
    def __init__(
        self, request: httpx.Request, settings: Settings, wire: httpx.AsyncBaseTransport
    ) -> None:
        super().__init__(request, settings)
        self._wire = wire

    async def send(self) -> Response | NoResponse:
        try:
            response = await self._wire.handle_async_request(self.request)
            response.request = self.request
            try:
                await response.aread()
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            return _no_answer(error)
        return self.answer(response)

    async def sleep(self, seconds: float) -> None:
        await waiting.wait_async(seconds)


class ApiTransport(httpx.BaseTransport):
    """Under the generated client: adds the key, retries, and lets only a success through."""

    def __init__(self, settings: Settings, state: ClientState) -> None:
        self._settings = settings
        self._state = state
        self._pool = blocking_pool()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one call of the generated client; see `call_api` for what is raised."""
        exchange = _SyncExchange(request, self._settings, self._pool)
        run_sync(call_api(exchange, self._state))
        return exchange.result()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class AsyncApiTransport(httpx.AsyncBaseTransport):
    """ApiTransport for `await`."""

    def __init__(self, settings: Settings, state: ClientState) -> None:
        self._settings = settings
        self._state = state
        proxy = _proxy_for(*urlsplit(settings.base_url)[:2])
        self._wire = httpx.AsyncHTTPTransport(
            verify=_ssl_context(),
            limits=httpx.Limits(
                # httpcore counts all connections against the number that it keeps alive.
                max_connections=MAX_IDLE,
                max_keepalive_connections=MAX_IDLE,
                keepalive_expiry=KEEPALIVE,
            ),
            proxy=proxy.reveal() if proxy else None,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one call of the generated client; see `call_api` for what is raised."""
        exchange = _AsyncExchange(request, self._settings, self._wire)
        await call_api(exchange, self._state)
        return exchange.result()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._wire.aclose()


def blocking_pool() -> Pool:
    """Return a new pool of blocking connections that goes by the environment's proxies."""
    return Pool(_ssl_context, _proxy_for)


def _client_options(settings: Settings) -> dict[str, Any]:
    return {
        "base_url": settings.base_url,
        "timeout": httpx.Timeout(settings.timeout, connect=CONNECT_TIMEOUT, pool=None),
        "follow_redirects": False,
        "trust_env": False,  # no password from ~/.netrc in place of the key
    }


def _generated_client(settings: Settings) -> AuthenticatedClient:
    # Its repr prints its token, so it gets none: the transport holds the key.
    return AuthenticatedClient(base_url=settings.base_url, token=REDACTED)


def sync_api(settings: Settings, state: ClientState) -> tuple[AuthenticatedClient, httpx.Client]:
    """Return the generated client over our transport, and what closes it."""
    client = httpx.Client(transport=ApiTransport(settings, state), **_client_options(settings))
    return _generated_client(settings).set_httpx_client(client), client


def async_api(
    settings: Settings, state: ClientState
) -> tuple[AuthenticatedClient, httpx.AsyncClient]:
    """Return the generated client over our asynchronous transport, and what closes it."""
    client = httpx.AsyncClient(
        transport=AsyncApiTransport(settings, state), **_client_options(settings)
    )
    return _generated_client(settings).set_async_httpx_client(client), client
