from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
RecordingStatus: TypeAlias = (
    Literal[
        "completed", "failed", "integrity_failure", "pending", "processing", "streaming", "uploaded"
    ]
    | str
)

RECORDING_STATUS_VALUES: tuple[RecordingStatus, ...] = (
    "completed",
    "failed",
    "integrity_failure",
    "pending",
    "processing",
    "streaming",
    "uploaded",
)


def check_recording_status(value: str) -> RecordingStatus:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for RecordingStatus, expected a str")
