"""A contract that the generator would silently mangle is refused, with line, rule and cure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.contract import load_contract
from generator.errors import GenerationError
from generator.traps import RULES, refuse_traps
from tests.generator.conftest import ROOT

GOOD = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getThing
      tags: [things]
      security: [{key: []}]
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
        "400": {description: bad}
    post:
      operationId: changeThing
      tags: [things]
      security: [{key: []}]
      parameters:
        - {name: X-Note, in: header, schema: {type: string}}
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Change"}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
        "400": {description: bad}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Kind: {type: string, enum: [one, two]}
    Thing:
      type: object
      properties:
        kind: {$ref: "#/components/schemas/Kind"}
        label: {type: string}
    Change:
      type: object
      properties:
        label: {type: string}
"""
KIND = "{type: string, enum: [one, two]}"
LABEL = "label: {type: string}\n    Change"
NOTE = "{name: X-Note, in: header, schema: {type: string}}"

# rule, what stands in the good contract, what a trap has there
TRAPS = [
    ("openapi-version", "openapi: 3.1.0", "openapi: 3.2.0"),
    ("path-item-reference", "  /things/{id}:", '  /x: {$ref: "#/components/pathItems/P"}\n  /things/{id}:'),
    ("operation-id", "operationId: changeThing", "operationId: get_thing"),
    ("operation-id", "      operationId: changeThing\n", ""),
    ("one-tag", "operationId: getThing\n      tags: [things]", "operationId: getThing\n      tags: [things, b]"),
    ("operation-security", "operationId: getThing\n      tags: [things]\n      security: [{key: []}]", "operationId: getThing\n      tags: [things]"),
    ("boolean-schema", LABEL, "label: true\n    Change"),
    ("boolean-schema", LABEL, "label: {type: array, items: false}\n    Change"),
    ("enum-values-alike", KIND, "{type: string, enum: [a b, a-b]}"),
    ("enum-values-alike", KIND, "{type: string, enum: [ab, AB]}"),
    ("enum-of-mixed-types", KIND, "{enum: [one, 2]}"),
    ("enum-of-mixed-types", KIND, "{type: [string, 'null'], enum: [one, null]}"),
    ("enum-without-a-name", LABEL, "label: {type: string, enum: [a]}\n    Change"),
    ("boolean-const", LABEL, "label: {const: true}\n    Change"),
    ("property-name", LABEL, "field_dict: {type: string}\n    Change"),
    ("property-name", LABEL, "toDict: {type: string}\n    Change"),
    ("parameter-name", "name: X-Note, in: header", "name: params, in: query"),
    ("schema-named-as-its-property", LABEL, "thing: {$ref: '#/components/schemas/Change'}\n    Change"),
    ("object-without-a-name", LABEL, "label: {type: object}\n    Change"),
    ("foreign-reference", LABEL, "label: {$ref: 'other.yaml#/A'}\n    Change"),
    ("foreign-reference", LABEL, "label: {$ref: '#/components/schemas/Nothing'}\n    Change"),
    ("parameter-style", NOTE, "{name: a, in: query, explode: false, schema: {type: array, items: {type: string}}}"),
    ("parameter-style", NOTE, "{name: a, in: query, style: deepObject, schema: {type: string}}"),
    ("header-parameter-type", NOTE, "{name: X-Note, in: header, schema: {type: array, items: {type: string}}}"),
    ("header-parameter-type", NOTE, "{name: X-Note, in: header, schema: {type: string, format: date-time}}"),
    ("parameter-description", NOTE, "{name: X-Note, in: header, description: d, schema: {type: string}}"),
    ("request-default", LABEL, "label: {type: string, default: x}\n    Change"),
    ("answer-media", "content: {application/json: {schema", "content: {text/csv: {}, application/json: {schema"),
    ("answer-media", "content: {application/json: {schema", "content: {audio/mpeg: {schema"),
    ("default-answer", '"400": {description: bad}', '"400": {description: bad}\n        default: {description: d}'),
    ("success-with-and-without-content", '"400": {description: bad}', '"400": {description: bad}\n        "202": {description: d}'),
    ("documented-400", '        "400": {description: bad}\n', ""),
    ("discriminator", "properties:\n        kind", "discriminator: {propertyName: kind}\n      properties:\n        kind"),
    ("method-name", "operationId: changeThing", "operationId: getThings"),
    ("method-name", "operationId: changeThing", "operationId: importThing"),
    ("flattened-names", "name: X-Note, in: header", "name: label, in: query"),
]  # fmt: skip

Refuse = Callable[[str], None]


@pytest.fixture
def refuse(tmp_path: Path) -> Refuse:
    def refuse_text(text: str) -> None:
        path = tmp_path / "contract.yaml"
        path.write_text(text)
        refuse_traps(path, load_contract(path))

    return refuse_text


def test_a_good_contract_passes(refuse: Refuse) -> None:
    refuse(GOOD)
    refuse((ROOT / "openapi.yaml").read_text())


@pytest.mark.parametrize(("rule", "good", "trap"), TRAPS)
def test_each_trap_is_refused(refuse: Refuse, rule: str, good: str, trap: str) -> None:
    assert good in GOOD
    text = GOOD.replace(good, trap, 1)
    with pytest.raises(GenerationError) as caught:
        refuse(text)
    findings = [line.split(": ") for line in str(caught.value).splitlines()]
    assert rule in {finding[1] for finding in findings}
    for place, _, *words in findings:
        file, line = place.split(":")
        assert file == "contract.yaml"
        assert 0 < int(line) <= text.count("\n")
        assert ";" in ": ".join(words)


def test_the_line_is_that_of_the_trap(refuse: Refuse) -> None:
    with pytest.raises(GenerationError, match=r"contract\.yaml:28: enum-values-alike: "):
        refuse(GOOD.replace(KIND, "{type: string, enum: [a b, a-b]}"))


def test_every_rule_has_a_failing_example() -> None:
    assert {rule for rule, _, _ in TRAPS} == {rule.__name__.replace("_", "-") for rule in RULES}
