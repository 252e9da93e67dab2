from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
Only: TypeAlias = Literal["one"] | str

ONLY_VALUES: tuple[Only, ...] = ("one",)


def check_only(value: str) -> Only:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for Only, expected a str")
