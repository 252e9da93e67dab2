"""Reads openapi.yaml: which operations there are, and where."""

from __future__ import annotations

import functools
import json
import pathlib
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

import yaml

from bota_emulator.contract.operations import Operation
from bota_emulator.contract.parameters import Parameter
from bota_emulator.contract.schemas import Schemas

TOKEN_SCHEMES = DEVICE, UPLOAD = ("deviceToken", "uploadToken")
"""The security schemes whose tokens open only the operations that name them."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


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


class Contract:
    """The operations of an OpenAPI 3.1 document, ready to route and to validate.

    Args:
        path: The YAML file; the one that came with the package when left out.

    Raises:
        ContractError: It is no OpenAPI document, an operation lacks its operationId, or two share
            one.
        OSError: It cannot be read.

    Attributes:
        prefix: The path of its first server, such as `/v1`.
        operations: By operationId.
        rate_limits: Requests in a minute by class; `requests` is the class of them all.
        scopes: All that its operations ask for.

    """

    def __init__(self, path: pathlib.Path | None = None) -> None:
        self._document = _read(path or contract_path())
        self._schemas = Schemas(self._document)
        self.prefix = _server_path(self._document) or ""
        self.rate_limits: dict[str, int] = {
            "requests": 100,
            **self._document.get("x-bota-rate-limit", {}),
        }
        self.operations: dict[str, Operation] = {}
        for operation in self._operations():
            if operation.id in self.operations:
                raise ContractError(f"two operations are called {operation.id}")
            self.operations[operation.id] = operation
        self.scopes = frozenset(
            scope
            for operation in self.operations.values()
            for alternative in operation.security
            for scopes in alternative.values()
            for scope in scopes
        )

    @property
    def security_schemes(self) -> dict[str, Any]:
        """The security schemes by name."""
        found: dict[str, Any] = self._document.get("components", {}).get("securitySchemes", {})
        return {name: self._schemas.resolve(node) for name, node in found.items()}

    @functools.cached_property
    def secret_fields(self) -> frozenset[str]:
        """The names of the fields whose values are secrets: those of the format `password`."""
        found: set[str] = set()
        nodes: list[Any] = [self._document]
        while nodes:
            node = nodes.pop()
            if isinstance(node, dict):
                for name, inner in (node.get("properties") or {}).items():
                    if isinstance(inner, dict) and inner.get("format") == "password":
                        found.add(name)
            nodes += (
                node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            )
        return frozenset(found)

    @property
    def events(self) -> list[str]:
        """The types of the events that its webhooks send; empty where it lists none."""
        found: list[str] = []
        for item in self._document.get("webhooks", {}).values():
            operation = self._schemas.resolve(item).get("post", {})
            body = self._schemas.resolve(operation.get("requestBody", {}))
            for media in body.get("content", {}).values():
                schema = self._schemas.resolve(media.get("schema", {}))
                found += schema.get("discriminator", {}).get("mapping", {})
        return found

    @property
    def tags(self) -> dict[str, str]:
        """What the document says of each of its tags, in its order."""
        return {tag["name"]: tag.get("description", "") for tag in self._document.get("tags", [])}

    @property
    def info(self) -> dict[str, Any]:
        """The document's `info`: its title, its version and so on."""
        found: dict[str, Any] = self._document.get("info", {})
        return found

    def match(self, path: str) -> dict[str, tuple[Operation, dict[str, str]]]:
        """Return the operations of a path by method, with the path's raw parameters.

        Where several templates match, the one with the most text of its own counts: `/things/new`
        is no thing of the id `new`.

        Args:
            path: The percent-encoded path.

        """
        hits = [
            (operation, values)
            for operation in self.operations.values()
            if (values := operation.path_values(path)) is not None
        ]
        if not hits:
            return {}
        best = max((len(o.shape.replace("{}", "")), o.shape) for o, _ in hits)[1]
        return {o.method: (o, values) for o, values in hits if o.shape == best}

    def _operations(self) -> Iterator[Operation]:
        for path, raw_item in self._document.get("paths", {}).items():
            item = self._schemas.resolve(raw_item)
            for method in METHODS:
                if method not in item:
                    continue
                node = item[method]
                if "operationId" not in node:
                    raise ContractError(f"{method.upper()} {path} has no operationId")
                own = [_server_path(place) for place in (node, item)]
                parameters = {
                    (p["in"], p["name"]): Parameter(p, self._schemas)
                    for p in map(
                        self._schemas.resolve,
                        [*item.get("parameters", []), *node.get("parameters", [])],
                    )
                }
                yield Operation(
                    id=node["operationId"],
                    method=method.upper(),
                    path=path,
                    prefix=next((p for p in own if p is not None), self.prefix),
                    parameters=tuple(parameters.values()),
                    security=self._security(node),
                    rate_classes=tuple(node.get("x-bota-rate-limit", [])),
                    node=node,
                    schemas=self._schemas,
                )

    def _security(self, node: dict[str, Any]) -> tuple[dict[str, list[str]], ...]:
        found: Any = node.get("security", self._document.get("security"))
        if found is None:
            # What says nothing is not open to everyone: any key will do.
            found = [{name: []} for name in self.security_schemes if name not in TOKEN_SCHEMES]
        return () if {} in found else tuple(found)


def _read(path: pathlib.Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - a safe one
        # YAML has dates, and keys that are numbers; JSON has neither.
        document = json.loads(json.dumps(document, default=lambda value: value.isoformat()))
    except (yaml.YAMLError, ValueError, AttributeError) as error:
        raise ContractError(f"{path} cannot be read: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("paths", {}), dict):
        raise ContractError(f"{path} is no OpenAPI document")
    return document


def _server_path(node: dict[str, Any]) -> str | None:
    """Return the path of an object's first server; None where it has none."""
    if not node.get("servers"):
        return None
    server = node["servers"][0]
    variables = server.get("variables", {})
    url = re.sub(
        r"\{([^}]+)\}", lambda m: str(variables.get(m[1], {}).get("default", "")), server["url"]
    )
    return urllib.parse.urlsplit(url).path.rstrip("/")
