"""A contract that the generator would silently mangle is refused, with line, rule and fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.contract import load_contract
from generator.errors import GenerationError
from generator.rules import FIRST_RULES, RULES, check_contract
from tests.generator.conftest import ROOT
from tests.generator.contracts import (
    BAD,
    BODY,
    CHANGED,
    GOOD,
    ID,
    KIND,
    LABEL,
    NOTE,
    OK,
    query,
    ref,
    response,
)  # fmt: skip

GET_TAGS = "operationId: getThing\n      tags: [things]"
POST_TAGS = "operationId: changeThing\n      tags: [things]"
SCHEMAS = "  schemas:\n"
DATE = "{type: string, format: date-time}"

# rule, what stands in the good contract, what breaks the rule there
OPERATIONS = [
    ("openapi-version", "openapi: 3.1.0", "openapi: 3.2.0"),
    ("webhook", "paths:", "webhooks: {done: {post: {}}}\npaths:"),
    ("webhook", "operationId: changeThing", "callbacks: {done: {}}\n      operationId: changeThing"),
    ("own-servers", "operationId: changeThing", "servers: [{url: 'https://x'}]\n      operationId: changeThing"),
    ("own-servers", "    get:", "    servers: [{url: 'https://x'}]\n    get:"),
    ("security-scheme", "{type: http, scheme: bearer}", "{type: apiKey, in: header, name: X-Key}"),
    ("security-scheme", "scheme: bearer", "scheme: basic"),
    ("path-item-reference", "components:", f"  /x: {ref('P', 'pathItems')}\ncomponents:\n  pathItems: {{P: {{}}}}"),
    ("operation-id", "operationId: changeThing", "operationId: get_thing"),
    ("operation-id", "      operationId: changeThing\n", ""),
    *(("operation-name", "operationId: changeThing", f"operationId: {name}") for name in (
        "cast", "expect", "builtins", "request", "response", "body", "annotations")),
    ("one-tag", GET_TAGS, f"{GET_TAGS[:-1]}, b]"),
    ("one-tag", "      tags: [things]\n", ""),
    ("operation-security", f"{GET_TAGS}\n      security: [{{key: []}}]", GET_TAGS),
    ("documented-400", f"        {BAD}\n", ""),
    ("method-name", "operationId: changeThing", "operationId: getThings"),
    ("method-name", "operationId: changeThing", "operationId: importThing"),
    ("method-name", "operationId: changeThing", "operationId: strThing"),
    ("method-name", "operationId: changeThing", "operationId: thing-2fa"),
]  # fmt: skip
NAMES = [
    *(("tag-name", POST_TAGS, POST_TAGS.replace("things", name)) for name in (
        "upload", "uploadMany", "api", "close", "aclose", "download", "with options", "_things")),
    ("tag-class", POST_TAGS, POST_TAGS.replace("things", "async things")),
    ("tag-class", POST_TAGS, POST_TAGS.replace("things", "Things")),
    ("tag-class", POST_TAGS, POST_TAGS.replace("things", "authenticated client")),
    ("tag-class", POST_TAGS, POST_TAGS.replace("things", "resources")),
    *(("schema-class", KIND, f"{KIND}\n    {name}: {{type: object}}") for name in (
        "Response", "Any", "Client", "HTTPStatus", "AuthenticatedClient", "Unset", "Mapping", "T",
        "Callable", "File", "TypeVar", "Literal", "UUID", "Things", "AsyncThings", "AsyncThingsWithRawResponse")),
    ("schema-module", KIND, f"{KIND}\n    KIND: {{type: string, enum: [one]}}"),
    ("schema-module", KIND, f"{KIND}\n    thing: {{type: object}}"),
    ("schema-title", CHANGED, CHANGED.replace("type: object", "type: object\n      title: Other")),
    ("schema-named-as-its-property", LABEL, f"thing: {ref('Change')}\n    Change"),
    ("schema-named-as-its-property", LABEL, "thing: {type: [string, 'null']}\n    Change"),
    ("schema-named-as-its-property", LABEL, f"thing: {ref('Kind')}\n    Change"),
    ("property-name", LABEL, "field_dict: {type: string}\n    Change"),
    ("property-name", LABEL, "toDict: {type: string}\n    Change"),
    ("property-name", LABEL, "Unset: {type: string}\n        UNSET: {type: string}\n    Change"),
    ("property-name", LABEL, "a: {type: array, items: {}}\n        a_item: {type: string}\n    Change"),
    ("property-name", LABEL, "prop: {type: string}\n      additionalProperties: {type: string}\n    Change"),
    ("properties-alike", LABEL, "type: {type: string}\n        '@type': {type: string}\n    Change"),
]  # fmt: skip
SCHEMA = [
    ("foreign-reference", LABEL, "label: {$ref: 'other.yaml#/A'}\n    Change"),
    ("foreign-reference", LABEL, f"label: {ref('Nothing')}\n    Change"),
    ("foreign-reference", LABEL, f"label: {ref('Loop')}\n    Loop: {ref('Loop')}\n    Change"),
    ("foreign-reference", LABEL, "label: {$ref: '#/components/schemas/Change/properties/label'}\n    Change"),
    ("foreign-reference", LABEL, "label: {$ref: '#/paths/~1things~1{id}/parameters/0/schema'}\n    Change"),
    ("beside-a-reference", LABEL, "label: {$ref: '#/components/schemas/Change', type: [object, 'null']}\n    Change"),
    ("beside-a-reference", LABEL, f"label: {{type: string}}\n    More: {{allOf: [{ref('Change')}], properties: {{b: {{}}}}}}\n    Change"),
    ("boolean-schema", LABEL, "label: true\n    Change"),
    ("boolean-schema", LABEL, "label: {type: array, items: false}\n    Change"),
    ("boolean-const", LABEL, "label: {const: true}\n    Change"),
    ("enum-of-strings", KIND, "Kind: {enum: [one, 2]}"),
    ("enum-of-strings", KIND, "Kind: {type: integer, enum: [1, 2]}"),
    ("enum-of-strings", KIND, "Kind: {type: string, enum: [true, false]}"),
    ("enum-of-strings", KIND, "Kind: {type: [string, 'null'], enum: [one, null]}"),
    ("enum-without-a-name", LABEL, "label: {type: string, enum: [a]}\n    Change"),
    ("object-without-a-name", LABEL, "label: {type: object}\n    Change"),
    ("object-without-a-name", LABEL, f"label: {{allOf: [{ref('Thing')}, {ref('Change')}]}}\n    Change"),
    ("object-without-a-name", CHANGED, CHANGED.replace("type: object", "type: [object, 'null']")),
    ("array-without-items", LABEL, "label: {type: array}\n    Change"),
    ("array-without-items", LABEL, "label: {type: [array, 'null']}\n    Change"),
    ("union-of-arrays", LABEL, "label: {oneOf: [{type: array, items: {}}, {type: array, items: {type: string}}]}\n    Change"),
    ("binary-schema", LABEL, "label: {type: string, format: binary}\n    Change"),
    ("secret-place", NOTE, "{name: X-Note, in: header, schema: {type: string, format: password}}"),
    ("secret-place", LABEL, f"label: {ref('Key')}\n    Key: {{type: string, format: password}}\n    Change"),
    ("secret-place", LABEL, "label: {type: array, items: {type: string, format: password}}\n    Change"),
    ("request-default", LABEL, "label: {type: string, default: x}\n    Change"),
    ("discriminator", "properties:\n        kind", "discriminator: {propertyName: kind}\n      properties:\n        kind"),
]  # fmt: skip
INLINE = "{type: string, enum: [a]}"
# Schemas are found wherever they stand.
PLACES = [
    ("enum-without-a-name", SCHEMAS, f"{part}\n{SCHEMAS}") for part in (
        f"  requestBodies: {{B: {{content: {{application/json: {{schema: {INLINE}}}}}}}}}",
        f"  responses: {{R: {{description: d, content: {{application/json: {{schema: {INLINE}}}}}}}}}",
        f"  responses: {{R: {{description: d, headers: {{H: {{schema: {INLINE}}}}}}}}}",
        f"  headers: {{H: {{schema: {INLINE}}}}}",
        f"  parameters: {{P: {query(INLINE)}}}",
        f"  parameters: {{P: {{name: a, in: query, content: {{application/json: {{schema: {INLINE}}}}}}}}}",
    )
]  # fmt: skip
PARAMETERS = [
    *(("parameter-name", NOTE, query("{type: string}", name)) for name in (
        "params", "headers", "client", "quote", "expect", "cast", "response", "body", "kwargs")),
    ("parameter-schema", NOTE, "{name: a, in: query, content: {application/json: {schema: {type: string}}}}"),
    ("parameter-schema", NOTE, "{name: a, in: query}"),
    ("parameter-style", NOTE, "{name: a, in: query, explode: false, schema: {type: array, items: {type: string}}}"),
    ("parameter-style", NOTE, "{name: a, in: query, style: deepObject, schema: {type: string}}"),
    ("parameter-style", ID, ID.replace("required", "style: label, required")),
    ("parameter-style", NOTE, "{name: a, in: query, allowReserved: true, schema: {type: string}}"),
    ("parameter-description", NOTE, "{name: X-Note, in: header, description: d, schema: {type: string}}"),
    ("cookie-parameter", NOTE, "{name: a, in: cookie, schema: {type: string}}"),
    *(("header-parameter-type", NOTE, NOTE.replace("{type: string}", schema)) for schema in (
        "{type: array, items: {type: string}}", DATE, "{type: [string, 'null']}", "{}",
        "{type: string, format: uuid}", "{oneOf: [{type: string}, {type: integer}]}")),
    *(("path-parameter-type", ID, ID.replace("{type: string}", schema)) for schema in (
        DATE, "{type: string, format: date}", "{type: boolean}", "{type: [string, 'null']}",
        "{type: array, items: {type: string}}", ref("Thing"))),
    ("query-parameter-type", NOTE, query(f"{{type: array, items: {ref('Change')}}}")),
    ("query-parameter-type", NOTE, query("{type: array, items: {type: array, items: {}}}")),
    ("query-parameter-type", NOTE, query(f"{{oneOf: [{ref('Change')}, {{type: 'null'}}]}}")),
    ("query-parameter-type", SCHEMAS, f"  parameters: {{P: {query(ref('Outer'))}}}\n{SCHEMAS}    Outer: {{type: object, properties: {{inner: {ref('Change')}}}}}\n"),
    ("constant-argument", NOTE, query("{const: one}")),
    ("constant-argument", NOTE, query("{type: array, items: {const: one}}")),
    ("constant-argument", BODY, BODY.replace('{$ref: "#/components/schemas/Change"}', "{const: one}")),
    ("constant-argument", CHANGED, CHANGED.replace("{type: string}", "{const: one}")),
    ("argument-name", NOTE, query("{type: string}", "change_thing")),
    *(("argument-name", CHANGED, CHANGED.replace("label", name)) for name in (
        "expect", "response", "body", "kwargs", "change_thing")),
    ("flattened-names", NOTE, query("{type: string}", "label")),
    ("flattened-names", NOTE, query("{type: string}", "id")),
    ("flattened-names", NOTE, f"{NOTE}\n        - {query('{}', 'json_x_note')}"),
    ("flattened-names", CHANGED, f"    Change: {{allOf: [{ref('Thing')}, {ref('Mine')}]}}\n    Mine: {{type: object, properties: {{id: {{type: string}}}}}}\n"),
]  # fmt: skip
CONTENT = [
    *(("body-media", BODY, BODY.replace("application/json", media)) for media in (
        "application/octet-stream", "multipart/form-data", "application/x-www-form-urlencoded",
        "text/plain", "audio/wav")),
    ("body-media", BODY, BODY.replace("}}}", "}}, application/merge-patch+json: {schema: {}}}")),
    ("body-media", BODY, "content: {application/json: {}}"),
    ("body-media", BODY, "content: {}"),
    ("optional-body", BODY, BODY.replace('{$ref: "#/components/schemas/Change"}', "{type: [string, 'null']}")),
    ("body-fields", CHANGED, "    Change: {type: object}\n"),
    ("body-fields", CHANGED, "    Change: {type: object, additionalProperties: {type: string}}\n"),
    ("body-fields", CHANGED, CHANGED.replace("type: object", "type: object\n      additionalProperties: true")),
    ("body-fields", CHANGED, f"    Change: {{allOf: [{ref('Thing')}, {ref('Free')}]}}\n    Free: {{type: object, additionalProperties: {{}}}}\n"),
    ("response-media", "content: {application/json: {schema", "content: {text/csv: {}, application/json: {schema"),
    *(("response-media", OK, OK.replace("application/json", media)) for media in (
        "audio/mpeg", "application/octet-stream", "text/plain")),
    ("response-status", BAD, f'{BAD}\n        "4xx": {{description: d}}'),
    ("default-response", BAD, f"{BAD}\n        default: {{description: d}}"),
    ("no-success", OK, '"302": {description: elsewhere}'),
    ("success-with-and-without-content", BAD, f'{BAD}\n        "202": {{description: d}}'),
    ("success-schema", BAD, f"{BAD}\n        {response(ref('Change'), '202')}"),
    *(("success-schema", OK, response(schema)) for schema in (
        "{type: integer}", "{type: string}", "{type: boolean}", "{type: number}", ref("Kind"),
        f"{{type: array, items: {ref('Thing')}}}",
        f"{{oneOf: [{ref('Thing')}, {ref('Change')}]}}",
        f"{{oneOf: [{ref('Thing')}, {{type: 'null'}}]}}")),
    ("success-schema", OK, OK.replace('{schema: {$ref: "#/components/schemas/Thing"}}', "{}")),
    ("success-schema", "#/components/schemas/Thing", "#/components/schemas/Kind"),
]  # fmt: skip
HEADERED = OK.replace("description: ok", "description: ok, headers: {headers}")
RESPONSES = [
    ("unassigned-status", BAD, f'{BAD}\n        "520": {{description: d}}'),
    *(("response-header-type", OK, HEADERED.replace("{headers}", headers)) for headers in (
        "{X-A: {schema: {type: array, items: {type: string}}}}", "{X-A: {description: d}}",
        f"{{X-A: {{schema: {DATE}}}}}", "{X-A: {schema: {type: [integer, 'null']}}}")),
    *(("response-headers-alike", OK, HEADERED.replace("{headers}", headers)) for headers in (
        "{X-A: {schema: {type: string}}, X_A: {schema: {type: string}}}",
        "{X-A: {schema: {type: string}}, x-a: {schema: {type: integer}}}")),
    *(("rate-limit", "paths:", f"x-bota-rate-limit: {hint}\npaths:") for hint in (
        "[requests]", "100", "{requests: many}", "{requests: 0}", "{requests: true}", "{1: 2}")),
    ("rate-limit", "operationId: getThing", "operationId: getThing\n      x-bota-rate-limit: uploads"),
    ("rate-limit", "operationId: getThing", "operationId: getThing\n      x-bota-rate-limit: [uploads]"),
    *(("pagination-hint", "operationId: getThing", f"operationId: getThing\n      x-bota-pagination: {hint}") for hint in (
        "{}", "true", "[]", "{items: label}", "{pages: data}", "{items: rows}", "{cursor: X-Note}")),
    ("pagination-hint", "operationId: changeThing", "operationId: changeThing\n      x-bota-pagination: {}"),
    ("deprecated-without-a-word", "operationId: getThing", "operationId: getThing\n      deprecated: true"),
    ("deprecated-without-a-word", NOTE, NOTE.replace("in:", "deprecated: true, in:")),
    ("deprecated-without-a-word", NOTE, NOTE.replace("type:", "deprecated: true, type:")),
    ("deprecated-without-a-word", LABEL, "label: {type: string, deprecated: true}\n    Change"),
    ("deprecated-but-required", NOTE, NOTE.replace("in:", "deprecated: true, required: true, in:")),
    ("deprecated-but-required", CHANGED, CHANGED.replace("type: string", "type: string, deprecated: true") + "      required: [label]\n"),
    ("read-only-field", CHANGED, CHANGED.replace("type: string", "type: string, readOnly: true")),
]  # fmt: skip
BROKEN = [*OPERATIONS, *NAMES, *SCHEMA, *PLACES, *PARAMETERS, *CONTENT, *RESPONSES]
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
    text = GOOD.replace(good, bad, 1)
    with pytest.raises(GenerationError) as caught:
        refuse(text)
    assert rule in rules(text, caught)


def test_a_contract_without_operations_is_refused(refuse: Refuse) -> None:
    with pytest.raises(GenerationError) as caught:
        refuse(EMPTY)
    assert rules(EMPTY, caught) == {"no-operations"}


def test_the_line_is_that_of_the_trap(refuse: Refuse) -> None:
    with pytest.raises(GenerationError, match=r"contract\.yaml:28: enum-of-strings: "):
        refuse(GOOD.replace(KIND, "Kind: {enum: [1, 2]}"))


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
    examples = {rule for rule, _, _ in BROKEN} | {"no-operations", "shape", "self-composition"}
    assert examples == {rule.__name__.replace("_", "-") for rule in (*FIRST_RULES, *RULES)}
