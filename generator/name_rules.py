"""Rules for the names of schemas and tags: one function for each rule, named as the rule is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import Schema, line_of, operations, schemas
from generator.finding import Finding
from generator.naming import class_name, identifier, identifiers, module_name, tag_module
from generator.schema_view import fields, kinds

_ATTRIBUTES_OF_CLIENTS: Final = frozenset(
    {"aclose", "api", "base_url", "close", "download", "upload", "upload_many", "with_options"},
)
_CLASSES_OF_GENERATED_MODULES: Final = frozenset(
    {
        "AbstractContextManager", "Any", "AsyncResources", "AuthenticatedClient", "BinaryIO",
        "Callable", "Client", "File", "Generator", "HTTPStatus", "Literal", "Mapping", "Resources",
        "Response", "T", "TextIO", "TypeAlias", "TypeVar", "UNSET", "UUID", "Unset",
    },
)  # fmt: skip
_VARIABLES_OF_MODELS: Final = frozenset(
    {"additional_keys", "additional_properties", "cast", "cls", "d", "field_dict", "from_dict",
     "src_dict", "to_dict"},
)  # fmt: skip
_VARIABLES_OF_FREE_KEYS: Final = frozenset({"prop", "prop_dict", "prop_name"})
_NOT_CONVERTED: Final = frozenset({"any", "boolean", "integer", "number", "string"})


def _tags(document: Mapping[str, Any]) -> dict[str, int]:
    """Return each tag in use, and the line where it is first used."""
    found: dict[str, int] = {}
    for operation in operations(document):
        for tag in operation.node.get("tags") or []:
            found.setdefault(tag, line_of(operation.node, "tags"))
    return found


def _classes(document: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield the component schemas that become a class or a type of their own."""
    for schema in schemas(document):
        found = kinds(document, schema.node)
        if schema.place == "component" and found in ({"object"}, {"enum"}):
            yield schema


def tag_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """An attribute of the clients, which have others of their own."""
    for tag, line in _tags(document).items():
        if tag.startswith("_") or tag_module(tag) in _ATTRIBUTES_OF_CLIENTS:
            yield Finding(line, f"the tag {tag} hides an attribute of the clients", "rename it")


def tag_class(document: Mapping[str, Any]) -> Iterator[Finding]:
    """A tag has two classes, one of them with Async before its name; another has that name."""
    seen: dict[str, str] = {}
    for tag, line in _tags(document).items():
        name = class_name(tag_module(tag))
        for kind in (name, f"Async{name}"):
            other = seen.setdefault(kind, tag)
            if other != tag:
                yield Finding(line, f"the tags {tag} and {other} are both {kind}", "rename one")
            elif kind in _CLASSES_OF_GENERATED_MODULES:
                yield Finding(line, f"the class of the tag {tag}, {kind}, is taken", "rename it")


def schema_class(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that generated modules import or define."""
    tags = {class_name(tag_module(tag)) for tag in _tags(document)}
    tags |= {f"Async{name}" for name in tags}
    taken = _CLASSES_OF_GENERATED_MODULES | tags | {f"{name}WithRawResponse" for name in tags}
    for schema in _classes(document):
        if class_name(schema.key) in taken:
            problem = f"the name of the class of {schema.key} is taken"
            yield Finding(schema.line, problem, "rename the schema")


def schema_module(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Of two schemas whose names differ in little the later overwrites the first."""
    seen: dict[str, str] = {}
    for schema in _classes(document):
        other = seen.setdefault(module_name(schema.key), schema.key)
        if other != schema.key:
            problem = f"{schema.key} and {other} are the same module"
            yield Finding(schema.line, problem, "rename one")


def schema_title(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Taken as the name of the class, in the place of the component's."""
    for schema in _classes(document):
        title = schema.node.get("title")
        if title and class_name(title) != class_name(schema.key):
            line = line_of(schema.node, "title")
            yield Finding(line, f"the title of {schema.key} names its class", "leave it out")


def schema_named_as_its_property(document: Mapping[str, Any]) -> Iterator[Finding]:
    """`Error` with a property `error`: from_dict has one variable for both."""
    for schema in _classes(document):
        for field in fields(document, schema.node):
            found = kinds(document, field.node)
            converted = len(found) > 1 or not found <= _NOT_CONVERTED
            if converted and identifier(field.name) == module_name(schema.key):
                yield Finding(
                    schema.line,
                    f"{schema.key} has a property of its own name",
                    f"rename the schema, as in {schema.key}Response",
                )


def property_name(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Names that the model's own code uses."""
    for schema in _classes(document):
        found = fields(document, schema.node)
        names = identifiers(field.name for field in found)
        taken = _VARIABLES_OF_MODELS | _CLASSES_OF_GENERATED_MODULES
        if isinstance(schema.node.get("additionalProperties"), Mapping):
            taken |= _VARIABLES_OF_FREE_KEYS
        for field in found:
            if "array" in kinds(document, field.node):
                taken |= {f"{names[field.name]}_item", f"{names[field.name]}_item_data"}
        for field in found:
            if names[field.name] in taken:
                yield Finding(
                    field.line, f"the property {field.name} breaks its model", "rename it"
                )


def properties_alike(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Properties that give the same Python name, even in their own spelling."""
    for schema in _classes(document):
        seen: dict[str, str] = {}
        found = {field.name: field for field in fields(document, schema.node)}
        for name, python in identifiers(found).items():
            other = seen.setdefault(python, name)
            if other != name:
                problem = f"the properties {name} and {other} are both {python}"
                yield Finding(found[name].line, problem, "rename one")
