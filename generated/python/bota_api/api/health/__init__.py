"""The operations of the tag health: one module each, and all as methods of Health"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...models.service_health import ServiceHealth
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import expect as _expect
from . import (
    get_health,
)

__all__ = [
    "Health",
    "AsyncHealth",
    "get_health",
]


class Health(_Resource):
    """The operations of the tag health."""

    with_raw_response: _Lazy[HealthWithRawResponse] = _Lazy(__name__, "HealthWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def get(
        self,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ServiceHealth:
        """Ask whether the service works.

        Args:
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The service works.

        Raises for a response with the status:
            503: The service does not work.
        """

        with self._error_context():
            _request = get_health._get_kwargs()
            _response = self._send(
                get_health, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, ServiceHealth, "get_health")


class HealthWithRawResponse(_Resource):
    """The methods of Health, but each returns the response with its status and headers."""

    get = _raw(Health.get)


class AsyncHealth(_AsyncResource):
    """The operations of the tag health, awaited."""

    with_raw_response: _Lazy[AsyncHealthWithRawResponse] = _Lazy(
        __name__, "AsyncHealthWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    async def get(
        self,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ServiceHealth:
        """Ask whether the service works.

        Args:
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The service works.

        Raises for a response with the status:
            503: The service does not work.
        """

        with self._error_context():
            _request = get_health._get_kwargs()
            _response = await self._send(
                get_health, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, ServiceHealth, "get_health")


class AsyncHealthWithRawResponse(_AsyncResource):
    """The methods of AsyncHealth, but each returns the response with its status and headers."""

    get = _raw_async(AsyncHealth.get)
