"""Sends the requests of operations: what the methods of all tags have in common."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import httpx

from .client import AuthenticatedClient, Client
from .lazy import Holder
from .paging import AsyncPage, AsyncPager, Page, Position, Style
from .raw_response import note
from .types import Response, expect

T = TypeVar("T")


class Operation(Protocol):
    """The module of an operation."""

    def _build_response(
        self, *, client: AuthenticatedClient | Client, response: httpx.Response
    ) -> Response[Any]: ...


class Resource(Holder):
    """Has operations as methods that block."""

    def _send(
        self,
        operation: Operation,
        request: dict[str, Any],
        timeout: float | None,
        extra_headers: Mapping[str, str] | None,
    ) -> Response[Any]:
        client = self._resource_client
        http = client.get_httpx_client()
        options = _with_options(request, http.timeout, timeout, extra_headers)
        response = note(http.request(**options))
        return operation._build_response(client=client, response=response)

    def _pages(
        self,
        operation: Operation,
        request: dict[str, Any],
        kind: type[T],
        name: str,
        style: Style,
        timeout: float | None,
        extra_headers: Mapping[str, str] | None,
    ) -> Page[Any, T]:
        def fetch(position: Position) -> Page[Any, T]:
            asked = {**request, "params": position.params}
            response = self._send(operation, asked, timeout, extra_headers)
            return Page(expect(response, kind, name), position, fetch, self._error_context)

        with self._error_context():
            return fetch(Position.first(style, request["params"]))


class AsyncResource(Holder):
    """Has operations as methods to await."""

    async def _send(
        self,
        operation: Operation,
        request: dict[str, Any],
        timeout: float | None,  # noqa: ASYNC109 - httpx's, of each read and write
        extra_headers: Mapping[str, str] | None,
    ) -> Response[Any]:
        client = self._resource_client
        http = client.get_async_httpx_client()
        options = _with_options(request, http.timeout, timeout, extra_headers)
        response = note(await http.request(**options))
        return operation._build_response(client=client, response=response)

    def _pages(
        self,
        operation: Operation,
        request: dict[str, Any],
        kind: type[T],
        name: str,
        style: Style,
        timeout: float | None,
        extra_headers: Mapping[str, str] | None,
    ) -> AsyncPager[Any, T]:
        async def fetch(position: Position) -> AsyncPage[Any, T]:
            asked = {**request, "params": position.params}
            response = await self._send(operation, asked, timeout, extra_headers)
            return AsyncPage(expect(response, kind, name), position, fetch, self._error_context)

        async def first() -> AsyncPage[Any, T]:
            with self._error_context():
                return await fetch(Position.first(style, request["params"]))

        return AsyncPager(first)


def _with_options(
    request: dict[str, Any],
    usual: httpx.Timeout,
    timeout: float | None,
    extra_headers: Mapping[str, str] | None,
) -> dict[str, Any]:
    """Return the arguments of httpx's `request` for one call with options of its own."""
    options = dict(request)
    if timeout is not None:
        if not 0 < timeout < math.inf:
            raise ValueError(f"timeout is {timeout!r}, not a number of seconds above 0")
        # To connect takes no longer because a response may.
        connect = timeout if usual.connect is None else min(timeout, usual.connect)
        options["timeout"] = httpx.Timeout(timeout, connect=connect, pool=usual.pool)
    if extra_headers:
        # Whatever the case of their names, they come before those that an argument gives.
        options["headers"] = httpx.Headers(request.get("headers"))
        options["headers"].update(extra_headers)
    return options
