"""The fields of request bodies as keyword arguments, for functions that pass them on (PEP 692).

A function that takes `**fields: Unpack[CreateThingParams]` takes, and shows in editors, what the
operation `createThing` takes; a field that the contract gains needs no edit of it. No key is required
here: `FIELDS` says which ones the service needs.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict, get_type_hints

if TYPE_CHECKING:
    from .models.audio_content_type import AudioContentType
    from .models.recording_metadata import RecordingMetadata
    from .models.recording_source import RecordingSource
    from .models.upload_method import UploadMethod


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
    metadata: RecordingMetadata | Mapping[str, Any]
    """Free keys and values."""
    source: RecordingSource
    """Where a recording comes from. An upload from a server is `api_upload`."""
    upload_method: UploadMethod
    """How the audio reaches the service. An upload from a server is `import`."""


class CreateUploadUrlParams(TypedDict, total=False):
    """The fields of the body of `create_upload_url`."""

    content_type: AudioContentType
    """Required. The audio formats that the service takes."""
    file_size_bytes: int
    """The expected size in bytes; used for validation."""


class CompleteUploadParams(TypedDict, total=False):
    """The fields of the body of `complete_upload`."""

    content_sha256: str
    """SHA-256 of the exact bytes stored, 64 lower-case hex digits."""


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
        "metadata": ParamsField(False, "Free keys and values."),
        "source": ParamsField(
            False, "Where a recording comes from. An upload from a server is `api_upload`."
        ),
        "upload_method": ParamsField(
            False, "How the audio reaches the service. An upload from a server is `import`."
        ),
    },
    CreateUploadUrlParams: {
        "content_type": ParamsField(True, "The audio formats that the service takes."),
        "file_size_bytes": ParamsField(False, "The expected size in bytes; used for validation."),
    },
    CompleteUploadParams: {
        "content_sha256": ParamsField(
            False, "SHA-256 of the exact bytes stored, 64 lower-case hex digits."
        ),
    },
}
"""The fields of each of the above, by their Python names."""


def types_of(params: type[Any]) -> dict[str, Any]:
    """Return the type of each field of one of the above, as `typing.get_type_hints` gives it.

    It imports the models, which this module does not: `get_type_hints` alone has no names for them.

    Args:
        params: one of the classes above.
    """
    from . import models

    return get_type_hints(
        params, None, {name: getattr(models, name) for name in getattr(models, "__all__", ())}
    )
