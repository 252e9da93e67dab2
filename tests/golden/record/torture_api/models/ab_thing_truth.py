from typing import Final, Literal, TypeAlias

ABThingTruthLiteral: TypeAlias = Literal["true"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class ABThingTruth:
    """ABThingTruth."""

    TRUE: Final = "true"


AB_THING_TRUTH_VALUES: tuple[ABThingTruthLiteral, ...] = ("true",)
