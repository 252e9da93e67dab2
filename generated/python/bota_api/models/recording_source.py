from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
RecordingSource: TypeAlias = Literal["api_upload", "app_import", "device"] | str

RECORDING_SOURCE_VALUES: tuple[RecordingSource, ...] = (
    "api_upload",
    "app_import",
    "device",
)


def check_recording_source(value: str) -> RecordingSource:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for RecordingSource, expected a str")
