"""The operations of the tag import_: one module each, and all as methods of Import"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ...client import AuthenticatedClient
from ...models.inherited import Inherited
from ...models.near import Near
from ...types import (
    UNSET,
    Unset,
    expect,
)
from . import (
    list_several,
)

__all__ = [
    "Import",
    "AsyncImport",
    "list_several",
]


class Import:
    """The operations of the tag import_.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._client = client
        self._guard = guard

    def list_several(
        self,
        *,
        body: builtins.list[Near] | Unset = UNSET,
    ) -> Inherited:
        """list_several.

        Args:
            body: `body` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = list_several.sync_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Inherited, "list_several")


class AsyncImport:
    """The operations of the tag import_, awaited.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._client = client
        self._guard = guard

    async def list_several(
        self,
        *,
        body: builtins.list[Near] | Unset = UNSET,
    ) -> Inherited:
        """list_several.

        Args:
            body: `body` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            response = await list_several.asyncio_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Inherited, "list_several")
