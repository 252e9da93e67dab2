"""Clients for the Bota recordings API that upload audio whole, once, and verified.

from bota_sdk import Bota

with Bota() as bota:  # BOTA_API_KEY, BOTA_BASE_URL
receipt = bota.upload("standup.wav", end_user_id="eu_1")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from bota_sdk._version import __version__ as __version__

if TYPE_CHECKING:
    from bota_sdk._async_client import AsyncBota as AsyncBota
    from bota_sdk._bulk.items import BulkEvent as BulkEvent
    from bota_sdk._bulk.items import BulkReport as BulkReport
    from bota_sdk._bulk.items import BulkSource as BulkSource
    from bota_sdk._bulk.items import ItemProgress as ItemProgress
    from bota_sdk._bulk.items import ItemResult as ItemResult
    from bota_sdk._bulk.items import Outcome as Outcome
    from bota_sdk._bulk.items import UploadItem as UploadItem
    from bota_sdk._bulk.journal import unfinished_items as unfinished_items
    from bota_sdk._client import Bota as Bota
    from bota_sdk._shared.cancel import CancelToken as CancelToken
    from bota_sdk._shared.requests import RequestRecord as RequestRecord
    from bota_sdk._shared.requests import record_requests as record_requests
    from bota_sdk._storage.download import Download as Download
    from bota_sdk._upload.audio_type import audio_content_type as audio_content_type
    from bota_sdk._upload.progress import Phase as Phase
    from bota_sdk._upload.progress import Progress as Progress
    from bota_sdk._upload.progress import Receipt as Receipt
    from bota_sdk._upload.progress import Rewind as Rewind
    from bota_sdk._upload.source import AsyncUploadSource as AsyncUploadSource
    from bota_sdk._upload.source import AudioFile as AudioFile
    from bota_sdk._upload.source import UploadSource as UploadSource
    from bota_sdk._upload.source import inspect_audio as inspect_audio
    from bota_sdk.errors import ApiConnectionError as ApiConnectionError
    from bota_sdk.errors import ApiError as ApiError
    from bota_sdk.errors import ApiTimeoutError as ApiTimeoutError
    from bota_sdk.errors import AuthenticationError as AuthenticationError
    from bota_sdk.errors import BadRequestError as BadRequestError
    from bota_sdk.errors import BotaError as BotaError
    from bota_sdk.errors import ClientClosedError as ClientClosedError
    from bota_sdk.errors import ConfigurationError as ConfigurationError
    from bota_sdk.errors import ConflictError as ConflictError
    from bota_sdk.errors import ConnectionFailedError as ConnectionFailedError
    from bota_sdk.errors import DeadlineExceededError as DeadlineExceededError
    from bota_sdk.errors import IntegrityError as IntegrityError
    from bota_sdk.errors import InvalidResponseError as InvalidResponseError
    from bota_sdk.errors import JournalError as JournalError
    from bota_sdk.errors import NotFoundError as NotFoundError
    from bota_sdk.errors import PermissionDeniedError as PermissionDeniedError
    from bota_sdk.errors import RateLimitError as RateLimitError
    from bota_sdk.errors import ServerError as ServerError
    from bota_sdk.errors import SignedUrlError as SignedUrlError
    from bota_sdk.errors import SourceChangedError as SourceChangedError
    from bota_sdk.errors import SourceError as SourceError
    from bota_sdk.errors import StorageConnectionError as StorageConnectionError
    from bota_sdk.errors import StorageError as StorageError
    from bota_sdk.errors import StorageTimeoutError as StorageTimeoutError
    from bota_sdk.errors import TimedOutError as TimedOutError
    from bota_sdk.errors import TooEarlyError as TooEarlyError
    from bota_sdk.errors import UnprocessableContentError as UnprocessableContentError
    from bota_sdk.errors import UploadCancelledError as UploadCancelledError
    from bota_sdk.errors import UploadUrlExpiredError as UploadUrlExpiredError
    from bota_sdk.errors import VerificationTimeoutError as VerificationTimeoutError

_EXPORTS: Final = {
    "_bulk.items": (
        "BulkEvent",
        "BulkReport",
        "BulkSource",
        "ItemProgress",
        "ItemResult",
        "Outcome",
        "UploadItem",
    ),
    "_bulk.journal": ("unfinished_items",),
    "_async_client": ("AsyncBota",),
    "_client": ("Bota",),
    "_shared.cancel": ("CancelToken",),
    "_shared.requests": (
        "RequestRecord",
        "record_requests",
    ),
    "_storage.download": ("Download",),
    "_upload.audio_type": ("audio_content_type",),
    "_upload.progress": (
        "Phase",
        "Progress",
        "Receipt",
        "Rewind",
    ),
    "_upload.source": (
        "AsyncUploadSource",
        "AudioFile",
        "UploadSource",
        "inspect_audio",
    ),
    "errors": (
        "ApiConnectionError",
        "ApiError",
        "ApiTimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "BotaError",
        "ClientClosedError",
        "ConfigurationError",
        "ConflictError",
        "ConnectionFailedError",
        "DeadlineExceededError",
        "IntegrityError",
        "InvalidResponseError",
        "JournalError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "ServerError",
        "SignedUrlError",
        "SourceChangedError",
        "SourceError",
        "StorageConnectionError",
        "StorageError",
        "StorageTimeoutError",
        "TimedOutError",
        "TooEarlyError",
        "UnprocessableContentError",
        "UploadCancelledError",
        "UploadUrlExpiredError",
        "VerificationTimeoutError",
    ),
}
"""What each module gives, imported at its first use: the measured price of all is that of httpx."""

_MODULES: Final = {name: module for module, names in _EXPORTS.items() for name in names}

__all__ = ["__version__", *_MODULES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
