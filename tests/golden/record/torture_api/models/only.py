from typing import Final, Literal, TypeAlias

OnlyLiteral: TypeAlias = Literal["one"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class Only:
    """Only."""

    ONE: Final = "one"


ONLY_VALUES: tuple[OnlyLiteral, ...] = ("one",)
