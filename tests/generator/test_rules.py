"""A contract that the generator would silently mangle is refused, with line, rule and fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.contract import load_contract
from generator.errors import GenerationError
from generator.rules import FIRST_RULES, RULES, check_contract
from tests.generator.conftest import ROOT
from tests.generator.contracts import GOOD, ID, KIND, LABEL, NOTE, query, ref

SCHEMAS = "  schemas:\n"
DATE = "{type: string, format: date-time}"
OTHER = "key: {type: http, scheme: bearer}, other: {type: apiKey, in: header, name: X-Key}"

# rule, what stands in the good contract, what breaks the rule there
OPERATIONS = [
    ("shape", "openapi: 3.1.0", "openapi: 3.2.0"),
    ("shape", "openapi: 3.1.0", "openapi: 3.0.3"),
    ("shape", "operationId: changeThing", "callback: later\n      operationId: changeThing"),
    ("own-servers", "operationId: changeThing", "servers: [{url: 'https://x'}]\n      operationId: changeThing"),
    ("own-servers", "    get:", "    servers: [{url: 'https://x'}]\n    get:"),
    ("security-scheme", "{type: http, scheme: bearer}", "{type: apiKey, in: query, name: key}"),
    ("security-scheme", "{type: http, scheme: bearer}", "{type: mutualTLS}"),
    ("security-scheme", "[{key: []}]", "[{key: [], other: []}]"),
    ("operation-id", "operationId: changeThing", "operationId: get_thing"),
    ("operation-id", "operationId: changeThing", "operationId: annotations"),
    ("method-name", "operationId: changeThing", "operationId: getThings"),
    ("method-name", "operationId: changeThing", "x-bota-method: get\n      operationId: changeThing"),
]  # fmt: skip
SCHEMA = [
    ("schema-name", KIND, f"{KIND}\n    KIND: {{type: string, enum: [one]}}"),
    ("schema-name", KIND, f"{KIND}\n    thing: {{type: object}}"),
    ("foreign-reference", LABEL, "label: {$ref: 'other.yaml#/A'}\n    Change"),
    ("foreign-reference", LABEL, f"label: {ref('Nothing')}\n    Change"),
    ("foreign-reference", LABEL, f"label: {ref('Loop')}\n    Loop: {ref('Loop')}\n    Change"),
    ("secret-place", LABEL, f"label: {ref('Key')}\n    Key: {{type: string, format: password}}\n    Change"),
    ("secret-place", LABEL, "label: {type: array, items: {type: string, format: password}}\n    Change"),
]  # fmt: skip
PARAMETERS = [
    ("cookie-parameter", NOTE, "{name: a, in: cookie, schema: {type: string}}"),
    ("path-style", ID, ID.replace("required", "style: label, required")),
    ("nested-parameter", ID, ID.replace("{type: string}", ref("Thing"))),
    ("nested-parameter", NOTE, NOTE.replace("{type: string}", ref("Thing"))),
    ("nested-parameter", NOTE, query(f"{{type: array, items: {ref('Change')}}}")),
    ("nested-parameter", NOTE, query("{type: array, items: {type: array, items: {}}}")),
    ("nested-parameter", SCHEMAS, f"  parameters: {{P: {query(ref('Outer'))}}}\n{SCHEMAS}    Outer: {{type: object, properties: {{inner: {ref('Change')}}}}}\n"),
]  # fmt: skip
HINTS = [
    *(("rate-limit", "paths:", f"x-bota-rate-limit: {hint}\npaths:") for hint in (
        "[requests]", "100", "{requests: many}", "{requests: 0}", "{requests: true}", "{1: 2}")),
    ("rate-limit", "operationId: getThing", "operationId: getThing\n      x-bota-rate-limit: uploads"),
    ("rate-limit", "operationId: getThing", "operationId: getThing\n      x-bota-rate-limit: [uploads]"),
    *(("pagination-hint", "operationId: getThing", f"operationId: getThing\n      x-bota-pagination: {hint}") for hint in (
        "{}", "true", "[]", "{items: label}", "{pages: data}", "{items: rows}", "{cursor: X-Note}")),
    ("pagination-hint", "operationId: changeThing", "operationId: changeThing\n      x-bota-pagination: {}"),
]  # fmt: skip
BROKEN = [*OPERATIONS, *SCHEMA, *PARAMETERS, *HINTS]
EMPTY = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'

Refuse = Callable[[str], None]


@pytest.fixture
def refuse(tmp_path: Path) -> Refuse:
    def refuse_text(text: str) -> None:
        path = tmp_path / "contract.yaml"
        path.write_text(text)
        check_contract(path, load_contract(path))

    return refuse_text


def rules(text: str, caught: pytest.ExceptionInfo[GenerationError]) -> set[str]:
    found = [line.split(": ") for line in str(caught.value).splitlines()]
    for place, _, *words in found:
        file, line = place.split(":")
        assert file == "contract.yaml"
        assert 0 < int(line) <= text.count("\n")
        assert ";" in ": ".join(words)
    return {rule for _, rule, *_ in found}


def test_a_good_contract_passes(refuse: Refuse) -> None:
    refuse(GOOD)
    refuse((ROOT / "openapi.yaml").read_text())


@pytest.mark.parametrize(("rule", "good", "bad"), BROKEN)
def test_what_breaks_a_rule_is_refused(refuse: Refuse, rule: str, good: str, bad: str) -> None:
    assert good in GOOD
    text = GOOD.replace("key: {type: http, scheme: bearer}", OTHER) if "other: []" in bad else GOOD
    text = text.replace(good, bad, 1)
    with pytest.raises(GenerationError) as caught:
        refuse(text)
    assert rule in rules(text, caught)


def test_a_contract_without_operations_passes(refuse: Refuse) -> None:
    refuse(EMPTY)


def test_all_findings_come_at_once_in_the_order_of_lines(refuse: Refuse) -> None:
    text = GOOD.replace(NOTE, "{name: a, in: cookie, schema: {type: string}}")
    text = text.replace(
        "operationId: getThing", "servers: [{url: 'https://x'}]\n      operationId: getThing"
    )
    text = text.replace("operationId: changeThing", "summary: [a]\n      operationId: changeThing")
    text = text.replace(LABEL, f"label: {ref('Nothing')}\n    Change").replace("3.1.0", "3.0.0")
    with pytest.raises(GenerationError) as caught:
        refuse(text)
    lines = str(caught.value).splitlines()
    numbers = [int(line.split(":")[1]) for line in lines]
    assert numbers == sorted(numbers)
    assert [line.split(": ")[1] for line in lines] == [
        "shape", "own-servers", "shape", "cookie-parameter", "foreign-reference"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "loop",
    [
        f"Loop: {{allOf: [{ref('Loop')}, {ref('Thing')}]}}",
        f"Loop: {{oneOf: [{ref('Other')}, {ref('Thing')}]}}\n    Other: {{anyOf: [{ref('Loop')}]}}",
    ],
)
def test_a_schema_that_consists_of_itself_is_refused(refuse: Refuse, loop: str) -> None:
    with pytest.raises(GenerationError, match="self-composition: Loop consists of itself"):
        refuse(GOOD.replace(KIND, f"{KIND}\n    {loop}"))


def test_an_alias_inside_of_what_it_stands_for_is_refused(refuse: Refuse) -> None:
    loop = "Loop: &loop {type: object, properties: {inner: *loop}}"
    with pytest.raises(GenerationError, match=r"Loop\.properties\.inner is empty"):
        refuse(GOOD.replace(KIND, f"{KIND}\n    {loop}"))


def test_every_rule_has_a_failing_example() -> None:
    examples = {rule for rule, _, _ in BROKEN} | {"self-composition"}
    assert examples == {rule.__name__.replace("_", "-") for rule in (*FIRST_RULES, *RULES)}
