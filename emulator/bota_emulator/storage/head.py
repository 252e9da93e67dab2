"""The head of a request to the storage."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class Head:
    """The head of a request.

    Attributes:
        method: As sent.
        target: Path and query, as sent.
        headers: In order, names in lower case.
        version: Of HTTP, `1.1` or `1.0`.

    """

    method: str
    target: str
    headers: list[tuple[str, str]]
    version: str = "1.1"

    @property
    def fields(self) -> dict[str, str]:
        """The headers by name; repeated ones joined by commas (RFC 9110, 5.2)."""
        joined: dict[str, str] = {}
        for name, value in self.headers:
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return joined

    @property
    def closes(self) -> bool:
        """Whether the client wants the connection to end with the response (RFC 9112, 9.3)."""
        options = [
            option.strip() for option in self.fields.get("connection", "").lower().split(",")
        ]
        return "close" in options or (self.version == "1.0" and "keep-alive" not in options)
