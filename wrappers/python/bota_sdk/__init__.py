"""Clients for the Bota recordings API that upload audio whole, once, and verified.

from bota_sdk import Bota

with Bota() as bota:  # BOTA_API_KEY, BOTA_BASE_URL
receipt = bota.upload("standup.wav", end_user_id="eu_1")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bota_sdk._version import __version__

if TYPE_CHECKING:
    from bota_sdk._bulk_item import (
        BulkEvent,
        BulkReport,
        BulkSource,
        ItemProgress,
        ItemResult,
        Outcome,
        UploadItem,
    )
    from bota_sdk._cancel import CancelToken
    from bota_sdk._client import AsyncBota, Bota
    from bota_sdk._journal import unfinished_items
    from bota_sdk._receipt import Phase, Progress, Receipt, Rewind
    from bota_sdk._source import AsyncUploadSource, UploadSource
    from bota_sdk._steps import Step, record_steps
    from bota_sdk.errors import (
        ApiConnectionError,
        ApiError,
        ApiTimeoutError,
        AuthenticationError,
        BadRequestError,
        BotaError,
        ClientClosedError,
        ConfigurationError,
        ConflictError,
        IntegrityError,
        InvalidResponseError,
        JournalError,
        NotFoundError,
        PermissionDeniedError,
        RateLimitError,
        ServerError,
        SourceChangedError,
        SourceError,
        StorageConnectionError,
        StorageError,
        TooEarlyError,
        UnprocessableContentError,
        UploadCancelledError,
        UploadTimeoutError,
        UploadUrlExpiredError,
        VerificationTimeoutError,
    )

__all__ = [
    "ApiConnectionError",
    "ApiError",
    "ApiTimeoutError",
    "AsyncBota",
    "AsyncUploadSource",
    "AuthenticationError",
    "BadRequestError",
    "Bota",
    "BotaError",
    "BulkEvent",
    "BulkReport",
    "BulkSource",
    "CancelToken",
    "ClientClosedError",
    "ConfigurationError",
    "ConflictError",
    "IntegrityError",
    "InvalidResponseError",
    "ItemProgress",
    "ItemResult",
    "JournalError",
    "NotFoundError",
    "Outcome",
    "PermissionDeniedError",
    "Phase",
    "Progress",
    "RateLimitError",
    "Receipt",
    "Rewind",
    "ServerError",
    "SourceChangedError",
    "SourceError",
    "Step",
    "StorageConnectionError",
    "StorageError",
    "TooEarlyError",
    "UnprocessableContentError",
    "UploadCancelledError",
    "UploadItem",
    "UploadSource",
    "UploadTimeoutError",
    "UploadUrlExpiredError",
    "VerificationTimeoutError",
    "__version__",
    "record_steps",
    "unfinished_items",
]

_MODULES = {
    "AsyncBota": "_client",
    "AsyncUploadSource": "_source",
    "Bota": "_client",
    "BulkEvent": "_bulk_item",
    "BulkReport": "_bulk_item",
    "BulkSource": "_bulk_item",
    "CancelToken": "_cancel",
    "ItemProgress": "_bulk_item",
    "ItemResult": "_bulk_item",
    "Outcome": "_bulk_item",
    "Phase": "_receipt",
    "Progress": "_receipt",
    "Receipt": "_receipt",
    "Rewind": "_receipt",
    "Step": "_steps",
    "UploadItem": "_bulk_item",
    "UploadSource": "_source",
    "record_steps": "_steps",
    "unfinished_items": "_journal",
}


def __getattr__(name: str) -> Any:
    # Loaded at the first use, so that a program pays for what it takes.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
