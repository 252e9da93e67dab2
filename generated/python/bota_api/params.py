"""The fields of request bodies as keyword arguments, for functions that pass them on (PEP 692).

A function that takes `**fields: Unpack[CreateThingParams]` takes, and shows in editors, what the
operation `createThing` takes; a field that the contract gains needs no edit of it. No key is required
here: `FIELDS` says which ones the service needs.
"""

from __future__ import annotations

import builtins
import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict, get_type_hints

if TYPE_CHECKING:
    from .models.audio_content_type import AudioContentTypeLiteral
    from .models.device_metadata import DeviceMetadata
    from .models.device_model import DeviceModelLiteral
    from .models.device_settings import DeviceSettings
    from .models.end_user_metadata import EndUserMetadata
    from .models.media_type import MediaTypeLiteral
    from .models.recording_metadata import RecordingMetadata
    from .models.recording_source import RecordingSourceLiteral
    from .models.summary_provider import SummaryProviderLiteral
    from .models.summary_template import SummaryTemplateLiteral
    from .models.transcription_provider import TranscriptionProviderLiteral
    from .models.upload_method import UploadMethodLiteral


class CreateRecordingParams(TypedDict, total=False):
    """The fields of the body of `create_recording`."""

    device_id: str
    """The recording device."""
    end_user_id: str
    """Whose recording it is. Required with a secret or restricted key."""
    name: str
    """A name for people."""
    started_at: datetime.datetime
    """When the recording began, by the device's clock."""
    ended_at: datetime.datetime
    """When the recording ended, by the device's clock."""
    recorded_at: datetime.datetime
    """When it was recorded."""
    metadata: RecordingMetadata | Mapping[str, Any]
    """Free keys and values."""
    source: RecordingSourceLiteral
    """Where a recording comes from. An upload from a server is `api_upload`."""
    upload_method: UploadMethodLiteral
    """How the audio reaches the service. An upload from a server is `import`."""


class SearchRecordingsParams(TypedDict, total=False):
    """The fields of the body of `search_recordings`."""

    query: str
    """Required. What to look for, in words."""
    end_user_id: str
    """Only recordings of this end user."""
    limit: int
    """Passages to return, 1 to 50. The service takes 8 when it is left out."""
    recording_ids: builtins.list[str]
    """Only these recordings, 500 at most."""


class CreateUploadUrlParams(TypedDict, total=False):
    """The fields of the body of `create_upload_url`."""

    content_type: AudioContentTypeLiteral
    """Required. The audio formats that the service takes."""
    file_size_bytes: int
    """The expected size in bytes; used for validation."""
    type: MediaTypeLiteral
    """What kind of file is uploaded."""
    captured_at: datetime.datetime
    """When it was taken, by the device's clock."""


class CompleteUploadParams(TypedDict, total=False):
    """The fields of the body of `complete_upload`."""

    content_sha256: str
    """SHA-256 of the exact bytes stored, 64 lower-case hex digits."""
    file_size_bytes: int
    """Size of the stored object in bytes. Better left out: a completion that is repeated with it
    is known to be refused (409)."""
    duration_seconds: int
    """Length of the audio in seconds."""


class CreateTranscriptionParams(TypedDict, total=False):
    """The fields of the body of `create_transcription`."""

    recording_id: str
    """Required. The recording to transcribe. It must be uploaded."""
    language: str
    """The language that is spoken (ISO 639-1), such as `en` or `pt-BR`. The service finds out when
    it is left out."""
    diarization: bool
    """Whether to tell the speakers apart. The service does so when it is left out."""
    provider: TranscriptionProviderLiteral
    """Who transcribes. The service chooses when it is left out."""


class CreateSummaryParams(TypedDict, total=False):
    """The fields of the body of `create_summary`."""

    transcription_id: str
    """Required. The transcription to summarise. It must be completed."""
    template_id: SummaryTemplateLiteral
    """The form of a summary."""
    prompt: str
    """What to make of it, in your words, 10 to 10,000 characters. Not together with `template_id`."""
    provider: SummaryProviderLiteral
    """Who summarises. The service takes `gemini` when it is left out."""


class CreateEndUserParams(TypedDict, total=False):
    """The fields of the body of `create_end_user`."""

    external_id: str
    """The id that your own system has for the end user."""
    email: str
    """The e-mail address."""
    name: str
    """A name for people."""
    metadata: EndUserMetadata | Mapping[str, Any]
    """Free keys and values."""


class CreateDeviceParams(TypedDict, total=False):
    """The fields of the body of `create_device`."""

    serial_number: str
    """Required. The serial number; the device is known by it."""
    model: DeviceModelLiteral
    """Which device it is."""
    firmware_version: str
    """The version of its firmware."""
    name: str
    """A name for people."""
    metadata: DeviceMetadata | Mapping[str, Any]
    """Free keys and values."""


class UpdateDeviceParams(TypedDict, total=False):
    """The fields of the body of `update_device`."""

    name: str
    """A name for people."""
    firmware_version: str
    """The version of its firmware."""
    metadata: DeviceMetadata | Mapping[str, Any]
    """Free keys and values."""
    settings: DeviceSettings | Mapping[str, Any]
    """How the device is set up, by the names that its firmware knows."""


class BindDeviceParams(TypedDict, total=False):
    """The fields of the body of `bind_device`."""

    end_user_id: str
    """Required. Whom the device is to belong to."""
    pk_d: str
    """The public key of the device, 128 lower-case hex digits."""


class ParamsField(NamedTuple):
    """What the contract says of a field: whether the service needs it, and what it is."""

    required: bool
    description: str


FIELDS: Final[Mapping[type[Any], Mapping[str, ParamsField]]] = {
    CreateRecordingParams: {
        "device_id": ParamsField(False, "The recording device."),
        "end_user_id": ParamsField(
            False, "Whose recording it is. Required with a secret or restricted key."
        ),
        "name": ParamsField(False, "A name for people."),
        "started_at": ParamsField(False, "When the recording began, by the device's clock."),
        "ended_at": ParamsField(False, "When the recording ended, by the device's clock."),
        "recorded_at": ParamsField(False, "When it was recorded."),
        "metadata": ParamsField(False, "Free keys and values."),
        "source": ParamsField(
            False, "Where a recording comes from. An upload from a server is `api_upload`."
        ),
        "upload_method": ParamsField(
            False, "How the audio reaches the service. An upload from a server is `import`."
        ),
    },
    SearchRecordingsParams: {
        "query": ParamsField(True, "What to look for, in words."),
        "end_user_id": ParamsField(False, "Only recordings of this end user."),
        "limit": ParamsField(
            False, "Passages to return, 1 to 50. The service takes 8 when it is left out."
        ),
        "recording_ids": ParamsField(False, "Only these recordings, 500 at most."),
    },
    CreateUploadUrlParams: {
        "content_type": ParamsField(True, "The audio formats that the service takes."),
        "file_size_bytes": ParamsField(False, "The expected size in bytes; used for validation."),
        "type": ParamsField(False, "What kind of file is uploaded."),
        "captured_at": ParamsField(False, "When it was taken, by the device's clock."),
    },
    CompleteUploadParams: {
        "content_sha256": ParamsField(
            False, "SHA-256 of the exact bytes stored, 64 lower-case hex digits."
        ),
        "file_size_bytes": ParamsField(
            False,
            "Size of the stored object in bytes. Better left out: a completion that is repeated with it is known to be refused (409).",
        ),
        "duration_seconds": ParamsField(False, "Length of the audio in seconds."),
    },
    CreateTranscriptionParams: {
        "recording_id": ParamsField(True, "The recording to transcribe. It must be uploaded."),
        "language": ParamsField(
            False,
            "The language that is spoken (ISO 639-1), such as `en` or `pt-BR`. The service finds out when it is left out.",
        ),
        "diarization": ParamsField(
            False, "Whether to tell the speakers apart. The service does so when it is left out."
        ),
        "provider": ParamsField(False, "Who transcribes. The service chooses when it is left out."),
    },
    CreateSummaryParams: {
        "transcription_id": ParamsField(
            True, "The transcription to summarise. It must be completed."
        ),
        "template_id": ParamsField(False, "The form of a summary."),
        "prompt": ParamsField(
            False,
            "What to make of it, in your words, 10 to 10,000 characters. Not together with `template_id`.",
        ),
        "provider": ParamsField(
            False, "Who summarises. The service takes `gemini` when it is left out."
        ),
    },
    CreateEndUserParams: {
        "external_id": ParamsField(False, "The id that your own system has for the end user."),
        "email": ParamsField(False, "The e-mail address."),
        "name": ParamsField(False, "A name for people."),
        "metadata": ParamsField(False, "Free keys and values."),
    },
    CreateDeviceParams: {
        "serial_number": ParamsField(True, "The serial number; the device is known by it."),
        "model": ParamsField(False, "Which device it is."),
        "firmware_version": ParamsField(False, "The version of its firmware."),
        "name": ParamsField(False, "A name for people."),
        "metadata": ParamsField(False, "Free keys and values."),
    },
    UpdateDeviceParams: {
        "name": ParamsField(False, "A name for people."),
        "firmware_version": ParamsField(False, "The version of its firmware."),
        "metadata": ParamsField(False, "Free keys and values."),
        "settings": ParamsField(
            False, "How the device is set up, by the names that its firmware knows."
        ),
    },
    BindDeviceParams: {
        "end_user_id": ParamsField(True, "Whom the device is to belong to."),
        "pk_d": ParamsField(False, "The public key of the device, 128 lower-case hex digits."),
    },
}
"""The fields of each of the above, by their Python names."""


def types_of(params: type[Any]) -> dict[str, Any]:
    """Return the type of each field of one of the above, as `typing.get_type_hints` gives it.

    It imports the models that these types name, which `get_type_hints` alone does not find.

    Args:
        params: one of the classes above.
    """
    return get_type_hints(params, None, _Models())


class _Models(dict[str, Any]):
    """The models by their names, each imported when it is looked up."""

    def __missing__(self, name: str) -> Any:
        from . import models

        if name in getattr(models, "__all__", ()):
            return getattr(models, name)
        raise KeyError(name)
