"""What the templates ask of the endpoints and the models of openapi-python-client."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import (
    LiteralEnumProperty,
    ModelProperty,
    model_property,
)
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.schema import UntrustedString
from openapi_python_client.strings import PythonCode, PythonIdentifier

from generator.contract import component, operations, parameters_of, resolve
from generator.models import code_of, extra_of, properties_of
from generator.naming import class_name, free, identifier
from generator.pagination import Pagination
from generator.schema_view import fields, parts

_OF_FUNCTIONS: Final = frozenset({"body", "client", "self"})
_OF_MODELS: Final = frozenset(
    {"additional_properties", "cast", "cls", "from_dict", "to_dict", "to_json"}
)
_OPTIONS: Final = ("timeout", "extra_headers", "extra_query", "extra_body")


@attrs.frozen
class Argument:
    """A keyword argument of a method: what it is given to, and whether that is in the body."""

    prop: Any
    name: str
    in_body: bool


def is_flat(endpoint: Endpoint) -> bool:
    """Return whether the body is an object whose fields are keyword arguments."""
    body = endpoint.bodies[0].prop if endpoint.bodies else None
    return isinstance(body, ModelProperty) and bool(properties_of(body))


def arguments_of(endpoint: Endpoint) -> list[Argument]:
    """Return the keyword arguments of an operation's method, those for the body first."""
    others = [*endpoint.query_parameters, *endpoint.header_parameters]
    taken = {str(prop.python_name) for prop in [*endpoint.path_parameters, *others]}
    taken |= {str(endpoint.name)}
    found = []
    if is_flat(endpoint):
        body: Any = endpoint.bodies[0].prop
        for prop in properties_of(body):
            name = str(prop.python_name)
            name = free(f"body_{name}" if name in taken else name, taken)
            found.append(Argument(prop, name, in_body=True))
            taken.add(name)
    elif endpoint.bodies:
        found.append(Argument(endpoint.bodies[0].prop, "body", in_body=True))
    return found + [Argument(prop, str(prop.python_name), in_body=False) for prop in others]


def free_keys(endpoint: Endpoint) -> str:
    """Return the type of what a flat body may have beside its fields, if the contract has one."""
    body: Any = endpoint.bodies[0].prop if is_flat(endpoint) else None
    extra = extra_of(body) if body else None
    return "" if extra is None else _builtins(code_of(extra, received=False))


def option_names(endpoint: Endpoint) -> list[str]:
    """Return what a method calls its own arguments `timeout`, `extra_headers` and so on.

    An argument of the contract keeps its name: where one is called `timeout`, the method's own one
    is `request_timeout`.
    """
    taken = {str(endpoint.name), *(str(prop.python_name) for prop in endpoint.path_parameters)}
    taken |= {argument.name for argument in arguments_of(endpoint)}
    names = []
    for name in _OPTIONS:
        while name in taken:
            name = f"request_{name}"
        names.append(name)
    return names


def successes(endpoint: Endpoint) -> list[Any]:
    """Return the responses that are successes; a redirect is one where nothing else is."""
    by_class = {digit: [] for digit in (2, 3)}  # type: dict[int, list[Any]]
    for response in endpoint.responses.patterns:
        by_class.get((response.status_code.range or (0,))[0] // 100, []).append(response)
    return by_class[2] or by_class[3]


def is_redirect(response: Any) -> bool:
    """Return whether a response only says where to look."""
    return bool(
        response.status_code.range[0] // 100 == 3 and response.source["attribute"] == "None"
    )


def type_of(response: Any) -> str:
    """Return the type of what a response is read as: the place it leads to, for a redirect."""
    if is_redirect(response):
        return "str"
    kind = str(response.source["return_type"])
    return received_code(response.prop) if kind == "Any" else kind


def types_of(responses: Iterable[Any]) -> str:
    """Return the type of any of some responses."""
    found = {type_of(response) for response in responses}
    if not found or "Any" in found:
        return "Any" if found else "None"
    return " | ".join(sorted(found, key=lambda kind: (kind == "None", kind)))


def statuses(responses: Iterable[Any]) -> str:
    """Return the code of a tuple of the statuses of some responses."""
    ranges = [response.status_code.range for response in responses]
    return "".join(
        f"{low}, " if low == high else f"*range({low}, {high + 1}), " for low, high in ranges
    )


def paging_of(endpoint: Endpoint, found: Pagination) -> Pagination:
    """Return how an operation splits its list, with the Python names of the page's fields."""
    python = {
        str(prop.name.get_untrusted_value()): str(prop.python_name) for prop in _page(endpoint)
    }
    return attrs.evolve(
        found,
        items=python[found.items],
        has_more=found.has_more and python[found.has_more],
        next_cursor=found.next_cursor and python[found.next_cursor],
    )


def item_of(endpoint: Endpoint, items: str) -> Any:
    """Return the property that an item of a page is; `items` is the contract's name of the list."""
    field = next(prop for prop in _page(endpoint) if prop.name == items)
    kinds = getattr(field, "inner_properties", [field])
    return next(kind.inner_property for kind in kinds if hasattr(kind, "inner_property"))


def _page(endpoint: Endpoint) -> list[Any]:
    return properties_of(successes(endpoint)[0].prop)


def words_of(code: str) -> set[str]:
    """Return the names that some code uses."""
    return set(re.findall(r"\w+", code))


def received_code(prop: Any) -> str:
    """Return the type of what a response has."""
    return _builtins(code_of(prop, received=True))


def _builtins(code: str) -> str:
    # A method called "list" hides the builtin for the annotations of its class.
    return code.replace("list[", "builtins.list[")


def widen() -> None:
    """Let openapi-python-client take parameters of any type, and names that are alike."""

    def name_parameters(endpoint: Any, **_: Any) -> Any:
        taken = {*_OF_FUNCTIONS, str(endpoint.name)}
        for location, prop in endpoint.iter_all_parameters():
            name = str(prop.python_name)
            _rename(prop, free(f"{name}_{location}" if name in taken else name, taken))
            taken.add(str(prop.python_name))
        return endpoint

    def name_properties(first: Any, second: Any, config: Any) -> None:
        for prop in (first, second):
            prop.set_python_name(prop.name, config=config, skip_snake_case=True)
        if first.python_name == second.python_name:
            _rename(first, f"{first.python_name}_")

    def import_literal(enum: Any, *, prefix: str) -> set[str]:
        module = f"{prefix}models.{enum.class_info.module_name}"
        own = {f"from {module} import {enum.class_info.name}Literal"}
        return own | PropertyProtocol.get_imports(enum, prefix=prefix)

    literal: Any = LiteralEnumProperty
    literal.get_base_type_string = lambda enum: PythonCode(f"{enum.class_info.name}Literal")
    literal.get_imports = import_literal
    patched: tuple[Any, ...] = (PropertyProtocol, UnionProperty, Endpoint, model_property)
    patched[0].validate_location = patched[1].validate_location = lambda *_: None
    patched[2]._check_parameters_for_conflicts = name_parameters
    patched[3]._resolve_naming_conflict = name_properties


def _rename(prop: Any, name: str) -> None:
    object.__setattr__(prop, "python_name", str.__new__(PythonIdentifier, name))


def complete(data: GeneratorData, document: Mapping[str, Any]) -> None:
    """Give each field a name that its model leaves free, and what the contract says of it."""
    nodes = {class_name(name): node for name, node in component(document, "schemas").items()}
    models = {str(model.class_info.name): model for model in data.models}
    for model in data.models:
        taken = set(_OF_MODELS)
        said = {
            field.name: field.node for field in fields(document, nodes.get(model.class_info.name))
        }
        for prop in properties_of(model):
            _rename(prop, free(str(prop.python_name), taken))
            taken.add(str(prop.python_name))
            _describe(document, prop, said.get(str(prop.name.get_untrusted_value())))
    by_name = {identifier(each.node["operationId"]): each for each in operations(document)}
    for collection in data.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            # Endpoints have copies of the models.
            holders: list[Any] = [*endpoint.bodies, *endpoint.responses.patterns]
            for holder in holders:
                own: Any = holder.prop
                if isinstance(own, ModelProperty):
                    model = models[str(own.class_info.name)]
                    own.required_properties = model.required_properties
                    own.optional_properties = model.optional_properties
            listed = parameters_of(document, by_name[str(endpoint.name)])
            noted = {(node["in"], node["name"]): node["schema"] for node in listed}
            for location, prop in endpoint.iter_all_parameters():
                name = prop.name.get_untrusted_value()
                _describe(document, prop, noted.get((str(location), name)))


def _describe(document: Mapping[str, Any], prop: Any, node: Any) -> None:
    """Say what stands beside a reference or behind it, which may be one of several kinds."""
    if words := _words(document, node):
        object.__setattr__(prop, "description", UntrustedString(words))


def _words(document: Mapping[str, Any], node: Any) -> str:
    node = node if isinstance(node, Mapping) else {}
    parts = [part for key in ("allOf", "oneOf", "anyOf") for part in node.get(key) or ()]
    places = [node, resolve(document, node), *(resolve(document, part) for part in parts)]
    found = (place.get("description") for place in places if isinstance(place, Mapping))
    return next((str(words) for words in found if words), "")


def discriminators(document: Mapping[str, Any]) -> dict[frozenset[str], tuple[str, dict[str, str]]]:
    """Return for the classes of each union the field and the values of it that tell them apart."""
    found = {}
    for node in _unions(document):
        told = node["discriminator"]
        name, mapping = told["propertyName"], told.get("mapping") or {}
        variants = [
            each["$ref"].rpartition("/")[2]
            for each in [*node.get("oneOf", ()), *node.get("anyOf", ())]
            if "$ref" in each
        ]
        values = {str(value): str(target).rpartition("/")[2] for value, target in mapping.items()}
        for variant in variants:
            schema = component(document, "schemas")[variant]
            # What all variants share may have the field too, without its values.
            nodes = [(part.get("properties") or {}).get(name) for part in parts(document, schema)]
            listed = [(resolve(document, node) or {}).get("enum") for node in nodes]
            own = next(filter(None, listed), [variant])
            if variant not in values.values() and variant != "UnknownVariant":
                values |= dict.fromkeys(map(str, own), variant)
        classes = {
            value: class_name(target) for value, target in values.items() if target in variants
        }
        found[frozenset(map(class_name, variants))] = (name, classes)
    return found


def _unions(node: Any) -> Iterable[Any]:
    if isinstance(node, Mapping):
        if "discriminator" in node and node.keys() & {"oneOf", "anyOf"}:
            yield node
        for value in node.values():
            yield from _unions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _unions(value)
