from typing import Final, Literal, TypeAlias

SummaryProviderLiteral: TypeAlias = Literal["claude", "gemini", "openai"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class SummaryProvider:
    """Who summarises. The service takes `gemini` when it is left out."""

    CLAUDE: Final = "claude"
    GEMINI: Final = "gemini"
    OPENAI: Final = "openai"


SUMMARY_PROVIDER_VALUES: tuple[SummaryProviderLiteral, ...] = (
    "claude",
    "gemini",
    "openai",
)
