"""The rules of the comparison, each on the smallest source that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from generator.diff.change import Step
from generator.diff.oasdiff import join
from generator.diff.surface import load_surface
from generator.diff.surface_changes import surface_changes
from generator.diff.surface_text import parse_surface, surface_texts
from generator.diff.type_change import members
from generator.diff.version import is_enough, lowest_next

RUN = ["callers", "type checkers"]
TYPES = ["type checkers"]

SOURCES = [
    ("def f(): ...", "", RUN, "removed"),
    ("", "def f(): ...", None, "added"),
    ("def f(): ...", "f: int = 1", RUN, "kind-changed"),
    ("def f(a): ...", "def f(): ...", RUN, "parameter-removed"),
    ("def f(a): ...", "def f(*a): ...", RUN, "parameter-unnamed"),
    ("def f(): ...", "def f(a): ...", RUN, "required-parameter-added"),
    ("def f(): ...", "def f(a=1): ...", None, "parameter-added"),
    ("def f(a=1): ...", "def f(a): ...", RUN, "parameter-required"),
    ("def f(a): ...", "def f(a=1): ...", None, "parameter-optional"),
    ("def f(a=1): ...", "def f(a=2): ...", ["callers"], "default-changed"),
    ("def f(a, b): ...", "def f(b, a): ...", RUN, "parameter-moved"),
    ("def f(a): ...", "def f(*, a): ...", RUN, "parameter-moved"),
    ("def f(a: int): ...", "def f(a: int | str): ...", None, "parameter-type"),
    ("def f(a: int | str): ...", "def f(a: int): ...", TYPES, "parameter-type"),
    ("def f() -> int: ...", "def f() -> int | None: ...", RUN, "type-changed"),
    ("def f() -> int | None: ...", "def f() -> int: ...", None, "type-changed"),
    ("a: int", "a: str", RUN, "type-changed"),
    ("def f(a, /, b=(1, 2), *c, d: 'int' = 3, **e): ...", "f = 1", RUN, "kind-changed"),
    ("class A(ValueError): ...", "class A(Exception): ...", RUN, "base-removed"),
    ("class A:\n    def f(self): ...", "class A: ...", RUN, "removed"),
    (
        "class _B:\n    def f(self): ...\nclass A(_B): ...",
        "class _B: ...\nclass A(_B): ...",
        RUN,
        "removed",
    ),
    (
        "import attrs\n@attrs.frozen\nclass A:\n    a: int",
        "import attrs\n@attrs.frozen\nclass A:\n    b: int\n    a: int",
        RUN,
        "required-parameter-added",
    ),
    (
        "import attrs\n@attrs.frozen\nclass A:\n    a: int = attrs.field(default=1)",
        "import attrs\n@attrs.frozen\nclass A:\n    a: int = attrs.field(repr=False)",
        RUN,
        "parameter-required",
    ),
    (
        "def f(): ...",
        "import warnings\n@warnings.deprecated('Use g.')\ndef f(): ...",
        None,
        "deprecated",
    ),
    ("def f(): ...", 'def f():\n    """Do.\n\n    Deprecated: use g.\n    """', None, "deprecated"),
    (
        "from typing import Literal, TypeAlias\nT: TypeAlias = Literal['a', 'b']\ndef f(a: T): ...",
        "from typing import Literal, TypeAlias\nT: TypeAlias = Literal['a']\ndef f(a: T): ...",
        TYPES,
        "value-removed",
    ),
]

SAME = [
    ("def f(a: int): ...", 'def f(a: "int"): ...'),
    ("def f(a: int | str): ...", "def f(a: str | int): ...  # Why."),
    ("def _f(): ...", ""),
    ("import os", ""),
    ("class A:\n    _x = 1", "class A:\n    _y = 2"),
    ("class A:\n    def f(self): ...", "class _B:\n    def f(self): ...\nclass A(_B): ..."),
]


def differences(tmp_path: Path, old: str, new: str) -> dict[str, list[str] | None]:
    surfaces = []
    for name, source in (("old", old), ("new", new)):
        package = tmp_path / name / "wrappers/python/bota_sdk"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(source)
        surfaces.append(load_surface(tmp_path / name))
    # What is read back from its text is the same.
    texts = surface_texts(surfaces[0])
    assert surface_changes(parse_surface("".join(texts.values())), surfaces[0]) == []
    surfaces[0] = parse_surface("".join(texts.values()))
    return {
        change.rule: [str(audience) for audience in change.audiences] if change.breaking else None
        for change in surface_changes(*surfaces)
    }


@pytest.mark.parametrize(("old", "new", "breaks", "rule"), SOURCES)
def test_rule(tmp_path: Path, old: str, new: str, breaks: list[str] | None, rule: str) -> None:
    found = differences(tmp_path, old, new)
    assert rule in found
    assert found[rule] == breaks


@pytest.mark.parametrize(("old", "new"), SAME)
def test_no_change(tmp_path: Path, old: str, new: str) -> None:
    assert differences(tmp_path, old, new) == {}


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int | None", {"int", "None"}),
        ("Optional[Union[int, 'str']]", {"int", "str", "None"}),
        ("Literal['a', 'b'] | str", {"str"}),
        ("Literal['a', 1]", {"'a'", "1"}),
        ("Named | int", {"str", "None", "int"}),
        ("list[Named]", {"list[Named]"}),
        ("not an annotation", {"not an annotation"}),
    ],
)
def test_members(annotation: str, expected: set[str]) -> None:
    assert members(annotation, {"Named": "Inner | None", "Inner": "str"}) == expected


@pytest.mark.parametrize(
    ("old", "step", "needed"),
    [
        ("1.2.3", Step.NONE, "1.2.3"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.MAJOR, "2.0.0"),
        ("0.2.3", Step.NONE, "0.2.3"),
        ("0.2.3", Step.PATCH, "0.2.4"),
        ("0.2.3", Step.MINOR, "0.2.4"),
        ("0.2.3", Step.MAJOR, "0.3.0"),
        ("0.0.3", Step.MAJOR, "0.0.4"),
    ],
)
def test_versions(old: str, step: Step, needed: str) -> None:
    assert lowest_next(Version(old), step) == Version(needed)


def test_a_prerelease_counts_as_what_it_leads_to() -> None:
    assert is_enough(Version("0.3.0rc1"), Version("0.3.0"))
    assert is_enough(Version("1.0.0"), Version("0.3.0"))
    assert not is_enough(Version("0.2.9"), Version("0.3.0"))


def entry(text: str, operation: str = "GET", path: str = "/a", level: int = 3) -> dict[str, object]:
    return {"id": "x", "level": level, "text": text, "operation": operation, "path": path}


def test_one_property_of_several_operations_is_one_change() -> None:
    (change,) = join(
        [
            entry("removed `data/items/a` for the response status `200`"),
            entry("removed `a` for the response status `201`", "POST"),
            entry("removed `a` for the response status `2XX`", "POST"),
        ]
    )
    assert change.what == "removed `a`"
    assert change.where == "GET /a and 1 more"
    assert change.paths == ("GET /a", "POST /a")
    assert change.breaking


def test_a_format_that_only_hides_a_value_breaks_nobody() -> None:
    (change,) = join([entry("type changed from `string`/`` to `string`/`password`")])
    assert not change.breaking
    (change,) = join([entry("type changed from `string`/`` to `string`/`date-time`")])
    assert change.breaking
