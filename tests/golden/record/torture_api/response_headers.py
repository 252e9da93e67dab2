"""Headers of responses that the contract documents, with their types."""

from __future__ import annotations

from collections.abc import Mapping


class ResponseHeaders:
    """The headers of one response. Each is None when it is missing or not of its type.

    Args:
        headers: the headers as they came, whatever the case of their names.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        found = {name.lower(): value for name, value in headers.items()}
        # Of the others some are secrets, such as cookies.
        self._headers = {name: found[name] for name in _NAMES.values() if name in found}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResponseHeaders) and self._headers == other._headers

    def __hash__(self) -> int:
        return hash(frozenset(self._headers.items()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _NAMES)
        return f"{type(self).__name__}({shown})"

    def _text(self, name: str) -> str | None:
        return self._headers.get(name)

    def _integer(self, name: str) -> int | None:
        try:
            return int(self._headers[name])
        except (KeyError, ValueError):
            return None

    def _number(self, name: str) -> float | None:
        try:
            return float(self._headers[name])
        except (KeyError, ValueError):
            return None

    def _boolean(self, name: str) -> bool | None:
        return {"true": True, "false": False}.get(self._headers.get(name, "").lower())

    @property
    def allow(self) -> str | None:
        """The header Allow."""
        return self._text("allow")

    @property
    def retry_after(self) -> int | None:
        """The header Retry-After."""
        return self._integer("retry-after")

    @property
    def x_left(self) -> int | None:
        """The header X-Left."""
        return self._integer("x-left")

    @property
    def x_request_id(self) -> str | None:
        """Names the call."""
        return self._text("x-request-id")


_NAMES: dict[str, str] = {
    "allow": "allow",
    "retry_after": "retry-after",
    "x_left": "x-left",
    "x_request_id": "x-request-id",
}
