"""Checks what a caller asks to upload, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import attrs

from bota_sdk._api.client_state import ClientState
from bota_sdk._settings import Settings
from bota_sdk._shared.cancel import CancelToken, Check, ends_after
from bota_sdk._upload.audio_type import content_type_of
from bota_sdk._upload.progress import OnProgress
from bota_sdk._upload.source import Source
from bota_sdk._upload.upload import Checksum, Upload
from bota_sdk._upload.upload_io import UploadIO
from bota_sdk.errors import ConfigurationError


@attrs.frozen
class UploadOptions:
    """What `upload` was called with, beside the source. See `Bota.upload`."""

    recording_id: str | None
    content_type: str | None
    end_user_id: str | None
    name: str | None
    metadata: Mapping[str, Any] | None
    checksum: Checksum
    deadline: float | None
    cancel: CancelToken | None
    on_progress: OnProgress | None

    def checks(self) -> tuple[Check, ...]:
        """Return what can stop the upload.

        Raises:
            TypeError, ValueError: `deadline` or `cancel` is wrong.

        """
        checks: list[Check] = []
        if self.cancel is not None:
            if not isinstance(self.cancel, CancelToken):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"cancel is a CancelToken, not {type(self.cancel).__name__}")
            checks.append(self.cancel.check)
        if self.deadline is not None:
            if not isinstance(self.deadline, int | float):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"deadline is seconds, not {type(self.deadline).__name__}")
            if not self.deadline > 0:
                raise ValueError(f"deadline is {self.deadline!r}; it must be seconds above 0")
            checks.append(ends_after(self.deadline))
        return tuple(checks)


def check_options(settings: Settings, options: UploadOptions) -> Mapping[str, Any]:
    """Return the fields to create the recording with.

    Raises:
        TypeError, ValueError: an argument has the wrong type, or some do not go together.
        SourceError: the content type is unknown.
        ConfigurationError: the kind of key cannot do this (contract: createRecording).

    """
    if options.checksum not in get_args(Checksum):
        raise ValueError(f"checksum is {options.checksum!r}; it must be 'sha256' or 'md5'")
    for name in ("recording_id", "content_type", "end_user_id", "name"):
        value = getattr(options, name)
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is a str, not {type(value).__name__}")
    if options.on_progress is not None and not callable(options.on_progress):
        raise TypeError("on_progress must be callable with one argument")
    return _fields(
        settings, options.recording_id, options.end_user_id, options.name, options.metadata
    )


def make_upload(
    io: UploadIO,
    state: ClientState,
    source: Source,
    options: UploadOptions,
    fields: Mapping[str, Any],
) -> Upload:
    """Return the upload of an opened source, which it closes; also when this raises.

    Raises:
        SourceError: the source is of an unknown type.

    """
    try:
        content_type = content_type_of(
            name=source.name, given=options.content_type, head=source.head()
        )
    except BaseException:
        source.close()
        raise
    return Upload(
        io=io,
        state=state,
        source=source,
        content_type=content_type,
        recording_id=options.recording_id,
        fields=fields,
        checksum=options.checksum,
        on_progress=options.on_progress,
    )


def _fields(
    settings: Settings,
    recording_id: str | None,
    end_user_id: str | None,
    name: str | None,
    metadata: Mapping[str, Any] | None,
) -> dict[str, Any]:
    given = {"end_user_id": end_user_id, "name": name, "metadata": metadata}
    fields: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if recording_id is not None:
        if not recording_id:
            raise ValueError("recording_id is empty; leave it out to create a new recording")
        if fields:
            raise ValueError(
                f"{', '.join(fields)} would be ignored: a recording_id was given, and they are "
                "only used to create a new recording",
            )
        return {}
    if metadata is not None and not isinstance(metadata, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"metadata is a mapping of keys to values, not {type(metadata).__name__}")
    if settings.key_kind == "up":
        raise ConfigurationError(
            "an upload token is for one existing recording: pass its recording_id",
        )
    if settings.key_kind == "dtok":
        if end_user_id is not None:
            raise ConfigurationError(
                "a device token names its own end user: leave end_user_id out",
            )
        return fields
    if not end_user_id:
        raise ConfigurationError(
            "end_user_id is missing: with a secret or restricted key the service needs to know "
            "whose recording it is",
        )
    return {**fields, "source": "api_upload", "upload_method": "import"}
