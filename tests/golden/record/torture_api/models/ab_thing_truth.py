from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
ABThingTruth: TypeAlias = Literal["true"] | str

AB_THING_TRUTH_VALUES: tuple[ABThingTruth, ...] = ("true",)


def check_ab_thing_truth(value: str) -> ABThingTruth:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for ABThingTruth, expected a str")
