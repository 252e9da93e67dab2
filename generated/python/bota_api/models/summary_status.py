from typing import Final, Literal, TypeAlias

SummaryStatusLiteral: TypeAlias = Literal["completed", "failed", "pending", "processing"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class SummaryStatus:
    """Where a summary stands. More values will appear."""

    COMPLETED: Final = "completed"
    FAILED: Final = "failed"
    PENDING: Final = "pending"
    PROCESSING: Final = "processing"


SUMMARY_STATUS_VALUES: tuple[SummaryStatusLiteral, ...] = (
    "completed",
    "failed",
    "pending",
    "processing",
)
