"""One operation of the contract: what it takes, who may call it and what it responds with."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any

from bota_emulator.api.errors import ApiError
from bota_emulator.contract.parameters import Parameter
from bota_emulator.contract.schemas import Schemas, need_valid

Security = tuple[dict[str, list[str]], ...]


class ResponseMismatchError(Exception):
    """A response that is not as the contract has it; the text says where."""


@dataclasses.dataclass(frozen=True)
class Example:
    """What the contract shows of an operation's success.

    Attributes:
        status: The HTTP status.
        media: The content type; None without a body.
        body: The body: JSON, or a text for another content type.

    """

    status: int
    media: str | None
    body: Any


@dataclasses.dataclass(frozen=True, eq=False)
class Operation:
    """One operation of the contract.

    Attributes:
        id: The operationId.
        method: In upper case.
        path: The path template.
        prefix: The path of its server, before the template.
        parameters: Of the path item and of the operation.
        security: The alternatives, each a map from scheme name to scopes; empty where the
            operation is open to everyone.
        rate_classes: The classes of requests in which it counts besides.
        node: The operation object of the contract.

    """

    id: str
    method: str
    path: str
    prefix: str
    parameters: tuple[Parameter, ...]
    security: Security
    rate_classes: tuple[str, ...]
    node: dict[str, Any] = dataclasses.field(repr=False)
    schemas: Schemas = dataclasses.field(repr=False)

    @functools.cached_property
    def shape(self) -> str:
        """The prefix and the template without the names of the path's parameters."""
        return self.prefix + re.sub(r"\{[^}]+\}", "{}", self.path)

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The prefix and the template as a pattern over the percent-encoded path."""
        return re.compile("([^/]+)".join(map(re.escape, self.shape.split("{}"))))

    def path_values(self, path: str) -> dict[str, str] | None:
        """Return the raw parameters in a percent-encoded path; None where it is another path."""
        hit = self.pattern.fullmatch(path)
        return hit and dict(zip(re.findall(r"\{([^}]+)\}", self.path), hit.groups(), strict=True))

    @functools.cached_property
    def _content(self) -> dict[str, Any]:
        content = self.schemas.resolve(self.node.get("requestBody") or {}).get("content", {})
        return {media.lower(): node for media, node in content.items()}

    @property
    def takes_body(self) -> bool:
        """Whether a request can have a body."""
        return bool(self._content)

    @property
    def body_required(self) -> bool:
        """Whether a request must have a body."""
        return bool(self.schemas.resolve(self.node.get("requestBody") or {}).get("required"))

    def body_schema(self, media: str) -> Any:
        """Return the schema of a request's body.

        Args:
            media: The request's content type, in lower case and without its parameters.

        Raises:
            ApiError: 415, the operation takes no such body.

        """
        for known in (media, f"{media.partition('/')[0]}/*", "*/*"):
            if known in self._content:
                return self._content[known].get("schema", {})
        raise ApiError(415, f"The body must be {' or '.join(self._content)}")

    def check_body(self, value: Any, media: str) -> None:
        """Hold a decoded body against the contract.

        Raises:
            ApiError: 400 naming the field at fault.

        """
        if media not in self._validators:
            self._validators[media] = self.schemas.validator(self.body_schema(media))
        need_valid(self._validators[media], value, "body")

    def kept_fields(self) -> list[str]:
        """Return the fields that the request's JSON body shares with its success response."""
        body: dict[str, Any] = next(iter(self._content.values()), {})
        success = self._success()[1]
        response: dict[str, Any] = next(iter(success.values()), {})
        shown = self.schemas.properties(response.get("schema", {}))
        return [name for name in self.schemas.properties(body.get("schema", {})) if name in shown]

    def example(self) -> Example:
        """Return the success that the contract shows, or one made from its schema."""
        status, content = self._success()
        if not content:
            return Example(status, None, None)
        media = next((name for name in content if is_json(name)), next(iter(content)))
        node = content[media]
        if "example" in node:
            body = node["example"]
        elif node.get("examples"):
            body = self.schemas.resolve(next(iter(node["examples"].values()))).get("value")
        else:
            body = self.schemas.sample(node.get("schema", {}))
        if not is_json(media):
            return Example(status, media.replace("*/*", "text/plain"), str(body or ""))
        return Example(status, media, body)

    def check_response(self, status: int, body: Any) -> None:
        """Hold a response against the contract.

        Raises:
            ResponseMismatchError: Its status is not described, or its body is not as described.

        """
        node = self._response(status)
        if node is None:
            raise ResponseMismatchError(f"{self.id} has no response {status}")
        content = node.get("content", {})
        media = next((name for name in content if is_json(name)), None)
        if media is None:
            if body is not None and not content:
                raise ResponseMismatchError(f"{self.id} has no body in a response {status}")
            return
        name = f"response {status}"
        if name not in self._validators:
            self._validators[name] = self.schemas.validator(content[media].get("schema", {}))
        try:
            need_valid(self._validators[name], body, "body")
        except ApiError as error:
            raise ResponseMismatchError(f"{self.id}, response {status}: {error.message}") from None

    def response_description(self, status: int) -> str | None:
        """Return what the contract says of a status; None where it does not have it."""
        node = self._response(status)
        return None if node is None else str(node.get("description", ""))

    @property
    def responses(self) -> dict[str, str]:
        """What the contract says of each status, in its order."""
        return {k.upper(): str(node.get("description", "")) for k, node in self._responses.items()}

    @property
    def body_fields(self) -> dict[str, Any]:
        """The schemas of the fields of a request's JSON body by name."""
        media = next((name for name in self._content if is_json(name)), None)
        return {} if media is None else self.schemas.properties(self.body_schema(media))

    @property
    def required_fields(self) -> set[str]:
        """The names of the fields that a request's JSON body must have."""
        media = next((name for name in self._content if is_json(name)), None)
        return set() if media is None else self.schemas.required(self.body_schema(media))

    @property
    def body_example(self) -> Any:
        """A body that the contract shows or allows; None where a request has no JSON."""
        media = next((name for name in self._content if is_json(name)), None)
        if media is None:
            return None
        node = self._content[media]
        return node["example"] if "example" in node else self.schemas.sample(node.get("schema", {}))

    def _response(self, status: int) -> dict[str, Any] | None:
        names = (str(status), f"{status // 100}xx", "default")
        return next((self._responses[k] for k in names if k in self._responses), None)

    @functools.cached_property
    def _validators(self) -> dict[str, Any]:
        return {}

    @functools.cached_property
    def _responses(self) -> dict[str, Any]:
        found = self.node.get("responses", {})
        return {str(status).lower(): self.schemas.resolve(node) for status, node in found.items()}

    def _success(self) -> tuple[int, dict[str, Any]]:
        good = sorted(key for key in self._responses if key[0] in "23") or ["default"]
        status = good[0]
        number = int(status) if status.isdecimal() else 200
        return number, self._responses.get(status, {}).get("content", {})


def is_json(media: str) -> bool:
    """Return whether a content type is JSON (RFC 6839 has those with a suffix)."""
    subtype = media.partition(";")[0].strip().lower().rpartition("/")[2]
    return subtype == "json" or subtype.endswith("+json")
