"""What users write, only ever type-checked: each line here must stay accepted."""

from pathlib import Path
from typing import assert_type

from bota_api.api.recordings import list_recordings
from bota_api.models import DownloadUrl, Recording, RecordingPage, UploadUrl
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
    assert_type(bota.recordings.list(status="uploaded", limit=5), RecordingPage)
    assert_type(bota.recordings.get("rec_1").id, str)
    assert_type(bota.recordings.get_download_url("rec_1"), DownloadUrl)
    assert_type(bota.uploads.create_url("rec_1", content_type="audio/wav"), UploadUrl)
    assert_type(bota.uploads.complete("rec_1"), Recording)
    for recording in bota.iterate(bota.recordings.list, status="uploaded"):
        assert_type(recording, Recording)
    list_recordings.sync(client=bota.api, status="uploaded")


async def awaited(bota: AsyncBota, path: Path) -> None:
    assert_type(await bota.upload(path, end_user_id="eu_1", on_progress=show), Receipt)
    assert_type(await bota.recordings.list(status="uploaded"), RecordingPage)
    assert_type(await bota.uploads.create_url("rec_1", content_type="audio/wav"), UploadUrl)
    async for recording in bota.iterate(bota.recordings.list, limit=5):
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
