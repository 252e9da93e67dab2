"""Ten operations in three tags, as a service adds them: `python -m tests.generator.growth FILE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TEXT = {"type": "string"}
SCHEMAS = {
    "Team": {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}},
    "Export": {
        "type": "object",
        "required": ["id", "state"],
        "properties": {"id": TEXT, "state": {"type": "string", "enum": ["running", "done"]}},
    },
    "WebhookEndpoint": {
        "type": "object",
        "required": ["id", "url"],
        "properties": {"id": TEXT, "url": {"type": "string", "format": "uri"}},
    },
}
OPERATIONS = [
    ("post", "/webhook-endpoints", "createWebhookEndpoint", "WebhookEndpoint"),
    ("get", "/webhook-endpoints", "listWebhookEndpoints", "WebhookEndpoint"),
    ("get", "/webhook-endpoints/{id}", "getWebhookEndpoint", "WebhookEndpoint"),
    ("delete", "/webhook-endpoints/{id}", "deleteWebhookEndpoint", None),
    ("post", "/teams", "createTeam", "Team"),
    ("get", "/teams", "listTeams", "Team"),
    ("patch", "/teams/{id}", "updateTeam", "Team"),
    ("post", "/exports", "createExport", "Export"),
    ("get", "/exports/{id}", "getExport", "Export"),
    ("get", "/exports/{id}/archive", "downloadExportArchive", "bytes"),
]


def grow(document: dict[str, Any]) -> dict[str, Any]:
    """Add the operations to a contract, in place, and return it."""
    document["components"]["schemas"] |= SCHEMAS
    for method, path, id, returns in OPERATIONS:
        item = document["paths"].setdefault(path, {})
        item[method] = _operation(method, path, id, returns)
    return document


def _operation(method: str, path: str, id: str, returns: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": id,
        "tags": [path.split("/")[1]],
        "summary": id,
        "description": "What it does.",
    }
    if "{id}" in path:
        found["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": TEXT}]
    if method in ("post", "patch"):
        schema = {"type": "object", "properties": {"name": TEXT}}
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return {**found, "responses": _responses(method, id, returns)}


def _responses(method: str, id: str, returns: str | None) -> dict[str, Any]:
    if returns is None:
        return {"204": {"description": "Done."}}
    one: dict[str, Any] = {"$ref": f"#/components/schemas/{returns}"}
    if id.startswith("list"):
        page = {"data": {"type": "array", "items": one}, "has_more": {"type": "boolean"}}
        one = {"type": "object", "required": ["data"], "properties": page}
    content: dict[str, Any] = {"application/json": {"schema": one}}
    if returns == "bytes":
        content = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
    return {"201" if method == "post" else "200": {"description": "Done.", "content": content}}


def rewrite(contract: Path, *edits: Any) -> None:
    """Apply functions to the document in a file."""
    yaml = YAML(typ="rt")
    document = yaml.load(contract)
    for edit in edits:
        edit(document)
    yaml.dump(document, contract)


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]), grow)
