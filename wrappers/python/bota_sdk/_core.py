"""What `Bota` and `AsyncBota` are both made of."""

from __future__ import annotations

import ssl
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from bota_api.resources import Resources

from bota_sdk._api.call import ApiCaller
from bota_sdk._api.client_state import ClientState
from bota_sdk._api.translate import response_guard
from bota_sdk._settings import Settings, resolve_settings
from bota_sdk._shared.redact import protect_logs
from bota_sdk._storage.client import StorageClient
from bota_sdk._upload.runtime import Notify, Runtime, notify_here
from bota_sdk._wire.httpx_bridge import ApiClient, HttpClient, api_client
from bota_sdk._wire.pool import Pool, default_ssl_context
from bota_sdk._wire.proxy import explicit_proxy, proxy_for

if TYPE_CHECKING:
    from collections.abc import Callable


@attrs.frozen(slots=False)
class Core:
    """The settings of a client, its connections, and what its calls learn.

    Attributes:
        settings: the client's settings.
        state: what its calls learn and share.
        pool: its connections.
        http_client: the caller's own client for the API, if there is one.
        notify: runs the user's callbacks.

    """

    settings: Settings
    state: ClientState
    pool: Pool
    http_client: HttpClient | None
    notify: Notify

    @cached_property
    def api(self) -> ApiClient:
        """The generated client, blocking and awaited."""
        caller = ApiCaller(self.state, self.settings.max_retries, self.settings.max_wait)
        return api_client(self.settings, self.pool, self.http_client, caller.call)

    @cached_property
    def runtime(self) -> Runtime:
        """What uploads and downloads run on."""
        return Runtime(
            settings=self.settings,
            api=Resources(self.api, response_guard),
            storage=StorageClient(self.pool, self.settings.storage_timeout),
            state=self.state,
            notify=self.notify,
        )

    def with_options(self, **options: Any) -> Core:
        """Return the same connections and state with other settings; None changes nothing."""
        return attrs.evolve(self, settings=self.settings.with_options(**options))

    def close(self) -> None:
        """Close all connections, for every client that shares them."""
        self.state.closed = True
        self.pool.close()


def new_core(
    *,
    http_client: HttpClient | None,
    proxy: str | None,
    ssl_context: ssl.SSLContext | None,
    notify: Notify = notify_here,
    **settings: Any,
) -> Core:
    """Return the core of a new client. See `Bota`.

    Raises:
        ConfigurationError: a setting cannot be used.
        TypeError: an argument has the wrong type.

    """
    if ssl_context is not None and not isinstance(ssl_context, ssl.SSLContext):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"ssl_context is an ssl.SSLContext, not {type(ssl_context).__name__}")
    if proxy is not None and not isinstance(proxy, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"proxy is a URL, such as http://proxy:3128, not {type(proxy).__name__}")
    protect_logs()
    tls: Callable[[], ssl.SSLContext] = default_ssl_context
    if ssl_context is not None:
        given = ssl_context
        tls = lambda: given  # noqa: E731
    pool = Pool(tls, proxy_for if proxy is None else explicit_proxy(proxy))
    return Core(resolve_settings(**settings), ClientState(), pool, http_client, notify)
