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
        """Choose which of its responses an operation gives from now on."""
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
        if given:
            self._check(self._content(given), json.loads(body))
        elif body:
            self._wrong.append(f"{handler.path}: a body that the contract knows nothing of")
        documented = self._resolved(operation["responses"][self._status])
        content = documented.get("content", {})
        response = b""
        handler.send_response(A_STATUS.get(self._status) or int(self._status))
        if content:
            schema = self._content(documented)
            value = self.sample(schema)
            self._check(schema, value)
            response = json.dumps(value).encode()
            handler.send_header("Content-Type", next(iter(content)))
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

    def _content(self, holder: dict[str, Any]) -> dict[str, Any]:
        (media,) = self._resolved(holder)["content"].values()
        return dict(media["schema"])

    def _check(self, schema: dict[str, Any], value: Any) -> None:
        whole = {**schema, "components": self._document["components"]}
        for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(value):
            self._wrong.append(f"{error.instance_path}: {error.message}")

    def sample(self, schema: dict[str, Any], depth: int = 3) -> Any:
        """Return a value that a schema allows; of a schema that contains itself, a few layers."""
        schema = self._resolved(schema)
        if "examples" in schema:
            return schema["examples"][0]
        for word in ("const", "enum"):
            if word in schema:
                return schema["const"] if word == "const" else schema["enum"][0]
        if "allOf" in schema:
            parts = [self.sample(each, depth) for each in schema["allOf"]]
            return {name: value for part in parts for name, value in part.items()}
        if "oneOf" in schema:
            return self.sample(schema["oneOf"][0], depth)
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return [self.sample(schema["items"], depth - 1)] if depth > 0 else []
        return {"integer": 3, "number": 2.5, "boolean": False, "string": "text"}.get(kind, [None])

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        needed = schema.get("required", [])
        value = {
            name: self.sample(each, depth - 1)
            for name, each in schema.get("properties", {}).items()
            if depth > 0 or name in needed
        }
        further = schema.get("additionalProperties")
        return {**value, "more": self.sample(further, depth - 1)} if further else value
