from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
Sort: TypeAlias = (
    Literal[
        "",
        "+created_at",
        "-created_at",
        "1",
        "AB",
        "a b",
        "a\"b'c\\",
        "a-b",
        "ab",
        "created_at",
        "null",
        "true",
        "日本",
    ]
    | str
)

SORT_VALUES: tuple[Sort, ...] = (
    "",
    "+created_at",
    "-created_at",
    "1",
    "AB",
    "a b",
    "a\"b'c\\",
    "a-b",
    "ab",
    "created_at",
    "null",
    "true",
    "日本",
)


def check_sort(value: str) -> Sort:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for Sort, expected a str")
