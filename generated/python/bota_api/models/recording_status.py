from typing import Final, Literal, TypeAlias

RecordingStatusLiteral: TypeAlias = Literal[
    "completed", "failed", "integrity_failure", "pending", "processing", "streaming", "uploaded"
]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class RecordingStatus:
    """Where a recording stands. More values will appear."""

    COMPLETED: Final = "completed"
    FAILED: Final = "failed"
    INTEGRITY_FAILURE: Final = "integrity_failure"
    PENDING: Final = "pending"
    PROCESSING: Final = "processing"
    STREAMING: Final = "streaming"
    UPLOADED: Final = "uploaded"


RECORDING_STATUS_VALUES: tuple[RecordingStatusLiteral, ...] = (
    "completed",
    "failed",
    "integrity_failure",
    "pending",
    "processing",
    "streaming",
    "uploaded",
)
