"""The `UploadFile` of a web framework is a source, here that of Starlette."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from bota_sdk import AsyncBota, SourceError
from starlette.datastructures import UploadFile

from tests.conftest import AUDIO

if TYPE_CHECKING:
    from bota_emulator import Emulator
    from bota_sdk import Bota

DATA = (AUDIO / "speech.opus").read_bytes()


Make = Callable[..., UploadFile]


@pytest.fixture
def upload_file() -> Iterator[Make]:
    """Makes a file as Starlette has it, and closes it as Starlette does."""
    with contextlib.ExitStack() as stack:

        def make(data: bytes = DATA, *, at: int = 0, in_memory: bool = True) -> UploadFile:
            kept: Any = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=1 << 20))
            kept.write(data)
            if not in_memory:
                kept.rollover()
            kept.seek(at)
            return UploadFile(kept, size=len(data), filename="standup.opus")

        yield make


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_blocking_client_reads_its_file(
    bota: Bota, bota_emulator: Emulator, in_memory: bool, upload_file: Make
) -> None:
    given = upload_file(in_memory=in_memory)
    receipt = bota.upload(given, end_user_id="eu_1")
    assert bota_emulator.object_bytes(receipt.recording_id) == DATA
    assert receipt.content_type == "audio/opus"
    assert not given.file.closed  # it is the framework's to close


@pytest.mark.parametrize("in_memory", [True, False])
def test_an_asynchronous_client_awaits_its_read(
    bota_emulator: Emulator, in_memory: bool, upload_file: Make
) -> None:
    read: list[int] = []

    class Awaited(UploadFile):
        async def read(self, size: int = -1) -> bytes:
            read.append(size)
            return await super().read(size)

    async def main() -> str:
        url, key = bota_emulator.base_url, bota_emulator.api_key
        kept = upload_file(in_memory=in_memory)
        given = Awaited(kept.file, filename=kept.filename)
        async with AsyncBota(base_url=url, api_key=key) as bota:
            receipt = await bota.upload(given, end_user_id="eu_1")
        assert not given.file.closed
        return receipt.recording_id

    assert bota_emulator.object_bytes(asyncio.run(main())) == DATA
    assert len(read) == 2  # all of it, and its end


def test_it_is_read_from_where_it_stands(
    bota: Bota, bota_emulator: Emulator, upload_file: Make
) -> None:
    receipt = bota.upload(upload_file(b"junk" + DATA, at=4), end_user_id="eu_1")
    assert bota_emulator.object_bytes(receipt.recording_id) == DATA


def test_an_empty_one_is_refused(bota: Bota, bota_emulator: Emulator, upload_file: Make) -> None:
    with pytest.raises(SourceError, match="is empty"):
        bota.upload(upload_file(b""), end_user_id="eu_1")
    assert bota_emulator.requests == []
