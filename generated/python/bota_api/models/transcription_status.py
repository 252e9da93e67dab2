from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
TranscriptionStatus: TypeAlias = Literal["completed", "failed", "pending", "processing"] | str

TRANSCRIPTION_STATUS_VALUES: tuple[TranscriptionStatus, ...] = (
    "completed",
    "failed",
    "pending",
    "processing",
)


def check_transcription_status(value: str) -> TranscriptionStatus:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for TranscriptionStatus, expected a str")
