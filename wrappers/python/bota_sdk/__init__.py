"""Clients for the Bota recordings API that upload audio whole, once, and verified.

from bota_sdk import Bota

with Bota() as bota:  # BOTA_API_KEY, BOTA_BASE_URL
receipt = bota.upload("standup.wav", end_user_id="eu_1")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bota_sdk._version import __version__

if TYPE_CHECKING:
    from bota_sdk._cancel import CancelToken
    from bota_sdk._client import AsyncBota, Bota
    from bota_sdk._receipt import Phase, Progress, Receipt, Rewind
    from bota_sdk._source import AsyncUploadSource, UploadSource
    from bota_sdk._steps import Step
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
    "CancelToken",
    "ClientClosedError",
    "ConfigurationError",
    "ConflictError",
    "IntegrityError",
    "InvalidResponseError",
    "NotFoundError",
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
    "UploadSource",
    "UploadTimeoutError",
    "UploadUrlExpiredError",
    "VerificationTimeoutError",
    "__version__",
]

_MODULES = {
    "AsyncBota": "_client",
    "AsyncUploadSource": "_source",
    "Bota": "_client",
    "CancelToken": "_cancel",
    "Phase": "_receipt",
    "Progress": "_receipt",
    "Receipt": "_receipt",
    "Rewind": "_receipt",
    "Step": "_steps",
    "UploadSource": "_source",
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
