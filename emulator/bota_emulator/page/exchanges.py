"""Shows one request: what went over the wire, what the contract says, and how to repeat it."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import json
import re
import shlex
import urllib.parse
from collections.abc import Callable, Iterable
from typing import Any

from bota_emulator.api.errors import ApiError
from bota_emulator.contract.document import Contract
from bota_emulator.contract.operations import Operation, ResponseMismatchError
from bota_emulator.page.secrets import HIDDEN, is_secret_header
from bota_emulator.state.recorder import MAX_BODY, Exchange, RequestRecord

# What a client's HTTP library sends by itself, and a repeated call does not name.
_USUAL = ("accept", "accept-encoding", "connection", "content-length", "host", "user-agent")
_BEARER = "authorization"


@dataclasses.dataclass(frozen=True)
class Message:
    """A request or a response as text.

    Attributes:
        headers: Names and values, and whether the value is hidden.
        body: Its body, JSON indented; empty for none.
        cut: Whether the body goes on.

    """

    headers: list[tuple[str, str, bool]]
    body: str
    cut: bool


@dataclasses.dataclass(frozen=True)
class Remark:
    """Something that the contract says of a request; `good` is None where it is neither."""

    text: str
    good: bool | None = None


def message(headers: Iterable[tuple[str, str]], body: bytes, hide: Callable[[str], str]) -> Message:
    """Return a message as it is shown.

    Args:
        headers: Its headers.
        body: Its body.
        hide: Hides the secrets in a text; the identity reveals them.

    """
    reveal = hide("Bearer x") == "Bearer x"
    shown = []
    for name, value in headers:
        text = HIDDEN if is_secret_header(name) and not reveal else hide(value)
        shown.append((name, text, text != value))
    return Message(shown, hide(pretty(body)), len(body) >= MAX_BODY)


def pretty(body: bytes) -> str:
    """Return a body as text: JSON indented, and what is no text by its size."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"({len(body):,} bytes that are no text)"
    try:
        shown = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
    return shown.encode("utf-8", "replace").decode()  # JSON can have half a character


def remarks(contract: Contract, record: RequestRecord, exchange: Exchange) -> list[Remark]:
    """Return what the contract says of a request to the API and of its response."""
    if record.side == "storage":
        return [Remark("It is between the client and S3: the contract has what leads to it.")]
    operation = contract.operations.get(record.operation or "")
    if operation is None:
        return [Remark("The contract has no operation with this method and path.", False)]
    found = [Remark(f"{operation.id}: {operation.node.get('summary', 'no summary')}.")]
    if operation.node.get("description"):
        found.append(Remark(operation.node["description"]))
    if exchange.body and operation.takes_body:
        sent = next((v for n, v in exchange.headers if n.lower() == "content-type"), "")
        media = sent.partition(";")[0].strip().lower()
        check = functools.partial(operation.check_body, media=media)
        found.append(_compared("The request's body", exchange.body, check))
    if record.status is not None:
        described = operation.response_description(record.status)
        if described is None:
            return [*found, Remark(f"A response {record.status} is not in the contract.", False)]
        found.append(Remark(f"{record.status}: {described}"))
        check = functools.partial(operation.check_response, record.status)
        found.append(_compared("The response", exchange.response_body, check))
    return found


def _compared(what: str, body: bytes, check: Callable[[Any], None]) -> Remark:
    if len(body) >= MAX_BODY:
        return Remark(f"{what} is too long to be compared.")
    try:
        check(json.loads(body) if body else None)
    except ApiError as error:
        return Remark(f"{what} is not as described: {error.message}.", False)
    except ResponseMismatchError as error:
        return Remark(f"{what} is not as described: {error}.", False)
    except (ValueError, RecursionError):
        return Remark(f"{what} is not JSON that can be read.", False)
    return Remark(f"{what} is as described.", True)


def as_curl(record: RequestRecord, exchange: Exchange, origin: str) -> str:
    """Return a command that sends a request again; the key comes from the environment.

    Args:
        record: What is noted of the request.
        exchange: What went over the wire.
        origin: Of the server that got it.

    """
    words = ["curl", "-X", record.method]
    lines = []
    for name, value in _wanted(exchange.headers):
        if name.lower() == _BEARER:
            lines.append('-H "Authorization: Bearer $BOTA_API_KEY"')
        else:
            lines.append(f"-H {shlex.quote(f'{name}: {value}')}")
    if record.side == "storage" and record.method == "PUT":
        lines.append("--upload-file AUDIO")
    elif exchange.body:
        lines.append(f"--data-raw {shlex.quote(exchange.body.decode('utf-8', 'replace'))}")
    lines.append(shlex.quote(origin + exchange.target))
    return " \\\n  ".join([shlex.join(words), *lines])


def as_python(
    contract: Contract, record: RequestRecord, exchange: Exchange, origin: str, base_url: str
) -> str:
    """Return Python that does what a request did: with the SDK, or httpx where it has no method.

    Args:
        contract: Has the operation.
        record: What is noted of the request.
        exchange: What went over the wire.
        origin: Of the server that got it.
        base_url: The API's.

    """
    operation = contract.operations.get(record.operation or "")
    method = operation and _method(operation)
    if operation is None or method is None:
        kept = {n: v for n, v in _wanted(exchange.headers) if n.lower() != _BEARER}
        how = f"{origin + exchange.target!r}, headers={kept!r}"
        if record.side == "storage" and record.method == "PUT":
            how += ', content=open("AUDIO", "rb")'
        elif exchange.body:
            how += f", content={exchange.body!r}"
        return f"import httpx\n\nhttpx.request({record.method!r}, {how})"
    arguments: dict[str, Any] = dict(operation.path_values(record.path) or {})
    arguments |= _query(operation, exchange.target)
    try:
        body = json.loads(exchange.body or b"{}")
    except (ValueError, RecursionError):
        body = {}
    fields = operation.body_fields.items()
    # Whoever copies the call runs it: another's names are no part of it.
    arguments |= {name: body[name] for name, _ in fields if isinstance(body, dict) and name in body}
    moments = {name for name, schema in fields if schema.get("format") == "date-time"}
    call = ", ".join(
        f"{name}=datetime.fromisoformat({value!r})" if name in moments else f"{name}={value!r}"
        for name, value in arguments.items()
    )
    imports = "from datetime import datetime\n\n" if moments & set(arguments) else ""
    return (
        f"{imports}from bota_sdk import Bota\n\n"
        f"with Bota(base_url={base_url!r}) as bota:\n    bota.{method}({call})"
    )


def _wanted(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    skipped = ("cookie", *_USUAL)
    return [(name, value) for name, value in headers if name.lower() not in skipped]


def _query(operation: Operation, target: str) -> dict[str, Any]:
    pairs = urllib.parse.parse_qsl(target.partition("?")[2])
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        texts = parameter.texts(pairs) if parameter.place == "query" else []
        with contextlib.suppress(ApiError):
            found |= {parameter.name: parameter.read(texts)} if texts else {}
    return found


def _method(operation: Operation) -> str | None:
    """Return the SDK's method for an operation, such as `recordings.create`; None for none."""
    tag = _snake((operation.node.get("tags") or [""])[0])
    try:
        module = importlib.import_module(f"bota_api.api.{tag}")
        resource = getattr(module, "".join(word.title() for word in tag.split("_")))
    except (ImportError, AttributeError):
        return None
    # The generator chose the method's name; each method calls the module of its operation.
    for name, method in vars(resource).items():
        if _snake(operation.id) in getattr(getattr(method, "__code__", None), "co_names", ()):
            return f"{tag}.{name}"
    return None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
