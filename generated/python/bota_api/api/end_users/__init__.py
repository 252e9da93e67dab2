"""The operations of the tag end_users: one module each, and all as methods of EndUsers"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.create_end_user_request import CreateEndUserRequest
from ...models.end_user import EndUser
from ...models.end_user_metadata import EndUserMetadata
from ...models.end_user_page import EndUserPage
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from ...types import expect_success as _expect_success
from . import (
    create_end_user,
    delete_end_user,
    get_end_user,
    list_end_users,
)

__all__ = [
    "EndUsers",
    "AsyncEndUsers",
    "list_end_users",
    "create_end_user",
    "get_end_user",
    "delete_end_user",
]


class EndUsers(_Resource):
    """The operations of the tag end_users."""

    with_raw_response: _Lazy[EndUsersWithRawResponse] = _Lazy(__name__, "EndUsersWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        external_id: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[EndUser, EndUserPage]:
        """List end users.

        A page of end users, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            external_id: The one end user with exactly this id of yours.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of end users. Iterating over it gives the items of all pages; `data` has
                those of this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_end_users._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                external_id=external_id,
            )
        return self._pages(
            list_end_users,
            _request,
            EndUserPage,
            "list_end_users",
            _Style(
                items="data",
                has_more="has_more",
                next_cursor="next_cursor",
                cursor="cursor",
                offset="offset",
            ),
            _CallOptions(timeout, extra_headers, extra_query, extra_body),
        )

    def create(
        self,
        *,
        external_id: str | Unset = UNSET,
        email: str | Unset = UNSET,
        name: str | Unset = UNSET,
        metadata: EndUserMetadata | Mapping[str, Any] | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EndUser:
        """Create an end user.

        An `external_id` belongs to one end user of a project at a time (409 otherwise); it is
        free again when that one was deleted.

        Args:
            external_id: The id that your own system has for the end user.
            email: The e-mail address.
            name: A name for people.
            metadata: Free keys and values.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The new end user.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CreateEndUserRequest,
                None,
                {
                    "external_id": external_id,
                    "email": email,
                    "name": name,
                    "metadata": EndUserMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                },
            )
            _request = create_end_user._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_end_user,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, EndUser, "create_end_user")

    def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EndUser:
        """Get an end user.

        Args:
            id: The end user's id, `eu_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The end user.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_end_user._get_kwargs(
                id=id,
            )
            _response = self._send(
                get_end_user,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, EndUser, "get_end_user")

    def delete(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """Delete an end user.

        Deletes the end user and all recordings, transcriptions and summaries of it; unbinds its
        devices.

        Args:
            id: The end user's id, `eu_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = delete_end_user._get_kwargs(
                id=id,
            )
            _response = self._send(
                delete_end_user,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "delete_end_user")


class EndUsersWithRawResponse(_Resource):
    """The methods of EndUsers, but each returns the response with its status and headers."""

    list = _raw(EndUsers.list)
    create = _raw(EndUsers.create)
    get = _raw(EndUsers.get)
    delete = _raw(EndUsers.delete)


class AsyncEndUsers(_AsyncResource):
    """The operations of the tag end_users, awaited."""

    with_raw_response: _Lazy[AsyncEndUsersWithRawResponse] = _Lazy(
        __name__, "AsyncEndUsersWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        external_id: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[EndUser, EndUserPage]:
        """List end users.

        A page of end users, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            external_id: The one end user with exactly this id of yours.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of end users. `async for` gives the items of all pages. `await` gives the
                first page: `data` has its items, `response` all its fields, and `await next_page()`
                the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_end_users._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                external_id=external_id,
            )
        return self._pages(
            list_end_users,
            _request,
            EndUserPage,
            "list_end_users",
            _Style(
                items="data",
                has_more="has_more",
                next_cursor="next_cursor",
                cursor="cursor",
                offset="offset",
            ),
            _CallOptions(timeout, extra_headers, extra_query, extra_body),
        )

    async def create(
        self,
        *,
        external_id: str | Unset = UNSET,
        email: str | Unset = UNSET,
        name: str | Unset = UNSET,
        metadata: EndUserMetadata | Mapping[str, Any] | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EndUser:
        """Create an end user.

        An `external_id` belongs to one end user of a project at a time (409 otherwise); it is
        free again when that one was deleted.

        Args:
            external_id: The id that your own system has for the end user.
            email: The e-mail address.
            name: A name for people.
            metadata: Free keys and values.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The new end user.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                CreateEndUserRequest,
                None,
                {
                    "external_id": external_id,
                    "email": email,
                    "name": name,
                    "metadata": EndUserMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                },
            )
            _request = create_end_user._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_end_user,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, EndUser, "create_end_user")

    async def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EndUser:
        """Get an end user.

        Args:
            id: The end user's id, `eu_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The end user.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_end_user._get_kwargs(
                id=id,
            )
            _response = await self._send(
                get_end_user,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, EndUser, "get_end_user")

    async def delete(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """Delete an end user.

        Deletes the end user and all recordings, transcriptions and summaries of it; unbinds its
        devices.

        Args:
            id: The end user's id, `eu_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = delete_end_user._get_kwargs(
                id=id,
            )
            _response = await self._send(
                delete_end_user,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect_success(_response, "delete_end_user")


class AsyncEndUsersWithRawResponse(_AsyncResource):
    """The methods of AsyncEndUsers, but each returns the response with its status and headers."""

    list = _raw_async(AsyncEndUsers.list)
    create = _raw_async(AsyncEndUsers.create)
    get = _raw_async(AsyncEndUsers.get)
    delete = _raw_async(AsyncEndUsers.delete)
