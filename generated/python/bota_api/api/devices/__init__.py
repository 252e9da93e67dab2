"""The operations of the tag devices: one module each, and all as methods of Devices"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...calling import AsyncResource as _AsyncResource
from ...calling import CallOptions as _CallOptions
from ...calling import Resource as _Resource
from ...lazy import Lazy as _Lazy
from ...model import body_of as _body_of
from ...models.bind_device_request import BindDeviceRequest
from ...models.create_device_request import CreateDeviceRequest
from ...models.device import Device
from ...models.device_binding import DeviceBinding
from ...models.device_metadata import DeviceMetadata
from ...models.device_model import DeviceModelLiteral
from ...models.device_page import DevicePage
from ...models.device_settings import DeviceSettings
from ...models.update_device_request import UpdateDeviceRequest
from ...paging import AsyncPager as _AsyncPager
from ...paging import Page as _Page
from ...paging import Style as _Style
from ...raw_response import raw as _raw
from ...raw_response import raw_async as _raw_async
from ...types import UNSET, Unset
from ...types import expect as _expect
from . import (
    bind_device,
    create_device,
    get_device,
    list_devices,
    unbind_device,
    update_device,
)

__all__ = [
    "Devices",
    "AsyncDevices",
    "list_devices",
    "create_device",
    "get_device",
    "update_device",
    "bind_device",
    "unbind_device",
]


class Devices(_Resource):
    """The operations of the tag devices."""

    with_raw_response: _Lazy[DevicesWithRawResponse] = _Lazy(__name__, "DevicesWithRawResponse")
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _Page[Device, DevicePage]:
        """List devices.

        A page of devices, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            end_user_id: Only devices that are bound to this end user.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of devices. Iterating over it gives the items of all pages; `data` has those
                of this one, `response` all its fields, and `next_page()` the page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_devices._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                end_user_id=end_user_id,
            )
        return self._pages(
            list_devices,
            _request,
            DevicePage,
            "list_devices",
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
        serial_number: str,
        model: DeviceModelLiteral | Unset = UNSET,
        firmware_version: str | Unset = UNSET,
        name: str | Unset = UNSET,
        metadata: DeviceMetadata | Mapping[str, Any] | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Register a device.

        Registering a serial number again returns the device that has it.

        Args:
            serial_number: The serial number; the device is known by it.
            model: Which device it is.
            firmware_version: The version of its firmware.
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
            The device, which is registered already.

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
                CreateDeviceRequest,
                None,
                {
                    "serial_number": serial_number,
                    "model": model,
                    "firmware_version": firmware_version,
                    "name": name,
                    "metadata": DeviceMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                },
            )
            _request = create_device._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                create_device,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Device, "create_device")

    def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Get a device.

        Args:
            id: The device's id, `dev_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_device._get_kwargs(
                id=id,
            )
            _response = self._send(
                get_device, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Device, "get_device")

    def update(
        self,
        id: str,
        *,
        name: str | Unset = UNSET,
        firmware_version: str | Unset = UNSET,
        metadata: DeviceMetadata | Mapping[str, Any] | Unset = UNSET,
        settings: DeviceSettings | Mapping[str, Any] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Update a device.

        What is left out stays as it is. `metadata` and `settings` are merged with what is
        there, key by key and at every depth.

        Args:
            id: The device's id, `dev_...`.
            name: A name for people.
            firmware_version: The version of its firmware.
            metadata: Free keys and values.
            settings: How the device is set up, by the names that its firmware knows.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device as it is now.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                UpdateDeviceRequest,
                None,
                {
                    "name": name,
                    "firmware_version": firmware_version,
                    "metadata": DeviceMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                    "settings": DeviceSettings.from_dict(settings)
                    if isinstance(settings, Mapping)
                    else settings,
                },
            )
            _request = update_device._get_kwargs(
                id=id,
                body=_body,
            )
            _response = self._send(
                update_device,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Device, "update_device")

    def bind(
        self,
        id: str,
        *,
        end_user_id: str,
        pk_d: str | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> DeviceBinding:
        """Bind a device to an end user.

        The device token is shown this once. A device that is bound already is refused (409,
        `device_already_bound`).

        Args:
            id: The device's id, `dev_...`.
            end_user_id: Whom the device is to belong to.
            pk_d: The public key of the device, 128 lower-case hex digits.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device, and its token.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                BindDeviceRequest,
                None,
                {
                    "end_user_id": end_user_id,
                    "pk_d": pk_d,
                },
            )
            _request = bind_device._get_kwargs(
                id=id,
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = self._send(
                bind_device, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, DeviceBinding, "bind_device")

    def unbind(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Unbind a device.

        Revokes the device token. Nothing happens when the device is bound to nobody.

        Args:
            id: The device's id, `dev_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device, bound to nobody.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = unbind_device._get_kwargs(
                id=id,
            )
            _response = self._send(
                unbind_device,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Device, "unbind_device")


class DevicesWithRawResponse(_Resource):
    """The methods of Devices, but each returns the response with its status and headers."""

    list = _raw(Devices.list)
    create = _raw(Devices.create)
    get = _raw(Devices.get)
    update = _raw(Devices.update)
    bind = _raw(Devices.bind)
    unbind = _raw(Devices.unbind)


class AsyncDevices(_AsyncResource):
    """The operations of the tag devices, awaited."""

    with_raw_response: _Lazy[AsyncDevicesWithRawResponse] = _Lazy(
        __name__, "AsyncDevicesWithRawResponse"
    )
    """The same methods; each returns the response with its status and headers."""

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> _AsyncPager[Device, DevicePage]:
        """List devices.

        A page of devices, newest first.

        Args:
            limit: Items in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Items to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            end_user_id: Only devices that are bound to this end user.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            A page of devices. `async for` gives the items of all pages. `await` gives the first
                page: `data` has its items, `response` all its fields, and `await next_page()` the
                page after it.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = list_devices._get_kwargs(
                limit=limit,
                offset=offset,
                cursor=cursor,
                end_user_id=end_user_id,
            )
        return self._pages(
            list_devices,
            _request,
            DevicePage,
            "list_devices",
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
        serial_number: str,
        model: DeviceModelLiteral | Unset = UNSET,
        firmware_version: str | Unset = UNSET,
        name: str | Unset = UNSET,
        metadata: DeviceMetadata | Mapping[str, Any] | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Register a device.

        Registering a serial number again returns the device that has it.

        Args:
            serial_number: The serial number; the device is known by it.
            model: Which device it is.
            firmware_version: The version of its firmware.
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
            The device, which is registered already.

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
                CreateDeviceRequest,
                None,
                {
                    "serial_number": serial_number,
                    "model": model,
                    "firmware_version": firmware_version,
                    "name": name,
                    "metadata": DeviceMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                },
            )
            _request = create_device._get_kwargs(
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                create_device,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Device, "create_device")

    async def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Get a device.

        Args:
            id: The device's id, `dev_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = get_device._get_kwargs(
                id=id,
            )
            _response = await self._send(
                get_device, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, Device, "get_device")

    async def update(
        self,
        id: str,
        *,
        name: str | Unset = UNSET,
        firmware_version: str | Unset = UNSET,
        metadata: DeviceMetadata | Mapping[str, Any] | Unset = UNSET,
        settings: DeviceSettings | Mapping[str, Any] | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Update a device.

        What is left out stays as it is. `metadata` and `settings` are merged with what is
        there, key by key and at every depth.

        Args:
            id: The device's id, `dev_...`.
            name: A name for people.
            firmware_version: The version of its firmware.
            metadata: Free keys and values.
            settings: How the device is set up, by the names that its firmware knows.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device as it is now.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                UpdateDeviceRequest,
                None,
                {
                    "name": name,
                    "firmware_version": firmware_version,
                    "metadata": DeviceMetadata.from_dict(metadata)
                    if isinstance(metadata, Mapping)
                    else metadata,
                    "settings": DeviceSettings.from_dict(settings)
                    if isinstance(settings, Mapping)
                    else settings,
                },
            )
            _request = update_device._get_kwargs(
                id=id,
                body=_body,
            )
            _response = await self._send(
                update_device,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Device, "update_device")

    async def bind(
        self,
        id: str,
        *,
        end_user_id: str,
        pk_d: str | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> DeviceBinding:
        """Bind a device to an end user.

        The device token is shown this once. A device that is bound already is refused (409,
        `device_already_bound`).

        Args:
            id: The device's id, `dev_...`.
            end_user_id: Whom the device is to belong to.
            pk_d: The public key of the device, 128 lower-case hex digits.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored response of the first one, without a
                comparison of the bodies.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device, and its token.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            409: The state that things are in does not allow this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _body = _body_of(
                BindDeviceRequest,
                None,
                {
                    "end_user_id": end_user_id,
                    "pk_d": pk_d,
                },
            )
            _request = bind_device._get_kwargs(
                id=id,
                body=_body,
                idempotency_key=idempotency_key,
            )
            _response = await self._send(
                bind_device, _request, _CallOptions(timeout, extra_headers, extra_query, extra_body)
            )
            return _expect(_response, DeviceBinding, "bind_device")

    async def unbind(
        self,
        id: str,
        *,
        timeout: float | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Device:
        """Unbind a device.

        Revokes the device token. Nothing happens when the device is bound to nobody.

        Args:
            id: The device's id, `dev_...`.
            timeout: Seconds for a request of this call; the client's when left out.
            extra_headers: Headers of this call alone; they replace those of the same name.
            extra_query: Parameters of the query that the contract does not know.
            extra_body: Fields of the body that the contract does not know.

        Returns:
            The device, bound to nobody.

        Raises for a response with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: There is nothing of that id.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._error_context():
            _request = unbind_device._get_kwargs(
                id=id,
            )
            _response = await self._send(
                unbind_device,
                _request,
                _CallOptions(timeout, extra_headers, extra_query, extra_body),
            )
            return _expect(_response, Device, "unbind_device")


class AsyncDevicesWithRawResponse(_AsyncResource):
    """The methods of AsyncDevices, but each returns the response with its status and headers."""

    list = _raw_async(AsyncDevices.list)
    create = _raw_async(AsyncDevices.create)
    get = _raw_async(AsyncDevices.get)
    update = _raw_async(AsyncDevices.update)
    bind = _raw_async(AsyncDevices.bind)
    unbind = _raw_async(AsyncDevices.unbind)
