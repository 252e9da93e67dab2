"""The only module that knows httpx: the API's transport, and the client for the storage."""

from __future__ import annotations

import functools
import os
import ssl
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from bota_api.client import AuthenticatedClient

from bota_sdk import _waiting
from bota_sdk._api_call import Answer, NoAnswer, call_api
from bota_sdk._redact import REDACTED, Secret, redact, without_frames_of
from bota_sdk._run_sync import run_sync
from bota_sdk._server_clock import ServerClock
from bota_sdk._settings import Settings
from bota_sdk._version import __version__

CONNECT_TIMEOUT: Final = 10.0
"""Seconds to reach a server."""

STORAGE_TIMEOUT: Final = 60.0
"""Seconds for one write to the socket, and for S3's answer after the last byte (often slow)."""

MAX_CONNECTIONS: Final = 64
"""To one service. Kept alive as many, since httpcore counts all connections against that limit."""

USER_AGENT: Final = f"bota-sdk/{__version__} Python/{sys.version.split()[0]}"

_LIMITS: Final = httpx.Limits(
    max_connections=MAX_CONNECTIONS,
    max_keepalive_connections=MAX_CONNECTIONS,
    keepalive_expiry=30.0,
)


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    # Reading the certificate store takes 17 to 20 ms: once, for the API and the storage.
    return httpx.create_ssl_context()


def _proxy_for(base_url: str) -> str | None:
    # httpx reads the proxy variables only for transports that it makes itself.
    parts = urlsplit(base_url)
    if urllib.request.proxy_bypass(parts.netloc):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _no_answer(error: Exception) -> NoAnswer:
    timed_out = isinstance(error, httpx.TimeoutException)
    unsent = isinstance(
        error,
        httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.UnsupportedProtocol,
    )
    what = "no answer in time" if timed_out else "the connection failed"
    detail = redact(str(error)) or type(error).__name__
    return NoAnswer(reason=f"{what} ({detail})", timed_out=timed_out, sent=not unsent)


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
        self.headers: Mapping[str, str] = _lower(headers)
        headers["Authorization"] = f"Bearer {settings.api_key.reveal()}"

    def answer(self, response: httpx.Response) -> Answer:
        self.response = response
        return Answer(response.status_code, _lower(response.headers), response.content)

    def result(self) -> httpx.Response:
        if self.response is None:
            raise AssertionError("a call ended well without an answer")
        # The key stays in this module: answers carry their request to whoever holds them.
        self.request.headers["Authorization"] = REDACTED
        return self.response


class _SyncExchange(_HttpxExchange):
    def __init__(
        self, request: httpx.Request, settings: Settings, wire: httpx.BaseTransport
    ) -> None:
        super().__init__(request, settings)
        self._wire = wire

    async def send(self) -> Answer | NoAnswer:
        try:
            response = self._wire.handle_request(self.request)
            response.request = self.request
            try:
                response.read()
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return _no_answer(error)
        return self.answer(response)

    async def sleep(self, seconds: float) -> None:
        _waiting.wait_blocking(seconds)


class _AsyncExchange(_HttpxExchange):
    def __init__(
        self, request: httpx.Request, settings: Settings, wire: httpx.AsyncBaseTransport
    ) -> None:
        super().__init__(request, settings)
        self._wire = wire

    async def send(self) -> Answer | NoAnswer:
        try:
            response = await self._wire.handle_async_request(self.request)
            response.request = self.request
            try:
                await response.aread()
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return _no_answer(error)
        return self.answer(response)

    async def sleep(self, seconds: float) -> None:
        await _waiting.wait_async(seconds)


class ApiTransport(httpx.BaseTransport):
    """Under the generated client: adds the key, retries, and lets only a success through."""

    def __init__(self, settings: Settings, clock: ServerClock) -> None:
        self._settings = settings
        self._clock = clock
        self._wire = httpx.HTTPTransport(
            verify=_ssl_context(), limits=_LIMITS, proxy=_proxy_for(settings.base_url)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one call of the generated client; see `call_api` for what is raised."""
        exchange = _SyncExchange(request, self._settings, self._wire)
        run_sync(call_api(exchange, self._clock))
        return exchange.result()

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()


class AsyncApiTransport(httpx.AsyncBaseTransport):
    """ApiTransport for `await`."""

    def __init__(self, settings: Settings, clock: ServerClock) -> None:
        self._settings = settings
        self._clock = clock
        self._wire = httpx.AsyncHTTPTransport(
            verify=_ssl_context(), limits=_LIMITS, proxy=_proxy_for(settings.base_url)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one call of the generated client; see `call_api` for what is raised."""
        exchange = _AsyncExchange(request, self._settings, self._wire)
        await call_api(exchange, self._clock)
        return exchange.result()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._wire.aclose()


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


def sync_api(settings: Settings, clock: ServerClock) -> tuple[AuthenticatedClient, httpx.Client]:
    """Return the generated client over our transport, and what closes it."""
    client = httpx.Client(transport=ApiTransport(settings, clock), **_client_options(settings))
    return _generated_client(settings).set_httpx_client(client), client


def async_api(
    settings: Settings, clock: ServerClock
) -> tuple[AuthenticatedClient, httpx.AsyncClient]:
    """Return the generated client over our asynchronous transport, and what closes it."""
    client = httpx.AsyncClient(
        transport=AsyncApiTransport(settings, clock), **_client_options(settings)
    )
    return _generated_client(settings).set_async_httpx_client(client), client


class StorageClient:
    """The bare, blocking, long-lived client for S3: no key, no cookies, no redirects.

    Safe to share over threads. Costs nothing until its first PUT.
    """

    @functools.cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(
            verify=_ssl_context(),
            limits=_LIMITS,
            timeout=httpx.Timeout(STORAGE_TIMEOUT, connect=CONNECT_TIMEOUT, pool=None),
            follow_redirects=False,
        )

    def put(
        self, url: Secret, headers: Mapping[str, str], body: Iterator[bytes]
    ) -> Answer | NoAnswer:
        """PUT a body and return S3's answer, also when it comes before the body's end.

        Exactly these headers are sent, beside `Host`. An exception that `body` raises passes
        through; the object is then not stored.

        Args:
            url: the pre-signed URL; goes on the wire byte for byte.
            headers: with `Content-Length`; without it S3 refuses the body.
            body: the pieces, bytes.

        """
        try:
            response = self._client.send(
                httpx.Request("PUT", url.reveal(), headers=dict(headers), content=body), auth=None
            )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return _no_answer(error)
        except BaseException as error:
            # From the body, or an interrupt: the variables of httpx's frames show the signed URL.
            error.__traceback__ = without_frames_of(
                "httpx", "httpcore", traceback=error.__traceback__
            )
            raise
        return Answer(response.status_code, _lower(response.headers), response.content)

    def close(self) -> None:
        """Close all connections. The client cannot be used any more."""
        if "_client" in self.__dict__:
            self._client.close()


def keeps_path(url: Secret) -> bool:
    """Tell whether the URL's path goes on the wire as it was signed.

    `.` and `..` segments are collapsed by every HTTP library, and the signature then fails.
    """
    text = url.reveal()
    path = urlsplit(text).path or "/"
    return httpx.URL(text).raw_path.split(b"?", 1)[0] == path.encode()
