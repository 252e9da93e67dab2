"""Reads a request's parameters and body, and refuses what the contract does not allow."""

from __future__ import annotations

import json
import math
import urllib.parse
from typing import Any

from starlette.requests import Request

from bota_emulator.api.errors import ApiError
from bota_emulator.contract.document import Operation

MAX_DEPTH = 100


def read_parameters(
    operation: Operation, request: Request, path: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the decoded parameters by place (`path`, `query`, `header`) and name.

    Args:
        operation: Which parameters there are.
        request: The request.
        path: The path's parameters as text.

    Raises:
        ApiError: One of them does not fit the contract.

    """
    try:
        pairs = urllib.parse.parse_qsl(
            request.scope["query_string"].decode("latin-1"),
            keep_blank_values=True,
            errors="strict",
        )
    except ValueError as error:
        raise ApiError(400, "The query is not UTF-8", field="query", reason="encoding") from error
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        if parameter.place == "path":
            texts = [path[parameter.name]]
        elif parameter.place == "query":
            texts = [value for name, value in pairs if name == parameter.name]
        elif parameter.place == "header":
            texts = request.headers.getlist(parameter.name)
        else:
            continue
        if len(texts) > 1:
            raise ApiError(
                400, f"{parameter.name} was sent twice", field=parameter.name, reason="repeated"
            )
        if texts:
            values[parameter.place][parameter.name] = parameter.read(texts[0])
        elif parameter.required:
            raise ApiError(
                400, f"{parameter.name} is required", field=parameter.name, reason="required"
            )
    return values


def read_body(operation: Operation, request: Request, content: bytes) -> dict[str, Any]:
    """Return the decoded JSON body; an empty object when there is none.

    Args:
        operation: What the body must be.
        request: The request.
        content: Its body.

    Raises:
        ApiError: The body does not fit the contract.

    """
    if operation.body is None:
        return {}
    if not content:
        if operation.body_required:
            raise ApiError(400, "A JSON body is required", field="body", reason="required")
        return {}
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise ApiError(415, "The body must be application/json")
    try:
        value = json.loads(
            content.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite
        )
        _check_depth(value)
        # Escapes can spell text that is no Unicode (RFC 8259, 8.2).
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "The body is not JSON", field="body", reason="syntax") from error
    operation.check_body(value)
    if not isinstance(value, dict):
        raise ApiError(400, "The body must be an object", field="body", reason="type")
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
