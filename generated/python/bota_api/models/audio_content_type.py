from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
AudioContentType: TypeAlias = (
    Literal[
        "audio/aac",
        "audio/flac",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/opus",
        "audio/wav",
        "audio/webm",
    ]
    | str
)

AUDIO_CONTENT_TYPE_VALUES: tuple[AudioContentType, ...] = (
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/wav",
    "audio/webm",
)


def check_audio_content_type(value: str) -> AudioContentType:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for AudioContentType, expected a str")
