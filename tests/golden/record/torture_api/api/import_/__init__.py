"""The operations of the tag import_: one module each, and all as methods of Import"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...models.inherited import Inherited
from ...models.near import Near
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from . import (
    list_several,
)

__all__ = [
    "Import",
    "AsyncImport",
    "list_several",
]


class Import(_Resource):
    """The operations of the tag import_."""

    with_raw_response: _Lazy[ImportWithRawResponse] = _Lazy(__name__, "ImportWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def list_several(
        self,
        *,
        body: builtins.list[Near] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Inherited:
        """list_several.

        Args:
            body: `body` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = list_several._get_kwargs(
                body=body,
            )
            _response = self._send(
                list_several,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Inherited, "list_several")


class ImportWithRawResponse(_Resource):
    """The methods of Import, but each returns the response with its status and headers."""

    list_several = _raw(Import.list_several)


class AsyncImport(_AsyncResource):
    """The operations of the tag import_, awaited."""

    with_raw_response: _Lazy[AsyncImportWithRawResponse] = _Lazy(
        __name__, "AsyncImportWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    async def list_several(
        self,
        *,
        body: builtins.list[Near] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Inherited:
        """list_several.

        Args:
            body: `body` of the request.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            ok

        Raises for a response with the status:
            400: bad
        """

        with self._error_context():
            _request = list_several._get_kwargs(
                body=body,
            )
            _response = await self._send(
                list_several,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Inherited, "list_several")


class AsyncImportWithRawResponse(_AsyncResource):
    """The methods of AsyncImport, but each returns the response with its status and headers."""

    list_several = _raw_async(AsyncImport.list_several)
