"""What the calls of one client run on: its settings, its connections, and what they learn."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
from bota_api.resources import Resources

from bota_sdk._api.call import ApiCaller
from bota_sdk._api.client_state import ClientState
from bota_sdk._api.translate import translated_errors
from bota_sdk._settings import Settings, resolve_settings
from bota_sdk._shared.redact import protect_logs
from bota_sdk._shared.text import check_type
from bota_sdk._shared.threads import WorkerThreads, in_loop
from bota_sdk._wire.httpx_bridge import ApiClient, HttpClient, api_client, check_http_client
from bota_sdk._wire.proxy import explicit_proxy, proxy_for

if TYPE_CHECKING:
    from bota_sdk._storage.client import StorageClient
    from bota_sdk._wire.pool import Pool

MAX_TRANSFERS: Final = 32
"""Uploads and downloads of an asynchronous client at a time; measured: more bring nothing."""

T = TypeVar("T")

Notify = Callable[[Callable[[], object]], object]
"""Runs a call of the user's where the user expects it to run, and raises what it raises."""


def notify_here(call: Callable[[], object]) -> object:
    """Run a call of the user's in this thread, which is the user's own."""
    return call()


@attrs.frozen(slots=False)
class Runtime:
    """What the calls of one client run on. Everything blocks; `AsyncBota` runs it in threads.

    Attributes:
        http_client: the caller's own client for the API, if there is one.
        notify: runs the user's callbacks: right here, or in the event loop's thread.
        threads: where an asynchronous client uploads and downloads.

    """

    settings: Settings
    state: ClientState
    http_client: HttpClient | None
    notify: Notify
    threads: WorkerThreads
    new_pool: Callable[[], Pool]
    pools: dict[str, Pool] = attrs.field(factory=dict[str, "Pool"])
    _made: dict[str, Any] = attrs.field(factory=dict[str, Any], init=False)

    @property
    def pool(self) -> Pool:
        """The connections, made for the first request: urllib3 is half of what a client imports."""
        return _once(self.pools, "pool", self.new_pool)

    @property
    def api_client(self) -> ApiClient:
        """The generated client, blocking and awaited."""

        def make() -> ApiClient:
            caller = ApiCaller(self.state, self.settings.max_retries, self.settings.max_wait)
            return api_client(self.settings, lambda: self.pool, self.http_client, caller.call)

        return _once(self._made, "api_client", make)

    @property
    def api(self) -> Resources:
        """The operations of the API; what keeps the storage from being reached is raised first."""
        _ = self.storage
        return _once(self._made, "api", lambda: Resources(self.api_client, translated_errors))

    @property
    def storage(self) -> StorageClient:
        """The client for S3."""
        from bota_sdk._storage.client import StorageClient

        timeout = self.settings.storage_timeout
        return _once(self._made, "storage", lambda: StorageClient(self.pool, timeout))

    def close(self) -> None:
        """Close all connections, for every client that shares them."""
        self.state.closed = True
        for pool in self.pools.values():
            pool.close()


def _once(made: dict[str, Any], name: str, make: Callable[[], T]) -> T:
    # Of two at once, both take what came first. functools.cached_property has a lock in Python
    # 3.11, which a forked child would wait for if another thread of its parent held it.
    found: T = made.get(name) or made.setdefault(name, make())
    return found


def new_runtime(
    *,
    is_async: bool,
    http_client: Any,
    proxy: str | None,
    ssl_context: ssl.SSLContext | None,
    **settings: Any,
) -> Runtime:
    """Return what a new client runs on. See `Bota`.

    Raises:
        ConfigurationError: a setting cannot be used.
        TypeError: an argument has the wrong type.

    """
    check_http_client(http_client, is_async=is_async)
    check_type("ssl_context", ssl_context, ssl.SSLContext, "an ssl.SSLContext")
    check_type("proxy", proxy, str, "a URL, such as http://proxy:3128")
    protect_logs()
    rule = proxy_for if proxy is None else explicit_proxy(proxy)
    resolved = resolve_settings(**settings)

    def new_pool() -> Pool:
        from bota_sdk._wire.pool import Pool
        from bota_sdk._wire.tls import default_ssl_context

        if ssl_context is None and resolved.base_url.startswith("https:"):
            default_ssl_context()  # also where only the storage is reached over the pool
        return Pool(ssl_context, rule)

    return Runtime(
        settings=resolved,
        state=ClientState(),
        http_client=http_client,
        notify=in_loop if is_async else notify_here,
        threads=WorkerThreads(MAX_TRANSFERS),
        new_pool=new_pool,
    )
