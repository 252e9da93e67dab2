"""A server that knows nothing but a contract: it checks what is sent and makes up the responses."""

from __future__ import annotations

import http.server
import json
import re
import threading
import urllib.parse
from typing import Any, Self

import jsonschema_rs

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SHOWN_HEADERS = re.compile(r"content-type|idempotency-key|x-.*|cookie|authorization", re.IGNORECASE)
A_STATUS = {"2XX": 206, "4XX": 418, "5XX": 503}
JSON = re.compile(r"application/([^;\s]+\+)?json(;.*)?")
PNG = b"\x89PNG"
SAMPLES = {"integer": 3, "number": 2.5, "boolean": False, "string": "text", "null": None}
FORMATS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "uuid": "00000000-0000-0000-0000-000000000001",
    "uri": "https://example.com/a",
    "email": "a@example.com",
}


class ContractServer:
    """Responds to every operation of a contract on a free port of loopback.

    Args:
        document: the contract.

    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._status = "200"
        self._taken: list[str] = []
        self._wrong: list[str] = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def respond(self) -> None:
                server._respond(self)

        for method in METHODS:
            setattr(Handler, f"do_{method.upper()}", Handler.respond)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def respond_with(self, status: str) -> None:
        """Choose which of its responses an operation gives from now on; else its first success."""
        self._status = status

    def taken(self) -> list[str]:
        """Return what was sent since the last time.

        Raises:
            AssertionError: it is not what the contract says.

        """
        assert not self._wrong, "\n".join(self._wrong)
        taken, self._taken = self._taken, []
        return taken

    def _respond(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        parts = urllib.parse.urlsplit(handler.path)
        method = handler.command.lower()
        operation = self._operation(method, parts.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = sorted(
            f"{name.lower()}: {value}"
            for name, value in handler.headers.items()
            if SHOWN_HEADERS.fullmatch(name)
        )
        self._taken.append(f"-> {handler.command} {handler.path}")
        self._taken += [f"   {header}" for header in headers]
        if body:
            self._taken.append(f"   {body.decode()}")
        given = operation.get("requestBody")
        if given and (body or self._resolved(given).get("required")):
            media, schema = self._content(given)
            if JSON.fullmatch(media):
                self._check(schema, json.loads(body))
        elif body:
            self._wrong.append(f"{handler.path}: a body that the contract knows nothing of")
        status = self._status
        if status not in operation["responses"]:
            status = next(each for each in operation["responses"] if each[0] in "23")
        documented = self._resolved(operation["responses"][status])
        response = b""
        handler.send_response(A_STATUS.get(status) or int(status))
        if documented.get("content"):
            media, schema = self._content(documented)
            value = self.sample(schema)
            self._check(schema, value)
            response = json.dumps(value).encode() if JSON.fullmatch(media) else value.encode()
            response = PNG if media == "image/png" else response
            handler.send_header("Content-Type", media)
        for name, header in documented.get("headers", {}).items():
            handler.send_header(name, str(self.sample(self._resolved(header)["schema"])))
        handler.send_header("Content-Length", str(len(response)))
        handler.end_headers()
        if method != "head":
            handler.wfile.write(response)

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        for template, item in self._document["paths"].items():
            pattern = "".join(
                "[^/]+" if part.startswith("{") else re.escape(part)
                for part in re.split(r"(\{\w+\})", template)
            )
            if method in item and re.fullmatch(pattern, path):
                return dict(item[method])
        raise LookupError(f"{method} {path} is no operation of the contract")

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            found: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node

    def _content(self, holder: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        ((name, media),) = self._resolved(holder)["content"].items()
        return name, dict(media["schema"])

    def _check(self, schema: dict[str, Any], value: Any) -> None:
        whole = {**schema, "components": self._document.get("components")}
        for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(value):
            self._wrong.append(f"{error.instance_path}: {error.message}")

    def sample(self, schema: dict[str, Any], depth: int = 3) -> Any:
        """Return a value that a schema allows; of a schema that contains itself, a few layers."""
        schema = self._resolved(schema)
        for word in ("examples", "enum", "oneOf", "anyOf"):
            if word in schema:
                first = schema[word][0]
                return self.sample(first, depth) if word.endswith("Of") else first
        for word in ("example", "const"):
            if word in schema:
                return schema[word]
        if "allOf" in schema:
            own = {key: value for key, value in schema.items() if key != "allOf"}
            parts = [self.sample(each, depth) for each in schema["allOf"]]
            parts += [self._object(own, depth)] if "properties" in own else []
            return {name: value for part in parts for name, value in part.items()}
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return [self.sample(schema["items"], depth - 1)] if depth > 0 else []
        return FORMATS.get(schema.get("format")) or SAMPLES.get(kind, [None])

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        needed = schema.get("required", [])
        value = {
            name: self.sample(each, depth - 1)
            for name, each in schema.get("properties", {}).items()
            if depth > 0 or name in needed
        }
        further = schema.get("additionalProperties")
        if not isinstance(further, dict):
            return value
        return {**value, "more": self.sample(further, depth - 1)}
