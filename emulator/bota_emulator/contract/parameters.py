"""Reads the value of a parameter from the text in which a request has it."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from bota_emulator.api.errors import ApiError
from bota_emulator.contract.schemas import Schemas, need_valid

_INTEGER = re.compile(r"-?[0-9]{1,4000}")
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


class Parameter:
    """One parameter of an operation; its value arrives as text.

    Args:
        node: The parameter object of the contract.
        schemas: Those of the contract.

    """

    def __init__(self, node: dict[str, Any], schemas: Schemas) -> None:
        self.name = str(node["name"])
        self.place = str(node["in"])
        self.required = bool(node.get("required"))
        self._media = next(iter(node.get("content", {}).values()), None)
        self.schema = (self._media or node).get("schema", {})
        self._schemas = schemas
        self._types = schemas.types(self.schema)
        usual = "form" if self.place in ("query", "cookie") else "simple"
        self._style = node.get("style", usual)
        self._explode = bool(node.get("explode", self._style == "form"))

    def texts(self, pairs: list[tuple[str, str]]) -> list[str]:
        """Return the texts that belong to the parameter among named ones, such as a query's.

        An object comes as alternating names and values, however it was written.
        """
        if "object" in self._types and self._media is None and self._explode:
            deep = f"{self.name}["
            found: list[str] = []
            for name, text in pairs:
                if self._style == "deepObject":
                    if name.startswith(deep) and name.endswith("]"):
                        found += [name[len(deep) : -1], text]
                elif name in self._schemas.properties(self.schema):
                    found += [name, text]
            return found
        return [text for name, text in pairs if name == self.name]

    def read(self, texts: list[str]) -> Any:
        """Return the value that some texts stand for.

        Args:
            texts: The decoded texts from the path, the query, a header or a cookie; one or more.

        Raises:
            ApiError: 400, they do not fit the contract's schema.

        """
        value = self._value(texts)
        need_valid(self._validator, value, self.name)
        return value

    def _value(self, texts: list[str]) -> Any:
        repeats = self._explode and bool({"array", "object"} & self._types) and not self._media
        if len(texts) > 1 and not repeats:
            raise ApiError(400, f"{self.name} was sent twice", field=self.name, reason="repeated")
        if self._media is not None:
            try:
                return json.loads(texts[0])
            except (ValueError, RecursionError):
                raise ApiError(
                    400, f"{self.name} is not JSON", field=self.name, reason="syntax"
                ) from None
        if not {"array", "object"} & self._types:
            return coerced(texts[0], self._types)
        if not repeats or self.place in ("path", "header"):
            texts = texts[0].split(_SEPARATORS.get(self._style, ","))
        if "array" in self._types:
            kinds = self._schemas.types(self._schemas.items(self.schema))
            return [coerced(text, kinds) for text in texts]
        if self._explode and self.place in ("path", "header"):
            texts = [part for text in texts for part in text.partition("=")[::2]]
        inner = self._schemas.properties(self.schema)
        return {
            name: coerced(text, self._schemas.types(inner.get(name, {})))
            for name, text in zip(texts[::2], texts[1::2], strict=False)
        }

    @functools.cached_property
    def _validator(self) -> Any:
        return self._schemas.validator(self.schema)


def coerced(text: str, types: set[str]) -> Any:
    """Return a text as the first of some JSON types that it can be.

    Args:
        text: The text.
        types: The names of the types; none of them means a string.

    """
    if "integer" in types and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text):
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return text
