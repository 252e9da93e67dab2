"""Every exception that a public call can raise, beside `TypeError` and `ValueError`.

BotaError
├── ConfigurationError            settings; also a ValueError
├── SourceError                   what was given to upload; also a ValueError
│   └── SourceChangedError        it changed while it was being sent
├── ClientClosedError             the client was used after close()
├── ConnectionFailedError         no response
│   ├── ApiConnectionError        … from the API
│   └── StorageConnectionError    … from S3
├── TimedOutError                 not in time
│   ├── ApiTimeoutError           … a response from the API; also an ApiConnectionError
│   ├── StorageTimeoutError       … a response from S3; also a StorageConnectionError
│   ├── DeadlineExceededError     … the whole call
│   └── VerificationTimeoutError  … the service's verification of the stored bytes
├── ApiError                      the API refused; one child for each status
├── InvalidResponseError          a success status with a body that breaks the contract
│   └── SignedUrlError            an upload URL that S3 would refuse; nothing was sent
├── StorageError                  S3 refused the PUT or the download
│   └── UploadUrlExpiredError
├── UploadCancelledError          the CancelToken of the call was used
├── IntegrityError                stored bytes differ from the source
├── JobFailedError                the service could not do what it had begun
│   ├── TranscriptionFailedError
│   └── SummaryFailedError
├── WebhookError                  a webhook that cannot be read
│   └── WebhookSignatureError     … or trusted
└── JournalError                  the journal of a bulk upload cannot be used
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
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
    "JobFailedError",
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
    "SummaryFailedError",
    "TimedOutError",
    "TooEarlyError",
    "TranscriptionFailedError",
    "UnprocessableContentError",
    "UploadCancelledError",
    "UploadUrlExpiredError",
    "VerificationTimeoutError",
    "WebhookError",
    "WebhookSignatureError",
]


def _rebuild(cls: type[BotaError], text: str, state: dict[str, Any]) -> BotaError:
    error = cls.__new__(cls, text)
    error.args = (text,)
    error.__dict__.update(state)
    return error


class BotaError(Exception):
    """The parent of every error of this library.

    `recording_id` names the recording that an upload had created or was given, so that a caller can
    look it up, go on with it (`upload(..., recording_id=...)`) or delete it.
    """

    recording_id: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), str(self), self.__dict__)


class ConfigurationError(BotaError, ValueError):
    """A setting is missing or cannot be used; nothing was sent."""


class SourceError(BotaError, ValueError):
    """What was given to upload cannot be uploaded; nothing was sent."""


class SourceChangedError(SourceError):
    """The file became shorter, longer or another one during its upload; nothing was completed."""


class ClientClosedError(BotaError):
    """The client was used after it was closed."""


class ConnectionFailedError(BotaError):
    """There was no response: no connection, or it broke."""


class TimedOutError(BotaError):
    """Something was not done in time; the class and the text say what."""


class ApiConnectionError(ConnectionFailedError):
    """The API gave no response: no connection, or it broke. What the request did is unknown."""


class ApiTimeoutError(ApiConnectionError, TimedOutError):
    """The API gave no response in time. What the request did is unknown."""


class InvalidResponseError(BotaError):
    """The API responded with success, but with a body that is not what the contract says."""


class SignedUrlError(InvalidResponseError):
    """The service signed an upload URL whose PUT S3 would refuse; nothing was sent to S3."""


class ApiError(BotaError):
    """The API responded with a status that is not a success.

    Attributes:
        status_code: the HTTP status, 300 to 999.
        code: the error code of the response, such as `invalid_request`; None when it gave none.
        message: the response's own words; a short excerpt of the body when it had no envelope.
        request_id: the service's id of the request, for its support; None when it gave none.
        param: the field or parameter that was wrong; None when the response named none.
        details: further fields of the response.
        headers: the response's headers, names in lower case.

    """

    def __init__(
        self,
        *,
        status_code: int,
        message: str,
        code: str | None = None,
        request_id: str | None = None,
        param: str | None = None,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status_code = status_code
        self.code = code
        self.message = message
        self.request_id = request_id
        self.param = param
        self.details: Mapping[str, Any] = dict(details or {})
        self.headers: Mapping[str, str] = dict(headers or {})
        parts = [str(status_code), *([code] if code else [])]
        about = f" (about {param})" if param else ""
        ticket = f" [request {request_id}]" if request_id else ""
        super().__init__(f"{' '.join(parts)}: {message}{about}{ticket}")


class BadRequestError(ApiError):
    """400: a field, a parameter or the body is wrong."""


class AuthenticationError(ApiError):
    """401: the key is missing, unknown or expired."""


class PermissionDeniedError(ApiError):
    """403: the key is good, but not for this."""


class NotFoundError(ApiError):
    """404: there is no such thing."""


class ConflictError(ApiError):
    """409: the recording is not in a state that allows this."""


class UnprocessableContentError(ApiError):
    """422: well-formed, but not acceptable."""


class TooEarlyError(ApiError):
    """425: the stored bytes are still being verified; repeat the identical request."""


class RateLimitError(ApiError):
    """429: over the rate limit, after all retries; or a wait for it that is longer than `max_wait`.

    Attributes:
        retry_after: seconds after which the request may be sent; None when nothing says so.

    """

    retry_after: float | None = None


class ServerError(ApiError):
    """500 and above: the service failed, after all retries."""


class StorageError(BotaError):
    """S3 refused the request.

    Attributes:
        status_code: the HTTP status.
        code: S3's error code, such as `SignatureDoesNotMatch`; None when the response had none.
        message: S3's own words.
        request_id: S3's id of the request (`x-amz-request-id`).
        host_id: S3's id of its host (`x-amz-id-2`).

    """

    def __init__(
        self,
        text: str,
        *,
        status_code: int,
        code: str | None,
        message: str,
        request_id: str | None = None,
        host_id: str | None = None,
    ) -> None:
        self.status_code = status_code
        self.code = code
        self.message = message
        self.request_id = request_id
        self.host_id = host_id
        super().__init__(text)


class UploadUrlExpiredError(StorageError):
    """S3 said that the upload URL had expired, and so were those asked for in its place."""


class StorageConnectionError(ConnectionFailedError):
    """S3 gave no response, after all retries."""


class StorageTimeoutError(StorageConnectionError, TimedOutError):
    """S3 gave no response in time, after all retries."""


class UploadCancelledError(BotaError):
    """The call was stopped by its `CancelToken`; the text says what it leaves in the service."""


class DeadlineExceededError(TimedOutError):
    """The call was not done by its deadline; the text says what it leaves in the service."""


class IntegrityError(BotaError):
    """The service holds other bytes than were sent, also after a second full upload."""


class VerificationTimeoutError(TimedOutError):
    """The bytes are stored, but the service had not verified them in time."""


class JobFailedError(BotaError):
    """The service could not do what it had begun.

    Attributes:
        job_id: the id of the transcription or the summary.
        status: its status, `failed`.
        code: why, for programs, such as `audio_too_short`; None when the service named none.
        message: why, in the service's words.

    """

    def __init__(self, *, job_id: str, status: str, code: str | None, message: str) -> None:
        self.job_id = job_id
        self.status = status
        self.code = code
        self.message = message
        super().__init__(f"{job_id} is {status}: {f'{code}: ' if code else ''}{message}")


class TranscriptionFailedError(JobFailedError):
    """The service could not transcribe the recording."""


class SummaryFailedError(JobFailedError):
    """The service could not summarise the transcription."""


class WebhookError(BotaError):
    """A webhook's body is signed as it should be, but is no event that the contract describes."""


class WebhookSignatureError(WebhookError):
    """A webhook does not prove that the service sent it just now; the text says what is wrong."""


class JournalError(BotaError):
    """The journal of a bulk upload is damaged, is another's, or cannot be read or written."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableContentError,
    425: TooEarlyError,
    429: RateLimitError,
}


def error_class_for(status_code: int) -> type[ApiError]:
    """Return the class of error for an HTTP status."""
    if status_code >= 500:
        return ServerError
    return _BY_STATUS.get(status_code, ApiError)
