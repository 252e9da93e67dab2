"""Rules for parameters, and for the arguments that they and a body's fields become.

One function for each rule, named as the rule is. Each was tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import Operation, bodies, operations, parameters, parameters_of, resolve
from generator.finding import Finding
from generator.naming import identifier, identifiers
from generator.schema_view import Field, fields, kinds

_VARIABLES_OF_FUNCTIONS: Final = frozenset({"client", "headers", "params", "quote"})
_VARIABLES_OF_METHODS: Final = frozenset(
    {"body", "cast", "expect", "expect_success", "kwargs", "response"},
)
_STYLES: Final = {"path": "simple", "query": "form", "header": "simple"}
_PLAIN: Final = frozenset({"string", "boolean", "integer", "number", "enum"})
_IN_A_PATH: Final = frozenset({"string", "integer", "number", "enum", "uuid", "union"})


def parameter_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that the function's own code uses."""
    taken = _VARIABLES_OF_FUNCTIONS | _VARIABLES_OF_METHODS
    for node, line in parameters(document):
        if identifier(node["name"]) in taken:
            yield Finding(line, f"the parameter {node['name']} breaks its function", "rename it")


def parameter_schema(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Left out of the function without a schema, and with content."""
    for node, line in parameters(document):
        if "schema" not in node or "content" in node:
            yield Finding(line, f"the parameter {node['name']} is left out", "give it a schema")


def parameter_style(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Ignored: arrays are sent as repeated keys, objects flattened, reserved characters escaped."""
    for node, line in parameters(document):
        usual = _STYLES.get(node["in"])
        if (
            node.get("style", usual) != usual
            or node.get("explode", True) is False
            or node.get("allowReserved")
        ):
            yield Finding(line, f"the style of {node['name']} is ignored", "use the default")


def cookie_parameter(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Methods do not have it, and it stays in the client for other requests."""
    for node, line in parameters(document):
        if node["in"] == "cookie":
            yield Finding(line, f"{node['name']} is a cookie", "take it in a header or the query")


def header_parameter_type(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The whole operation is left out, or a value is given to httpx that is no text."""
    for node, line in parameters(document):
        found = kinds(document, node.get("schema"))
        if node["in"] == "header" and (len(found) > 1 or not found <= _PLAIN):
            yield Finding(line, f"the header {node['name']} is no plain value", "use a string")


def path_parameter_type(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Written with str(): a date with a space, a list with brackets, None."""
    for node, line in parameters(document):
        if node["in"] == "path" and not kinds(document, node.get("schema")) <= _IN_A_PATH:
            problem = f"{node['name']} is no text or number in the path"
            yield Finding(line, problem, "use a string, and say its format in the description")


def query_parameter_type(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Written with str() when it is nested: a dict with braces."""
    for node, line in parameters(document):
        found = kinds(document, node.get("schema"))
        inside = (kinds(document, field.node) for field in fields(document, node.get("schema")))
        nested = "table" in found or ("object" in found and len(found) > 1)
        if node["in"] == "query" and (nested or any("object" in each for each in inside)):
            yield Finding(line, f"{node['name']} is nested", "use plain values, or a body")


def parameter_description(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Only a description inside the schema reaches the docstring."""
    for node, line in parameters(document):
        if "description" in node:
            yield Finding(
                line,
                f"the description of {node['name']} is dropped",
                "move it into the parameter's schema",
            )


def _body_fields(document: Mapping[str, Any], operation: Operation) -> list[Field]:
    body = resolve(document, operation.node.get("requestBody")) or {}
    media: Mapping[str, Any] = next(iter((body.get("content") or {}).values()), {})
    if kinds(document, media.get("schema")) == {"object"}:
        return fields(document, media["schema"])
    return []


def flattened_names(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A body's fields and the parameters are keyword arguments of one method."""
    for operation in operations(document):
        names = [identifier(node["name"]) for node in parameters_of(document, operation)]
        names += identifiers(field.name for field in _body_fields(document, operation)).values()
        for name, count in Counter(names).items():
            if count > 1:
                problem = f"{operation.name} has {count} arguments {name}"
                yield Finding(operation.line, problem, "rename one")
            if f"json_{name}" in names:
                problem = f"{operation.name} has the arguments {name} and json_{name}"
                yield Finding(operation.line, problem, "rename one")


def argument_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that the method's own code uses; its operation's module is one of them."""
    for operation in operations(document):
        module = identifier(operation.node.get("operationId") or "-")
        for node in parameters_of(document, operation):
            if identifier(node["name"]) == module:
                problem = f"{operation.name} has an argument of its own name, {module}"
                yield Finding(operation.line, problem, "rename one")
        for field in _body_fields(document, operation):
            if identifier(field.name) in {module, *_VARIABLES_OF_METHODS}:
                problem = f"the field {field.name} breaks the method of {operation.name}"
                yield Finding(field.line, problem, "rename one")


def constant_argument(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A method has no import for its type."""
    arguments = [(node["name"], node.get("schema"), line) for node, line in parameters(document)]
    for node, line in bodies(document):
        for media in node["content"].values():
            arguments.append(("a body", media.get("schema"), line))
            listed = fields(document, media.get("schema"))
            arguments += [(field.name, field.node, field.line) for field in listed]
    for name, schema, line in arguments:
        if "const" in kinds(document, schema):
            yield Finding(line, f"{name} is a const", "use an enum of one value")
