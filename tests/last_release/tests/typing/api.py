"""What users write, only ever type-checked: each line here must stay accepted."""

from pathlib import Path
from typing import Unpack, assert_type

from bota_api.api.recordings import list_recordings
from bota_api.models import DownloadUrl, Recording, RecordingPage, UploadUrl
from bota_api.paging import AsyncPage, Page
from bota_api.params import CreateRecordingParams
from bota_api.raw_response import RawResponse
from bota_api.response_headers import ResponseHeaders
from bota_sdk import AsyncBota, Bota, Progress, Receipt, record_requests


def show(progress: Progress) -> None:
    print(progress.phase, progress.bytes_sent / progress.total_bytes)


def sync(bota: Bota, path: Path) -> None:
    assert_type(bota.upload(path, end_user_id="eu_1", on_progress=show), Receipt)
    assert_type(bota.upload(b"", recording_id="rec_1", content_type="audio/wav"), Receipt)
    with path.open("rb") as file:
        assert_type(bota.upload(file, metadata={"a": [1]}).recording, Recording)
    assert_type(bota.recordings.create(end_user_id="eu_1", metadata={"a": 1}), Recording)
    page = bota.recordings.list(status="uploaded", limit=5, timeout=5, extra_headers={"X-A": "b"})
    assert_type(page, Page[Recording, RecordingPage])
    assert_type(page.data, list[Recording])
    assert_type(page.response, RecordingPage)
    assert_type(page.next_page(), Page[Recording, RecordingPage] | None)
    assert_type(bota.recordings.get("rec_1").id, str)
    assert_type(bota.recordings.get_download_url("rec_1"), DownloadUrl)
    assert_type(bota.uploads.create_url("rec_1", content_type="audio/wav"), UploadUrl)
    assert_type(bota.uploads.complete("rec_1"), Recording)
    for recording in bota.recordings.list(status="uploaded"):
        assert_type(recording, Recording)
    list_recordings.sync(client=bota.api, status="uploaded")


async def awaited(bota: AsyncBota, path: Path) -> None:
    assert_type(await bota.upload(path, end_user_id="eu_1", on_progress=show), Receipt)
    page = await bota.recordings.list(status="uploaded")
    assert_type(page, AsyncPage[Recording, RecordingPage])
    assert_type(await page.next_page(), AsyncPage[Recording, RecordingPage] | None)
    assert_type(await bota.uploads.create_url("rec_1", content_type="audio/wav"), UploadUrl)
    async for recording in bota.recordings.list(limit=5):
        assert_type(recording, Recording)
    await list_recordings.asyncio(client=bota.api)


def rate_limit(bota: Bota) -> None:
    with record_requests() as steps:
        bota.recordings.get("rec_1")
    if headers := steps[-1].headers:
        assert_type(headers.x_rate_limit_remaining, int | None)
        assert_type(headers.x_request_id, str | None)
    headers = ResponseHeaders(list_recordings.sync_detailed(client=bota.api).headers)
    assert_type(headers.x_rate_limit_reset, int | None)


def raw(bota: Bota) -> None:
    response = bota.recordings.with_raw_response.get("rec_1", timeout=5)
    assert_type(response, RawResponse[Recording])
    assert_type(response.status_code, int)
    assert_type(response.request_id, str | None)
    assert_type(response.parse(), Recording)
    listed = bota.recordings.with_raw_response.list(limit=5)
    assert_type(listed.parse(), Page[Recording, RecordingPage])
    assert_type(bota.recordings.with_raw_response.delete("rec_1").parse(), None)
    bota.recordings.with_raw_response.get(5)  # type: ignore[arg-type]
    bota.recordings.with_raw_response.get("rec_1", limit=5)  # type: ignore[call-arg]


async def raw_awaited(bota: AsyncBota) -> None:
    response = await bota.recordings.with_raw_response.get("rec_1")
    assert_type(response, RawResponse[Recording])
    listed = await bota.recordings.with_raw_response.list(limit=5)
    assert_type(listed.parse(), AsyncPage[Recording, RecordingPage])


def passed_on(bota: Bota, **fields: Unpack[CreateRecordingParams]) -> Recording:
    assert_type(fields.get("name"), str | None)
    return bota.recordings.create(**fields, timeout=5)


def passes_on(bota: Bota) -> None:
    passed_on(bota, end_user_id="eu_1", metadata={"a": 1}, source="api_upload")
    passed_on(bota, name=5)  # type: ignore[arg-type]
    passed_on(bota, language="en")  # type: ignore[call-arg]
