from typing import Final, Literal, TypeAlias

AudioContentTypeLiteral: TypeAlias = Literal[
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/wav",
    "audio/webm",
]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class AudioContentType:
    """The audio formats that the service takes."""

    AUDIO_AAC: Final = "audio/aac"
    AUDIO_FLAC: Final = "audio/flac"
    AUDIO_MP4: Final = "audio/mp4"
    AUDIO_MPEG: Final = "audio/mpeg"
    AUDIO_OGG: Final = "audio/ogg"
    AUDIO_OPUS: Final = "audio/opus"
    AUDIO_WAV: Final = "audio/wav"
    AUDIO_WEBM: Final = "audio/webm"


AUDIO_CONTENT_TYPE_VALUES: tuple[AudioContentTypeLiteral, ...] = (
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/wav",
    "audio/webm",
)
