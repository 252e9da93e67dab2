from typing import Final, Literal, TypeAlias

MediaTypeLiteral: TypeAlias = Literal["audio", "image", "video"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class MediaType:
    """What kind of file is uploaded."""

    AUDIO: Final = "audio"
    IMAGE: Final = "image"
    VIDEO: Final = "video"


MEDIA_TYPE_VALUES: tuple[MediaTypeLiteral, ...] = (
    "audio",
    "image",
    "video",
)
