"""Checks what a caller asks to upload, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from bota_sdk._audio_type import content_type_of
from bota_sdk._receipt import OnProgress
from bota_sdk._server_clock import ServerClock
from bota_sdk._settings import Settings
from bota_sdk._source import Source, UploadSource, open_source
from bota_sdk._upload import Upload, UploadIO
from bota_sdk.errors import ConfigurationError


@attrs.frozen
class UploadRequest:
    """A checked request: the source, its type, and the recording or what to create it with."""

    source: Source
    content_type: str
    recording_id: str | None
    fields: Mapping[str, Any]

    def upload(self, io: UploadIO, clock: ServerClock, on_progress: OnProgress | None) -> Upload:
        """Return the upload that does what was asked for."""
        return Upload(
            io=io,
            clock=clock,
            source=self.source,
            content_type=self.content_type,
            recording_id=self.recording_id,
            fields=self.fields,
            on_progress=on_progress,
        )


def check_upload(
    settings: Settings,
    source: UploadSource,
    *,
    recording_id: str | None,
    content_type: str | None,
    end_user_id: str | None,
    name: str | None,
    metadata: Mapping[str, Any] | None,
) -> UploadRequest:
    """Return the checked request.

    Raises:
        TypeError: the source is none of the kinds; an argument has the wrong type.
        ValueError: arguments that do not go together.
        SourceError: the source is empty, too large, unreadable or of an unknown type.
        ConfigurationError: the kind of key cannot do this (contract: createRecording).

    """
    fields = _fields(settings, recording_id, end_user_id, name, metadata)
    opened = open_source(source)
    return UploadRequest(
        source=opened,
        content_type=content_type_of(name=opened.name, given=content_type, head=opened.head()),
        recording_id=recording_id,
        fields=fields,
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
