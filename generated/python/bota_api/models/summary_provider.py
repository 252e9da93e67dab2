from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
SummaryProvider: TypeAlias = Literal["claude", "gemini", "openai"] | str

SUMMARY_PROVIDER_VALUES: tuple[SummaryProvider, ...] = (
    "claude",
    "gemini",
    "openai",
)


def check_summary_provider(value: str) -> SummaryProvider:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for SummaryProvider, expected a str")
