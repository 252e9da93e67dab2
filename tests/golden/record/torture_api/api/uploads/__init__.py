"""The operations of the tag uploads: one module each, and all as methods of Uploads"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ...client import AuthenticatedClient
from ...models.label import Label
from ...models.tree import Tree
from ...types import (
    UNSET,
    Unset,
    expect,
    expect_success,
)
from . import (
    grow_upload,
    label_upload,
    ping_uploads,
)

__all__ = [
    "Uploads",
    "AsyncUploads",
    "ping_uploads",
    "grow_upload",
    "label_upload",
]


class Uploads:
    """The operations of the tag uploads.

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

    def ping(
        self,
    ) -> None:
        """ping."""

        with self._guard():
            response = ping_uploads.sync_detailed(
                client=self._client,
            )
            return expect_success(response, "ping_uploads")

    def grow(
        self,
        *,
        name: str,
        children: builtins.list[Tree] | Unset = UNSET,
    ) -> Tree:
        """grow.

        Args:
            name: `name` of the request.
            children: `children` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Tree(
                name=name,
                children=children,
            )
            response = grow_upload.sync_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Tree, "grow_upload")

    def label(
        self,
        *,
        label: str,
    ) -> Label:
        """label.

        Args:
            label: `label` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Label(
                label=label,
            )
            response = label_upload.sync_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Label, "label_upload")


class AsyncUploads:
    """The operations of the tag uploads, awaited.

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

    async def ping(
        self,
    ) -> None:
        """ping."""

        with self._guard():
            response = await ping_uploads.asyncio_detailed(
                client=self._client,
            )
            return expect_success(response, "ping_uploads")

    async def grow(
        self,
        *,
        name: str,
        children: builtins.list[Tree] | Unset = UNSET,
    ) -> Tree:
        """grow.

        Args:
            name: `name` of the request.
            children: `children` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Tree(
                name=name,
                children=children,
            )
            response = await grow_upload.asyncio_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Tree, "grow_upload")

    async def label(
        self,
        *,
        label: str,
    ) -> Label:
        """label.

        Args:
            label: `label` of the request.

        Returns:
            ok

        Raises for an answer with the status:
            400: bad
        """

        with self._guard():
            body = Label(
                label=label,
            )
            response = await label_upload.asyncio_detailed(
                client=self._client,
                body=body,
            )
            return expect(response, Label, "label_upload")
