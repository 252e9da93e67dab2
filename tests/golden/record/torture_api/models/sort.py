from typing import Final, Literal, TypeAlias

SortLiteral: TypeAlias = Literal[
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
"""What type checkers take in requests. The service may add values: all pass at run time."""


class Sort:
    """Sort."""

    EMPTY: Final = ""
    CREATED_AT: Final = "+created_at"
    CREATED_AT_: Final = "-created_at"
    VALUE_1: Final = "1"
    AB: Final = "AB"
    A_B: Final = "a b"
    A_B_C: Final = "a\"b'c\\"
    A_B_: Final = "a-b"
    AB_: Final = "ab"
    CREATED_AT__: Final = "created_at"
    NULL: Final = "null"
    TRUE: Final = "true"
    日本: Final = "日本"


SORT_VALUES: tuple[SortLiteral, ...] = (
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
