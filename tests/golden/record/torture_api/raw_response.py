"""Gives a method's response as it came: `with_raw_response` of the classes of tags."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    import httpx

P = ParamSpec("P")
T = TypeVar("T")

_received: ContextVar[list[httpx.Response] | None] = ContextVar("received", default=None)


class RawResponse(Generic[T]):
    """A response with its status and headers; `parse()` gives what the plain method returns.

    Attributes:
        status_code: the HTTP status.
        headers: all headers; their names are looked up in any case.

    """

    def __init__(self, response: httpx.Response, parse: Callable[[], T]) -> None:
        self.status_code: int = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self._parse = parse

    @property
    def request_id(self) -> str | None:
        """The service's id of the request (`X-Request-Id`); None when it gave none."""
        return self.headers.get("X-Request-Id")

    def parse(self) -> T:
        """Return what the plain method returns.

        Raises: what the plain method raises over the same response.
        """
        return self._parse()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status_code}>"


def note(response: httpx.Response) -> httpx.Response:
    """Keep a response for the raw method that is being called, if any, and return it."""
    if (received := _received.get()) is not None:
        received.append(response)
    return response


@contextmanager
def _receiving() -> Generator[list[httpx.Response]]:
    received: list[httpx.Response] = []
    token = _received.set(received)
    try:
        yield received
    finally:
        _received.reset(token)


def _raising(error: Exception) -> Callable[[], Any]:
    def parse() -> Any:
        raise error

    return parse


def raw(
    method: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate[Any, P], RawResponse[T]]:
    """Return a method with the same arguments that returns the raw response."""

    @functools.wraps(method)
    def call(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        with _receiving() as received:
            try:
                value = method(self, *args, **kwargs)
            except Exception as error:
                if not received:
                    raise
                return RawResponse(received[-1], _raising(error))
        return RawResponse(received[-1], lambda: value)

    return call


def raw_async(
    method: Callable[Concatenate[Any, P], Awaitable[T]],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, RawResponse[T]]]:
    """Return a method with the same arguments that returns the raw response, awaited."""

    @functools.wraps(method)
    async def call(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        with _receiving() as received:
            try:
                value = await method(self, *args, **kwargs)
            except Exception as error:
                if not received:
                    raise
                return RawResponse(received[-1], _raising(error))
        return RawResponse(received[-1], lambda: value)

    return call
