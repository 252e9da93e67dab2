from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
SummaryStatus: TypeAlias = Literal["completed", "failed", "pending", "processing"] | str

SUMMARY_STATUS_VALUES: tuple[SummaryStatus, ...] = (
    "completed",
    "failed",
    "pending",
    "processing",
)


def check_summary_status(value: str) -> SummaryStatus:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for SummaryStatus, expected a str")
