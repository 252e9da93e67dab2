"""What `Bota` and `AsyncBota` have in common: their options, and what these make.

What only a client needs is imported by the first one, and what only a request needs by the first
request: all of it together would double the cost of the import.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeVar

from bota_api.lazy import Holder

from bota_sdk._shared.redact import hides_arguments

if TYPE_CHECKING:
    import ssl

    from bota_sdk._upload.runtime import Runtime
    from bota_sdk._wire.httpx_bridge import ApiClient

HttpClient = TypeVar("HttpClient")

DEFAULT_CONCURRENCY: Final = 10
"""Uploads at a time (contract: rate limits, "10 concurrent uploads")."""

DEFAULT_MAX_OUTAGE: Final = 900.0
"""Seconds without a connection that a bulk upload outlasts."""


DEFAULT_JOB_DEADLINE: Final = 3600.0
"""Seconds to wait for a transcription or a summary."""


class BaseClient(Holder, Generic[HttpClient]):
    """The options of a client; `Bota` describes them."""

    api: ApiClient
    _runtime: Runtime
    _is_async: ClassVar[bool]

    @hides_arguments
    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float | None = None,
        storage_timeout: float | None = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        default_headers: Mapping[str, str] | None = None,
        http_client: HttpClient | None = None,
        proxy: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        allow_plain_http: bool | None = None,
    ) -> None:
        from bota_sdk._upload.runtime import new_runtime

        runtime = new_runtime(
            is_async=self._is_async,
            api_key=api_key,
            base_url=base_url,
            api_version=api_version,
            timeout=timeout,
            storage_timeout=storage_timeout,
            max_retries=max_retries,
            max_wait=max_wait,
            default_headers=default_headers,
            http_client=http_client,
            proxy=proxy,
            ssl_context=ssl_context,
            allow_plain_http=allow_plain_http,
        )
        self._use(runtime)

    def _use(self, runtime: Runtime) -> None:
        from bota_sdk._api.translate import translated_errors

        self._runtime = runtime
        self.api = runtime.api_client
        super().__init__(self.api, translated_errors)

    @property
    def base_url(self) -> str:
        """The API's URL with its version, without a slash at the end."""
        return self._runtime.settings.base_url

    @hides_arguments
    def with_options(
        self,
        *,
        timeout: float | None = None,
        storage_timeout: float | None = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        default_headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a client with other options that shares this one's connections and limits.

        What is left out stays as it is; `default_headers` are added to those that there are.
        Closing either of the two closes both.

        Raises:
            ConfigurationError, TypeError: as the class raises.

        """
        from attrs import evolve

        settings = self._runtime.settings.with_options(
            timeout=timeout,
            storage_timeout=storage_timeout,
            max_retries=max_retries,
            max_wait=max_wait,
            default_headers=default_headers,
        )
        other = object.__new__(type(self))
        other._use(evolve(self._runtime, settings=settings))
        return other

    def __repr__(self) -> str:
        # A crash report shows also a client whose settings were refused.
        runtime: Any = self.__dict__.get("_runtime")
        return f"{type(self).__name__}(base_url={runtime.settings.base_url if runtime else None!r})"
