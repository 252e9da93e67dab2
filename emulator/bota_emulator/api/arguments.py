"""Reads a request's parameters and body, and refuses what the contract does not allow."""

from __future__ import annotations

import email.parser
import email.policy
import json
import math
import urllib.parse
from typing import Any

from starlette.requests import Request

from bota_emulator.api.errors import ApiError
from bota_emulator.contract.operations import Operation, is_json
from bota_emulator.contract.parameters import coerced
from bota_emulator.contract.schemas import Schemas

MAX_DEPTH = 100
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_Pairs = list[tuple[str, str]]


def read_parameters(
    operation: Operation, request: Request, path: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the decoded parameters by place (`path`, `query`, `header`, `cookie`) and name.

    Args:
        operation: Which parameters there are.
        request: The request.
        path: The path's parameters as text.

    Raises:
        ApiError: One of them does not fit the contract.

    """
    given: dict[str, _Pairs] = {
        "path": list(path.items()),
        "query": _pairs(request.scope["query_string"], "query"),
        "cookie": list(request.cookies.items()),
    }
    values: dict[str, dict[str, Any]] = {
        # A path may have parameters that the contract says nothing more about.
        "path": dict(path),
        "query": {},
        "header": {},
        "cookie": {},
    }
    for parameter in operation.parameters:
        if parameter.place == "header":
            texts = request.headers.getlist(parameter.name)
        else:
            texts = parameter.texts(given[parameter.place])
        if texts:
            values[parameter.place][parameter.name] = parameter.read(texts)
        elif parameter.required:
            raise ApiError(
                400, f"{parameter.name} is required", field=parameter.name, reason="required"
            )
    return values


def read_body(operation: Operation, request: Request, content: bytes) -> Any:
    """Return the decoded body: JSON, a form's fields, or the bytes of another content type.

    The fields of a form are read as the contract has them: an array from the values that have its
    name, an object from JSON. A file is its bytes as Latin-1 text.

    Args:
        operation: What the body must be.
        request: The request.
        content: Its body; an empty object is returned where there is none.

    Raises:
        ApiError: The body does not fit the contract.

    """
    if not operation.takes_body:
        return {}
    if not content:
        if operation.body_required:
            raise ApiError(400, "A body is required", field="body", reason="required")
        return {}
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    schema = operation.body_schema(media)
    if media in (_FORM, _MULTIPART):
        head = request.headers["content-type"]
        pairs = _pairs(content, "body") if media == _FORM else _parts(head, content)
        value: Any = _fields(operation.schemas, schema, pairs)
    elif is_json(media):
        value = _json(content)
    else:
        return content
    operation.check_body(value, media)
    return value


def _fields(schemas: Schemas, schema: Any, pairs: _Pairs) -> dict[str, Any]:
    """Return the fields of a form as JSON has them."""
    inner = schemas.properties(schema)
    found: dict[str, Any] = {}
    for name, text in pairs:
        node = inner.get(name, {})
        kinds = schemas.types(node)
        if "array" in kinds:
            found.setdefault(name, []).append(_field(schemas.types(schemas.items(node)), text))
        elif name in found:
            raise ApiError(400, f"{name} was sent twice", field=name, reason="repeated")
        else:
            found[name] = _field(kinds, text)
    return found


def _field(kinds: set[str], text: str) -> Any:
    return _json(text.encode()) if "object" in kinds else coerced(text, kinds)


def _parts(content_type: str, content: bytes) -> _Pairs:
    """Return the parts of a multipart body (RFC 7578) by name; a file's bytes as Latin-1 text."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + content)
    found: _Pairs = []
    # A body without its last boundary was cut off.
    whole = message.is_multipart() and not message.defects
    for part in message.iter_parts() if whole else ():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        whole = whole and isinstance(name, str) and isinstance(data, bytes)
        if whole:
            is_file = part.get_filename() is not None
            found.append((str(name), _text(data, "latin-1" if is_file else "utf-8")))
    if not whole:
        raise ApiError(400, "The body is not multipart", field="body", reason="syntax")
    return found


def _text(data: Any, coding: str) -> str:
    try:
        return str(data, coding)
    except UnicodeDecodeError as error:
        raise ApiError(400, "The body is not UTF-8", field="body", reason="encoding") from error


def _pairs(text: bytes, where: str) -> _Pairs:
    try:
        return urllib.parse.parse_qsl(
            text.decode("latin-1"), keep_blank_values=True, errors="strict"
        )
    except ValueError as error:
        raise ApiError(400, f"The {where} is not UTF-8", field=where, reason="encoding") from error


def _json(content: bytes) -> Any:
    try:
        value = json.loads(
            content.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite
        )
        _check_depth(value)
        # Escapes can spell text that is no Unicode (RFC 8259, 8.2).
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "The body is not JSON", field="body", reason="syntax") from error
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond every number")
    return number


def _check_depth(value: Any, depth: int = 0) -> None:
    # What could be read might be too deep to be written again.
    if depth > MAX_DEPTH:
        raise ValueError("the body is nested too deeply")
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, depth + 1)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
