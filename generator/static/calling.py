"""Sends the requests of operations: what the methods of all tags have in common."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

import httpx

from .client import AuthenticatedClient, Client
from .lazy import Holder
from .paging import AsyncPage, AsyncPager, Page, Position, Style
from .raw_response import note
from .types import Response, expect
from .writing import multipart, parameters, written

T = TypeVar("T")


class Operation(Protocol):
    """The module of an operation."""

    def _build_response(
        self, *, client: AuthenticatedClient | Client, response: httpx.Response
    ) -> Response[Any]: ...


class CallOptions(NamedTuple):
    """What a call has beside the arguments of the contract.

    Attributes:
        timeout: seconds for a request; the client's when it is None.
        headers: of this call alone.
        query: parameters that the contract does not know.
        body: fields that the contract does not know.

    """

    timeout: float | None
    headers: Mapping[str, str] | None
    query: Mapping[str, Any] | None
    body: Mapping[str, Any] | None


class Resource(Holder):
    """Has operations as methods that block."""

    def _send(
        self,
        operation: Operation,
        request: dict[str, Any],
        options: CallOptions,
    ) -> Response[Any]:
        client = self._resource_client
        http = client.get_httpx_client()
        response = note(http.request(**_with_options(request, http.timeout, options)))
        return operation._build_response(client=client, response=response)

    def _pages(
        self,
        operation: Operation,
        request: dict[str, Any],
        kind: type[T],
        name: str,
        style: Style,
        options: CallOptions,
    ) -> Page[Any, T]:
        def fetch(position: Position) -> Page[Any, T]:
            asked = {**request, "params": position.params}
            response = self._send(operation, asked, options)
            return Page(expect(response, kind, name), position, fetch, self._error_context)

        with self._error_context():
            return fetch(_first(style, request, options))


class AsyncResource(Holder):
    """Has operations as methods to await."""

    async def _send(
        self,
        operation: Operation,
        request: dict[str, Any],
        options: CallOptions,
    ) -> Response[Any]:
        client = self._resource_client
        http = client.get_async_httpx_client()
        response = note(await http.request(**_with_options(request, http.timeout, options)))
        return operation._build_response(client=client, response=response)

    def _pages(
        self,
        operation: Operation,
        request: dict[str, Any],
        kind: type[T],
        name: str,
        style: Style,
        options: CallOptions,
    ) -> AsyncPager[Any, T]:
        async def fetch(position: Position) -> AsyncPage[Any, T]:
            asked = {**request, "params": position.params}
            response = await self._send(operation, asked, options)
            return AsyncPage(expect(response, kind, name), position, fetch, self._error_context)

        async def first() -> AsyncPage[Any, T]:
            with self._error_context():
                return await fetch(_first(style, request, options))

        return AsyncPager(first)


def _first(style: Style, request: dict[str, Any], options: CallOptions) -> Position:
    return Position.first(style, {**request["params"], **_query(options)})


def _query(options: CallOptions) -> dict[str, Any]:
    return parameters(*((name, value, "") for name, value in (options.query or {}).items()))


def _with_options(
    request: dict[str, Any], usual: httpx.Timeout, options: CallOptions
) -> dict[str, Any]:
    """Return the arguments of httpx's `request` for one call with options of its own."""
    found = dict(request)
    if (timeout := options.timeout) is not None:
        if not 0 < timeout < math.inf:
            raise ValueError(f"timeout is {timeout!r}, not a number of seconds above 0")
        # To connect takes no longer because a response may.
        connect = timeout if usual.connect is None else min(timeout, usual.connect)
        found["timeout"] = httpx.Timeout(timeout, connect=connect, pool=usual.pool)
    if options.headers:
        # Whatever the case of their names, they come before those that an argument gives.
        found["headers"] = httpx.Headers(request.get("headers"))
        found["headers"].update(options.headers)
    if options.query:
        # A cursor that leads to another page comes before one that was given.
        found["params"] = {**_query(options), **request.get("params", {})}
    if options.body:
        if "files" in request:
            found["files"] = [*request["files"], *multipart(options.body)]
            return found
        kind = "data" if "data" in request else "json"
        body = request.get(kind, {})
        if "content" in request or not isinstance(body, Mapping):
            raise TypeError("extra_body adds fields to an object, which this body is not")
        found[kind] = {**body, **written(options.body)}
    return found
