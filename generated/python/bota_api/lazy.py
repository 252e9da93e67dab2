"""Attributes that are made, and whose modules are imported, at their first use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from .client import AuthenticatedClient

T = TypeVar("T")


class Holder:
    """What has the operations of the API as methods, or has attributes that have them.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.

    """

    def __init__(
        self,
        client: AuthenticatedClient,
        error_context: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._resource_client = client
        self._error_context = error_context


class Lazy(Generic[T]):
    """An attribute of a `Holder` that is another one, made over the same client.

    Looked up on the class it is the class of what is made, so that `create_autospec` and tools for
    documentation find the methods.

    Args:
        module: the absolute name of the module that has the class.
        name: the name of the class in it.

    """

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._attribute = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._attribute = name

    @overload
    def __get__(self, holder: None, owner: type[Any]) -> type[T]: ...

    @overload
    def __get__(self, holder: Holder, owner: type[Any]) -> T: ...

    def __get__(self, holder: Holder | None, owner: type[Any]) -> type[T] | T:
        kind = getattr(import_module(self._module), self._name)
        if holder is None:
            found: type[T] = kind
            return found
        made: T = kind(holder._resource_client, holder._error_context)
        # Python looks there first, so that this is called once.
        holder.__dict__[self._attribute] = made
        return made
