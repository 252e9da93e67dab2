"""What an upload would make of some audio, without uploading it."""

from __future__ import annotations

from contextlib import closing

import attrs

from bota_sdk._upload.source import UploadSource, open_source


@attrs.frozen
class AudioFile:
    """What `inspect_audio` finds.

    Attributes:
        content_type: the type that an upload would have.
        size: bytes.

    """

    content_type: str
    size: int


def inspect_audio(audio: UploadSource, *, content_type: str | None = None) -> AudioFile:
    """Look at what could be uploaded, as an upload does, and send nothing.

    Args:
        audio: as for `Bota.upload`.
        content_type: as for `Bota.upload`.

    Raises:
        TypeError: the audio is none of those.
        SourceError: an upload would refuse it.

    """
    with closing(open_source(audio)) as source:
        return AudioFile(source.content_type(content_type), source.size)
