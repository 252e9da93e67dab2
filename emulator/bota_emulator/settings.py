"""What a test can change about the service while it runs. No key and no secret is kept here."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Literal, get_args

from bota_emulator.api.header_fields import need_headers
from bota_emulator.clock import MAX_SKEW

ErrorEnvelope = Literal["details", "param", "type"]
Paging = Literal["cursor", "offset"]
RateLimits = Literal["off", "documented"]

# RFC 6454, section 6.2; a star stands for any text.
_ORIGIN = re.compile(r"\*|https?://[^/?#@\s]+")

CHOICES: dict[str, tuple[str, ...]] = {
    "error_envelope": get_args(ErrorEnvelope),
    "paging": get_args(Paging),
    "rate_limits": get_args(RateLimits),
}


# A signature's life: AWS, "Authenticating Requests: Using Query Parameters".
_RANGES: dict[str, tuple[float, float]] = {
    "url_lifetime_seconds": (1, 604_800),
    "verification_pending": (0, 1_000_000),
    "storage_idle_seconds": (0, 86_400),
    "webhook_timeout_seconds": (0.01, 600),
    "storage_skew_seconds": (-MAX_SKEW, MAX_SKEW),
}


@dataclasses.dataclass
class Settings:
    """How the emulated service behaves; every field may be set at any time.

    Attributes:
        error_envelope: Which of the three forms of an error body to return: `details`
            (`code`, `message`, `details`), `param` (`code`, `message`, `param`, `request_id`) or
            `type` (`type`, `message`).
        paging: `cursor` returns `next_cursor`; `offset` leaves it out, as the core contract does.
        rate_limits: `off`, or `documented`: 100 requests a minute, 30 of them for upload URLs.
        verification_pending: How many times a completion with a hash gets 425 first.
        url_lifetime_seconds: Life of an upload URL, 3600 in the contract.
        sign_content_length: Sign `Content-Length` too when the size was declared.
        extra_upload_headers: More headers to sign, and to return in `headers`.
        return_upload_headers: False leaves `headers` out and returns `content_type` instead.
        size_as_string: Return `file_size_bytes` as decimal digits, which the contract allows.
        storage_idle_seconds: After how many real seconds without a byte the storage gives up a
            request with `RequestTimeout`; S3 takes about 20.
        strict: For an operation that has no handler return 501 rather than the contract's example,
            and for a response that is not as the contract has it 500.
        transcription_error: The code that new transcriptions fail with, such as `audio_corrupt`;
            empty for none.
        summary_error: The code that new summaries fail with, such as `processing_error`.
        webhook_timeout_seconds: How many real seconds an endpoint of webhooks gets to respond.
        storage_skew_seconds: How far the storage's clock is ahead of the API's; negative: behind.

        cors_origins: From where web pages may send to the storage, such as `http://localhost:3000`;
            `*` is anywhere, and a star in one is any text. None may where the list is empty.
        cors_api: Let them call the API too.

    """

    error_envelope: ErrorEnvelope = "details"
    paging: Paging = "cursor"
    rate_limits: RateLimits = "off"
    verification_pending: int = 0
    url_lifetime_seconds: int = 3600
    sign_content_length: bool = False
    extra_upload_headers: dict[str, str] = dataclasses.field(default_factory=dict)
    return_upload_headers: bool = True
    size_as_string: bool = False
    storage_idle_seconds: float = 20.0
    storage_skew_seconds: float = 0.0
    strict: bool = False
    transcription_error: str = ""
    summary_error: str = ""
    webhook_timeout_seconds: float = 30.0
    cors_origins: list[str] = dataclasses.field(default_factory=list)
    cors_api: bool = False

    def __setattr__(self, name: str, value: object) -> None:
        _check(name, value)
        super().__setattr__(name, value)

    def update(self, values: dict[str, Any]) -> None:
        """Set several fields, all or none.

        Args:
            values: New values by field name.

        Raises:
            ValueError: A name or a value is not one of those listed for this class.

        """
        for name, value in values.items():
            _check(name, value)
        for name, value in values.items():
            setattr(self, name, value)

    def to_json(self) -> dict[str, Any]:
        """Return all fields, for `GET /_control/settings`."""
        return dataclasses.asdict(self)

    def restore(self, other: Settings) -> None:
        """Take over every value of `other`, keeping this object."""
        self.update(other.to_json())


def _check(name: str, value: object) -> None:
    kinds: dict[str, tuple[type, ...]] = {
        "verification_pending": (int,),
        "url_lifetime_seconds": (int,),
        "sign_content_length": (bool,),
        "extra_upload_headers": (dict,),
        "return_upload_headers": (bool,),
        "size_as_string": (bool,),
        "strict": (bool,),
        "transcription_error": (str,),
        "summary_error": (str,),
        "webhook_timeout_seconds": (int, float),
        "storage_idle_seconds": (int, float),
        "storage_skew_seconds": (int, float),
        "cors_origins": (list,),
        "cors_api": (bool,),
    }
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise ValueError(f"{name} must be one of {', '.join(CHOICES[name])}, not {value!r}")
    elif name not in kinds:
        raise ValueError(f"no such setting: {name}")
    elif not isinstance(value, kinds[name]) or (
        isinstance(value, bool) and bool not in kinds[name]
    ):
        raise ValueError(f"{name} must be {kinds[name][0].__name__}, not {value!r}")
    if name in _RANGES:
        least, most = _RANGES[name]
        if not least <= value <= most:  # type: ignore[operator]  # its type was looked at above
            raise ValueError(f"{name} must be from {least} to {most}, not {value!r}")
    if name == "cors_origins":
        _need_origins(value)
    if name == "extra_upload_headers":
        need_headers(value)


def _need_origins(values: Any) -> None:
    for value in values:
        if not isinstance(value, str) or not _ORIGIN.fullmatch(value):
            raise ValueError(
                "an origin is a scheme, a host and perhaps a port, such as http://localhost:3000, "
                f"or *; not {value!r}"
            )
