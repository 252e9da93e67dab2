"""Clients for the Bota recordings API that upload audio whole, once, and verified.

from bota_sdk import Bota

with Bota() as bota:  # BOTA_API_KEY, BOTA_BASE_URL
receipt = bota.upload("standup.wav", end_user_id="eu_1")
"""

from bota_sdk._client import AsyncBota, Bota
from bota_sdk._receipt import Phase, Progress, Receipt
from bota_sdk._source import UploadSource
from bota_sdk._steps import Step
from bota_sdk._version import __version__
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
    UploadUrlExpiredError,
    VerificationTimeoutError,
)

__all__ = [
    "ApiConnectionError",
    "ApiError",
    "ApiTimeoutError",
    "AsyncBota",
    "AuthenticationError",
    "BadRequestError",
    "Bota",
    "BotaError",
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
    "ServerError",
    "SourceChangedError",
    "SourceError",
    "Step",
    "StorageConnectionError",
    "StorageError",
    "TooEarlyError",
    "UnprocessableContentError",
    "UploadSource",
    "UploadUrlExpiredError",
    "VerificationTimeoutError",
    "__version__",
]
