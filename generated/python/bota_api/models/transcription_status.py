from typing import Final, Literal, TypeAlias

TranscriptionStatusLiteral: TypeAlias = Literal["completed", "failed", "pending", "processing"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class TranscriptionStatus:
    """Where a transcription stands. More values will appear."""

    COMPLETED: Final = "completed"
    FAILED: Final = "failed"
    PENDING: Final = "pending"
    PROCESSING: Final = "processing"


TRANSCRIPTION_STATUS_VALUES: tuple[TranscriptionStatusLiteral, ...] = (
    "completed",
    "failed",
    "pending",
    "processing",
)
