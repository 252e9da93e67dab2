"""`Bota` and `AsyncBota`: what people import.

What only an upload needs is imported by the first one: it would double the cost of the import.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Self, TypeVar

from bota_api.resources import AsyncResources, Resources

from bota_sdk._guard import response_guard
from bota_sdk._http import StorageClient, async_api, sync_api
from bota_sdk._pages import Page, PagePosition
from bota_sdk._redact import protect_logs
from bota_sdk._run_sync import run_sync
from bota_sdk._server_clock import ServerClock
from bota_sdk._settings import Settings, resolve_settings

if TYPE_CHECKING:
    from bota_sdk._receipt import OnProgress, Receipt
    from bota_sdk._source import UploadSource
    from bota_sdk._upload_io import AsyncIO, SyncIO

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds for one read or write of an API request."""


def _shown(client: Bota | AsyncBota) -> str:
    # A crash report shows also a client whose settings were refused.
    settings: Settings | None = getattr(client, "_settings", None)
    return f"{type(client).__name__}(base_url={settings.base_url if settings else None!r})"


class Bota(Resources):
    """A client of the Bota recordings API. Safe to share over threads; close it when done.

    Every operation of the contract is a typed method of the attribute named for its tag, such as
    `bota.recordings.get(...)`; `bota.api` is the generated client over the same connections.

    Args:
        api_key: the key or token; `BOTA_API_KEY` when left out.
        base_url: the API's URL with its version; `BOTA_BASE_URL`, then the live service, when left
            out.
        api_version: a date for the `Bota-Version` header, to pin the service's behaviour.
        timeout: seconds that one read or write of an API request may take.

    Raises:
        ConfigurationError: no key, or a setting that cannot be used.

    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        protect_logs()
        self._settings: Settings = resolve_settings(
            api_key=api_key, base_url=base_url, api_version=api_version, timeout=timeout
        )
        self._clock = ServerClock()
        self._storage = StorageClient()
        self.api, self._connections = sync_api(self._settings, self._clock)
        super().__init__(self.api, response_guard)

    @cached_property
    def _io(self) -> SyncIO:
        from bota_sdk._upload_io import SyncIO

        return SyncIO(self, self._storage)

    def upload(
        self,
        source: UploadSource,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        end_user_id: str | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        on_progress: OnProgress | None = None,
    ) -> Receipt:
        """Upload one audio file and return when the service has it, whole.

        Creates the recording (unless `recording_id` names one), asks for a signed URL, PUTs the
        bytes to S3, completes the upload with their SHA-256 and waits for its verification.

        Args:
            source: a path, bytes, or a seekable binary file, read from where it stands. 1 byte to
                5 GiB.
            recording_id: an existing recording to upload the audio of.
            content_type: one of the contract's audio types; else told from the name and checked
                against the first bytes.
            end_user_id: whose recording it is; needed to create one with a secret key.
            name: a name for the new recording.
            metadata: free keys and values for the new recording.
            on_progress: called with a `Progress` at each phase and about every MiB.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            SourceError: the source cannot be uploaded (nothing was sent), or changed under way.
            ApiError, ApiConnectionError: the API refused or gave no answer, after all retries.
            StorageError, StorageConnectionError: S3 refused or gave no answer, after all retries.
            IntegrityError: the service holds other bytes than were sent.
            VerificationTimeoutError: stored, but not verified in time.

        """
        from bota_sdk._upload_request import check_upload

        request = check_upload(
            self._settings,
            source,
            recording_id=recording_id,
            content_type=content_type,
            end_user_id=end_user_id,
            name=name,
            metadata=metadata,
        )
        return run_sync(request.upload(self._io, self._clock, on_progress).run())

    def iterate(
        self, list_page: Callable[P, Page[T]], *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[T]:
        """Yield the items of all pages of a list operation.

        Example: `for recording in bota.iterate(bota.recordings.list, status="uploaded"): ...`

        Args:
            list_page: a list operation of this client.
            *args: its positional arguments.
            **kwargs: its keyword arguments.

        Raises:
            InvalidResponseError: the pages lead nowhere.
            BotaError: as the operation raises.

        """
        position = PagePosition(dict(kwargs))
        while True:
            page = list_page(*args, **position.arguments())  # pyright: ignore[reportCallIssue]
            yield from page.data
            if not position.advance(page):
                return

    def close(self) -> None:
        """Close all connections. The client cannot be used any more."""
        self._connections.close()
        self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return _shown(self)


class AsyncBota(AsyncResources):
    """`Bota` with `await`: the same arguments, methods, results and errors.

    Runs on asyncio and trio. The PUT to S3 runs in a worker thread.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        protect_logs()
        self._settings: Settings = resolve_settings(
            api_key=api_key, base_url=base_url, api_version=api_version, timeout=timeout
        )
        self._clock = ServerClock()
        self._storage = StorageClient()
        self.api, self._connections = async_api(self._settings, self._clock)
        super().__init__(self.api, response_guard)

    @cached_property
    def _io(self) -> AsyncIO:
        from bota_sdk._upload_io import AsyncIO

        return AsyncIO(self, self._storage)

    async def upload(
        self,
        source: UploadSource,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        end_user_id: str | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        on_progress: OnProgress | None = None,
    ) -> Receipt:
        """Upload one audio file and return when the service has it, whole. See `Bota.upload`.

        `on_progress` is called in the event loop's thread.
        """
        from bota_sdk._upload_request import check_upload

        request = check_upload(
            self._settings,
            source,
            recording_id=recording_id,
            content_type=content_type,
            end_user_id=end_user_id,
            name=name,
            metadata=metadata,
        )
        return await request.upload(self._io, self._clock, on_progress).run()

    async def iterate(
        self, list_page: Callable[P, Awaitable[Page[T]]], *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[T]:
        """Yield the items of all pages of a list operation. See `Bota.iterate`."""
        position = PagePosition(dict(kwargs))
        while True:
            page = await list_page(*args, **position.arguments())  # pyright: ignore[reportCallIssue]
            for item in page.data:
                yield item
            if not position.advance(page):
                return

    async def aclose(self) -> None:
        """Close all connections. The client cannot be used any more."""
        await self._connections.aclose()
        self._storage.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return _shown(self)
