"""The operations of the tag recordings: one module each, and all as methods of Recordings"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ...client import AuthenticatedClient
from ...models.create_recording_request import CreateRecordingRequest
from ...models.download_url import DownloadUrl
from ...models.recording import Recording
from ...models.recording_metadata import RecordingMetadata
from ...models.recording_page import RecordingPage
from ...models.recording_source import RecordingSource, check_recording_source
from ...models.recording_status import RecordingStatus, check_recording_status
from ...models.upload_method import UploadMethod, check_upload_method
from ...types import (
    UNSET,
    Unset,
    expect,
    expect_success,
)
from . import (
    create_recording,
    delete_recording,
    get_download_url,
    get_recording,
    list_recordings,
)

__all__ = [
    "Recordings",
    "AsyncRecordings",
    "list_recordings",
    "create_recording",
    "get_recording",
    "delete_recording",
    "get_download_url",
]


class Recordings:
    """The operations of the tag recordings.

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

    def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        status: RecordingStatus | Unset = UNSET,
    ) -> RecordingPage:
        """List recordings.

        A page of recordings, newest first. Follow `next_cursor` when the page has one, else
        raise `offset` by the number of recordings read while `has_more` is true.

        Args:
            limit: Recordings in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Recordings to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            device_id: Only recordings of this device.
            end_user_id: Only recordings of this end user.
            status: Where a recording stands. More values will appear.

        Returns:
            A page of recordings.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = list_recordings.sync_detailed(
                client=self._client,
                limit=limit,
                offset=offset,
                cursor=cursor,
                device_id=device_id,
                end_user_id=end_user_id,
                status=status,
            )
            return expect(response, RecordingPage, "list_recordings")

    def create(
        self,
        *,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        started_at: datetime.datetime | Unset = UNSET,
        ended_at: datetime.datetime | Unset = UNSET,
        metadata: RecordingMetadata | Mapping[str, Any] | Unset = UNSET,
        source: RecordingSource | Unset = UNSET,
        upload_method: UploadMethod | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> Recording:
        """Create a recording.

        Makes an empty recording with the status `pending`. Its audio follows with an upload
        URL. With a secret or restricted key `end_user_id` is required; with a device token
        neither `device_id` nor `end_user_id` is sent, since the token names both.

        Args:
            device_id: The recording device.
            end_user_id: Whose recording it is. Required with a secret or restricted key.
            name: A name for people.
            started_at: When the recording began, by the device's clock.
            ended_at: When the recording ended, by the device's clock.
            metadata: Free keys and values.
            source: Where a recording comes from. An upload from a server is `api_upload`.
            upload_method: How the audio reaches the service. An upload from a server is
                `import`.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored answer of the first one, without a
                comparison of the bodies.

        Returns:
            The new recording.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            409: The recording is not in a state that allows this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            body = CreateRecordingRequest(
                device_id=device_id,
                end_user_id=end_user_id,
                name=name,
                started_at=started_at,
                ended_at=ended_at,
                metadata=RecordingMetadata.from_dict(metadata)
                if isinstance(metadata, Mapping)
                else metadata,
                source=source,
                upload_method=upload_method,
            )
            response = create_recording.sync_detailed(
                client=self._client,
                body=body,
                idempotency_key=idempotency_key,
            )
            return expect(response, Recording, "create_recording")

    def get(
        self,
        id: str,
    ) -> Recording:
        """Get a recording.

        Args:
            id: The recording's id, `rec_...`.

        Returns:
            The recording.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: No such recording.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = get_recording.sync_detailed(
                id=id,
                client=self._client,
            )
            return expect(response, Recording, "get_recording")

    def delete(
        self,
        id: str,
    ) -> None:
        """Delete a recording.

        Deletes the recording and its audio.

        Args:
            id: The recording's id, `rec_...`.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: No such recording.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = delete_recording.sync_detailed(
                id=id,
                client=self._client,
            )
            return expect_success(response, "delete_recording")

    def get_download_url(
        self,
        id: str,
    ) -> DownloadUrl:
        """Get a download URL.

        A pre-signed URL for reading the audio. A `pending` recording has none (409).

        Args:
            id: The recording's id, `rec_...`.

        Returns:
            The URL and what it leads to.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: No such recording.
            409: The recording is not in a state that allows this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = get_download_url.sync_detailed(
                id=id,
                client=self._client,
            )
            return expect(response, DownloadUrl, "get_download_url")


class AsyncRecordings:
    """The operations of the tag recordings, awaited.

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

    async def list(
        self,
        *,
        limit: int | Unset = UNSET,
        offset: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        status: RecordingStatus | Unset = UNSET,
    ) -> RecordingPage:
        """List recordings.

        A page of recordings, newest first. Follow `next_cursor` when the page has one, else
        raise `offset` by the number of recordings read while `has_more` is true.

        Args:
            limit: Recordings in one page, 1 to 100. The service takes 25 when it is left out.
            offset: Recordings to skip. Not together with `cursor`.
            cursor: The `next_cursor` of the page before.
            device_id: Only recordings of this device.
            end_user_id: Only recordings of this end user.
            status: Where a recording stands. More values will appear.

        Returns:
            A page of recordings.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = await list_recordings.asyncio_detailed(
                client=self._client,
                limit=limit,
                offset=offset,
                cursor=cursor,
                device_id=device_id,
                end_user_id=end_user_id,
                status=status,
            )
            return expect(response, RecordingPage, "list_recordings")

    async def create(
        self,
        *,
        device_id: str | Unset = UNSET,
        end_user_id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        started_at: datetime.datetime | Unset = UNSET,
        ended_at: datetime.datetime | Unset = UNSET,
        metadata: RecordingMetadata | Mapping[str, Any] | Unset = UNSET,
        source: RecordingSource | Unset = UNSET,
        upload_method: UploadMethod | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> Recording:
        """Create a recording.

        Makes an empty recording with the status `pending`. Its audio follows with an upload
        URL. With a secret or restricted key `end_user_id` is required; with a device token
        neither `device_id` nor `end_user_id` is sent, since the token names both.

        Args:
            device_id: The recording device.
            end_user_id: Whose recording it is. Required with a secret or restricted key.
            name: A name for people.
            started_at: When the recording began, by the device's clock.
            ended_at: When the recording ended, by the device's clock.
            metadata: Free keys and values.
            source: Where a recording comes from. An upload from a server is `api_upload`.
            upload_method: How the audio reaches the service. An upload from a server is
                `import`.
            idempotency_key: 1 to 255 letters, digits, `-` or `_`, kept for 24 hours. A repeated
                request with the same key may get the stored answer of the first one, without a
                comparison of the bodies.

        Returns:
            The new recording.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            409: The recording is not in a state that allows this.
            422: Well-formed, but not acceptable.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            body = CreateRecordingRequest(
                device_id=device_id,
                end_user_id=end_user_id,
                name=name,
                started_at=started_at,
                ended_at=ended_at,
                metadata=RecordingMetadata.from_dict(metadata)
                if isinstance(metadata, Mapping)
                else metadata,
                source=source,
                upload_method=upload_method,
            )
            response = await create_recording.asyncio_detailed(
                client=self._client,
                body=body,
                idempotency_key=idempotency_key,
            )
            return expect(response, Recording, "create_recording")

    async def get(
        self,
        id: str,
    ) -> Recording:
        """Get a recording.

        Args:
            id: The recording's id, `rec_...`.

        Returns:
            The recording.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: No such recording.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = await get_recording.asyncio_detailed(
                id=id,
                client=self._client,
            )
            return expect(response, Recording, "get_recording")

    async def delete(
        self,
        id: str,
    ) -> None:
        """Delete a recording.

        Deletes the recording and its audio.

        Args:
            id: The recording's id, `rec_...`.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: No such recording.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = await delete_recording.asyncio_detailed(
                id=id,
                client=self._client,
            )
            return expect_success(response, "delete_recording")

    async def get_download_url(
        self,
        id: str,
    ) -> DownloadUrl:
        """Get a download URL.

        A pre-signed URL for reading the audio. A `pending` recording has none (409).

        Args:
            id: The recording's id, `rec_...`.

        Returns:
            The URL and what it leads to.

        Raises for an answer with the status:
            400: A field, a parameter or the body is not as described here.
            401: No key, or one that is unknown or expired.
            403: The key is good, but not for this.
            404: No such recording.
            409: The recording is not in a state that allows this.
            429: Over the rate limit. `X-RateLimit-Reset` says when the next window begins.
            500: The service failed.
        """

        with self._guard():
            response = await get_download_url.asyncio_detailed(
                id=id,
                client=self._client,
            )
            return expect(response, DownloadUrl, "get_download_url")
