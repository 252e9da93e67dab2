"""What an upload is called with, the fields of its recording too: checked before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import attrs
from bota_api.params import FIELDS, CreateRecordingParams

from bota_sdk._api.fields import checked_fields
from bota_sdk._settings import Settings
from bota_sdk._shared.cancel import CancelToken
from bota_sdk._shared.text import check_path_id
from bota_sdk._upload.progress import OnProgress
from bota_sdk.errors import ConfigurationError

Checksum = Literal["sha256", "md5"]
"""How a damaged body is found: by the service's SHA-256 of what is stored, or also by S3's MD5."""


@attrs.frozen
class UploadOptions:
    """What `upload` was called with, beside the audio. See `Bota.upload`."""

    recording_id: str | None
    content_type: str | None
    checksum: Checksum
    deadline: float | None
    cancel: CancelToken | None
    on_progress: OnProgress | None
    recording: Mapping[str, Any]


def check_options(settings: Settings, options: UploadOptions) -> dict[str, Any]:
    """Return the fields to create the recording with; none when there is one already.

    Raises:
        TypeError, ValueError: an argument has the wrong type, or some do not go together.
        ConfigurationError: the kind of key cannot do this (contract: createRecording).

    """
    check_shared(options.checksum, options.on_progress)
    for name in ("recording_id", "content_type"):
        value = getattr(options, name)
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is a str, not {type(value).__name__}")
    fields = recording_fields(options.recording)
    if options.recording_id is None:
        fields = _for_key(settings.key_kind, fields)
        for name, field in FIELDS[CreateRecordingParams].items():
            if field.required and name not in fields:
                raise TypeError(f"{name} is missing, which createRecording requires")
        return fields
    if not options.recording_id:
        raise ValueError("recording_id is empty; leave it out to create a new recording")
    check_path_id("recording_id", options.recording_id)
    if fields:
        raise ValueError(
            f"{', '.join(fields)} would be ignored: a recording_id was given, and they are only "
            "used to create a new recording",
        )
    return {}


def check_shared(checksum: object, on_progress: object) -> None:
    """Raise what is wrong with the arguments that `upload` and `upload_many` share."""
    if checksum not in get_args(Checksum):
        raise ValueError(f"checksum is {checksum!r}; it must be 'sha256' or 'md5'")
    if on_progress is not None and not callable(on_progress):
        raise TypeError("on_progress must be callable with one argument")


def _for_key(key_kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    if key_kind == "up":
        raise ConfigurationError(
            "an upload token is for one existing recording: pass recording_id=…",
        )
    if key_kind == "dtok":
        for name in ("end_user_id", "device_id"):
            if name in fields:
                raise ConfigurationError(f"a device token names its own {name}: leave it out")
        return fields
    if not fields.get("end_user_id"):
        raise ConfigurationError(
            "end_user_id is missing: with a secret or restricted key the service needs to know "
            "whose recording it is",
        )
    return {"source": "api_upload", "upload_method": "import", **fields}


def recording_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a recording that were given, checked; see `checked_fields`."""
    return checked_fields("createRecording", CreateRecordingParams, given)
