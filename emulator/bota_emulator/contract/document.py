"""Reads openapi.yaml: which operations there are, what they take and who may call them."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import yaml

from bota_emulator.api.errors import ApiError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_INTEGER = re.compile(r"-?[0-9]{1,4000}")


class ContractError(Exception):
    """The contract cannot be served as it is; the text says what is missing."""


def contract_path() -> pathlib.Path:
    """Return where the contract is: packaged with the emulator, else the repository's root.

    Raises:
        ContractError: It is in neither place.

    """
    package = pathlib.Path(__file__).resolve().parents[1]
    candidates = [package / "openapi.yaml", package.parents[1] / "openapi.yaml"]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise ContractError(f"no openapi.yaml at {' or '.join(map(str, candidates))}")


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One parameter of an operation; its value arrives as text."""

    name: str
    place: str
    required: bool
    type: str
    validator: Any = dataclasses.field(repr=False)

    def read(self, text: str) -> Any:
        """Return the value that `text` stands for.

        Args:
            text: The decoded text from the path, the query or a header.

        Raises:
            ApiError: 400, the text does not fit the contract's schema.

        """
        value: Any = text
        if self.type == "integer" and _INTEGER.fullmatch(text):
            value = int(text)
        elif self.type == "boolean" and text in ("true", "false"):
            value = text == "true"
        _validate(self.validator, value, self.name)
        return value


@dataclasses.dataclass(frozen=True)
class Operation:
    """One operation of the contract.

    Attributes:
        id: The operationId.
        method: In upper case.
        path: The path template.
        pattern: The template as a pattern over the percent-encoded path.
        parameters: Of the path item and of the operation.
        body_required: Whether there must be a body.
        body: The validator of a JSON body; None when the operation takes none.
        security: The alternatives, each a map from scheme name to scopes.

    """

    id: str
    method: str
    path: str
    pattern: re.Pattern[str] = dataclasses.field(repr=False)
    parameters: tuple[Parameter, ...]
    body_required: bool
    body: Any = dataclasses.field(repr=False)
    security: tuple[dict[str, list[str]], ...]

    def check_body(self, value: Any) -> None:
        """Hold a decoded JSON body against the contract.

        Raises:
            ApiError: 400 naming the field at fault.

        """
        _validate(self.body, value, "body")


class Contract:
    """The operations of an OpenAPI 3.1 document, ready to route and to validate.

    Args:
        path: The YAML file; the one that came with the package when left out.

    Raises:
        ContractError: An operation lacks its operationId, or two share one.

    """

    def __init__(self, path: pathlib.Path | None = None) -> None:
        self.document: dict[str, Any] = yaml.safe_load((path or contract_path()).read_text("utf-8"))
        self.operations: dict[str, Operation] = {}
        for operation in self._read():
            if operation.id in self.operations:
                raise ContractError(f"two operations are called {operation.id}")
            self.operations[operation.id] = operation

    def kept_fields(self, request: str, response: str) -> list[str]:
        """Return the fields that a request's schema shares with a response's.

        Args:
            request: The name of the request's schema, of type object.
            response: The name of the response's schema, of type object.

        """
        schemas = self.document["components"]["schemas"]
        shown = self._resolve(schemas[response])["properties"]
        return [name for name in self._resolve(schemas[request])["properties"] if name in shown]

    def match(self, path: str) -> dict[str, tuple[Operation, dict[str, str]]]:
        """Return the operations of a path by method, with the path's raw parameters.

        Args:
            path: The percent-encoded path after the server's prefix.

        """
        found: dict[str, tuple[Operation, dict[str, str]]] = {}
        for operation in self.operations.values():
            hit = operation.pattern.fullmatch(path)
            if hit:
                names = [p.name for p in operation.parameters if p.place == "path"]
                order = re.findall(r"\{([^}]+)\}", operation.path)
                values = dict(zip(order, hit.groups(), strict=True))
                found[operation.method] = (operation, {name: values[name] for name in names})
        return found

    def _resolve(self, node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def _compile(self, schema: Any) -> Any:
        # The schema is placed inside the document's own parts, so that its $refs are found.
        return jsonschema_rs.Draft202012Validator(
            {
                "allOf": [schema],
                "components": self.document.get("components", {}),
                "paths": self.document.get("paths", {}),
            },
            validate_formats=True,
        )

    def _read(self) -> Iterator[Operation]:
        for path, raw_item in self.document["paths"].items():
            item = self._resolve(raw_item)
            for method in METHODS:
                if method not in item:
                    continue
                node = item[method]
                if "operationId" not in node:
                    raise ContractError(f"{method.upper()} {path} has no operationId")
                body = self._resolve(node.get("requestBody"))
                media = (body or {}).get("content", {}).get("application/json")
                parameters = {
                    (p["in"], p["name"]): p
                    for p in map(
                        self._resolve, [*item.get("parameters", []), *node.get("parameters", [])]
                    )
                }
                yield Operation(
                    id=node["operationId"],
                    method=method.upper(),
                    path=path,
                    pattern=re.compile(
                        "".join(
                            "([^/]+)" if part.startswith("{") else re.escape(part)
                            for part in re.split(r"(\{[^}]+\})", path)
                        )
                    ),
                    parameters=tuple(self._parameter(p) for p in parameters.values()),
                    body_required=bool((body or {}).get("required")),
                    body=self._compile(media.get("schema", {})) if media is not None else None,
                    security=tuple(node.get("security", self.document.get("security", []))),
                )

    def _parameter(self, node: dict[str, Any]) -> Parameter:
        schema = node.get("schema", {})
        return Parameter(
            name=node["name"],
            place=node["in"],
            required=bool(node.get("required")),
            type=str(self._resolve(schema).get("type", "string")),
            validator=self._compile(schema),
        )


def _validate(validator: Any, value: Any, where: str) -> None:
    try:
        error = next(iter(validator.iter_errors(value)), None)
    except (ValueError, RecursionError, OverflowError) as problem:
        raise ApiError(400, f"{where} is not valid", field=where, reason="invalid") from problem
    if error is None:
        return
    steps = [str(step) for step in error.instance_path]
    missing = getattr(error.kind, "property", None)
    if missing is not None and error.kind.name == "required":
        field = ".".join([*steps, str(missing)])
        raise ApiError(400, f"{field} is required", field=field, reason="required")
    field = ".".join(steps) or where
    raise ApiError(400, f"{field} is not valid", field=field, reason=str(error.kind.name))
