from typing import Final, Literal, TypeAlias

ABThingKindLiteral: TypeAlias = Literal["thing"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class ABThingKind:
    """ABThingKind."""

    THING: Final = "thing"


AB_THING_KIND_VALUES: tuple[ABThingKindLiteral, ...] = ("thing",)
