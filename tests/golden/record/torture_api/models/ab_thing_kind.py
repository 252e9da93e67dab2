from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
ABThingKind: TypeAlias = Literal["thing"] | str

AB_THING_KIND_VALUES: tuple[ABThingKind, ...] = ("thing",)


def check_ab_thing_kind(value: str) -> ABThingKind:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for ABThingKind, expected a str")
