"""Half-typed YAML is refused with the line and what was expected there, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract import load_contract
from generator.errors import GenerationError
from generator.rules import check_contract
from tests.generator.contracts import BAD, BODY, CHANGED, GOOD, KIND, LABEL, NOTE

GET = GOOD[GOOD.index("    get:") : GOOD.index("    post:")]
ITEM = GOOD[GOOD.index("  /things") : GOOD.index("components:")]
COMPONENTS = GOOD[GOOD.index("components:") :]
PARAMETERS = f"parameters:\n        - {NOTE}"

# what stands in the good contract, what is there, line, what is wrong, what is expected
HALF_TYPED = [
    (ITEM, "  /things/{id}:\n", 4, "paths./things/{id} is empty", "write a map"),
    (ITEM, "  - /things\n", 3, "paths is a list", "write a map"),
    (ITEM, "  note: later\n", 4, "paths has no key note", "mend it"),
    (GET, "    get:\n", 7, "paths./things/{id}.get is empty", "write a map"),
    (GET, "    get: []\n", 7, "get is empty", "write a map"),
    (PARAMETERS, "parameters:", 18, "post.parameters is empty", "write a list"),
    (PARAMETERS, f"parameters:\n          a: {NOTE}", 18, "parameters is a map", "write a list"),
    (PARAMETERS, "parameters: [limit]", 18, "parameters[0] is text", "write a map"),
    (NOTE, "{in: query, schema: {}}", 19, "parameters[0] has no name", "write its name"),
    (NOTE, "{name: a, in: body}", 19, "in is 'body'", "write query or header or path or cookie"),
    ("tags: [things]", "tags: things", 9, "tags is text", "write a list"),
    ("tags: [things]", "tags: [1]", 9, "tags[0] is a number", "write text, in quotes"),
    (BAD, '"400":', 13, "responses.400 is empty", "write a map"),
    (BAD, '"400": Not good', 13, "responses.400 is text", "write a map"),
    (BAD, '"400": {}', 13, "responses.400 has no description", "write its description"),
    (BAD, "400: {description: bad}", 13, "responses.400 is no text", 'write it in quotes: "400"'),
    (BODY, "content:", 21, "requestBody.content is empty", "write a map"),
    (BODY, "content: {application/json: }", 21, "application/json is empty", "write a map"),
    (BODY, "content: {application/json: {schema: }}", 21, "schema is empty", "write a schema, {} for any"),
    (LABEL, "label:\n    Change", 33, "Thing.properties.label is empty", "write a schema, {} for any"),
    (LABEL, "1: {}\n    Change", 33, "properties.1 is no text", 'write it in quotes: "1"'),
    (CHANGED, "    Change: {type: object, properties: [label]}\n", 34, "properties is a list", "write a map"),
    (CHANGED, "    Change:\n", 34, "schemas.Change is empty", "write a schema"),
    (CHANGED, "    Change: text\n", 34, "schemas.Change is text", "write a schema"),
    (CHANGED, "    Change: {allOf: {a: {}}}\n", 34, "allOf is a map", "write a list"),
    (CHANGED, "    Change: {oneOf: []}\n", 34, "oneOf: [] should be non-empty", "write what OpenAPI 3.1 has there"),
    (CHANGED, "    Change: {type: array, items: [{}]}\n", 34, "items is a list", "write a schema"),
    (CHANGED, "    Change: {required: label}\n", 34, "required is text", "write a list"),
    (KIND, "Kind: {type: string, enum: }", 28, "enum is empty", "write a list"),
    (KIND, "Kind: {type: {string: 1}}", 28, "type is {'string': 1}", "write array or boolean"),
    (NOTE, "{$ref: '#/components/schemas/Kind'}", 19, "leads to another kind of component", "match ^(#/components/parameters/"),
    (KIND, "Kind: {$ref: [a]}", 28, "$ref is a list", "write text"),
    (COMPONENTS, "components:\n", 25, "components is empty", "write a map"),
    (COMPONENTS, "components:\n  responses:\n    Bad:\n", 27, "responses.Bad is empty", "write a map"),
    (COMPONENTS, "components:\n  schemas: []\n", 26, "components.schemas is empty", "write a map"),
    (CHANGED, CHANGED.replace("type: string", "type: string, minLength: few"), 37, "label.minLength is text", "write integer"),
    (CHANGED, CHANGED.replace("type: string", "type: text"), 37, "label.type is 'text'", "write array or"),
    ('version: "1"', "version: 1.0", 2, "info.version is ", "write text, in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "half", "line", "problem", "fix"), HALF_TYPED)
def test_half_typed_yaml(
    tmp_path: Path, good: str, half: str, line: int, problem: str, fix: str
) -> None:
    assert good in GOOD
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace(good, half, 1))
    with pytest.raises(GenerationError) as caught:
        check_contract(path, load_contract(path))
    # What refers to it leads nowhere now, and is found as well.
    (found,) = [line for line in str(caught.value).splitlines() if ": shape: " in line]
    place, _, words = found.partition(": shape: ")
    assert place == f"contract.yaml:{line}"
    assert problem in words.partition("; ")[0]
    assert words.partition("; ")[2].startswith(fix)
