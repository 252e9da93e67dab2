from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
MediaType: TypeAlias = Literal["audio", "image", "video"] | str

MEDIA_TYPE_VALUES: tuple[MediaType, ...] = (
    "audio",
    "image",
    "video",
)


def check_media_type(value: str) -> MediaType:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for MediaType, expected a str")
