"""A service that sends every response twice: no caller is given the response to another's request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from bota_emulator import ApiDuplicate, Emulator
from bota_sdk import AsyncBota, Bota, BotaError, Receipt

from tests.cli.audio import wav

UPLOADS = 200
AT_ONCE = 10


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.add_fault(ApiDuplicate(times=1_000_000))
        yield running


def given(number: int) -> dict[str, Any]:
    return {"end_user_id": f"eu_{number}", "name": f"caller {number}", "content_type": "audio/wav"}


Outcome = Receipt | BotaError


def blocking(emulator: Emulator, **options: Any) -> list[Outcome]:
    def one(number: int) -> Outcome:
        try:
            return bota.upload(wav(number), **given(number))
        except BotaError as error:
            return error

    with Bota(base_url=emulator.base_url, api_key=emulator.api_key, **options) as bota:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return [*pool.map(one, range(UPLOADS))]


def awaited(emulator: Emulator, own_client: bool) -> list[Outcome]:
    async def all_of_them() -> list[Outcome]:
        turns = asyncio.Semaphore(AT_ONCE)
        own = httpx.AsyncClient() if own_client else None

        async def one(number: int) -> Outcome:
            async with turns:
                try:
                    return await bota.upload(wav(number), **given(number))
                except BotaError as error:
                    return error

        key = emulator.api_key
        async with AsyncBota(base_url=emulator.base_url, api_key=key, http_client=own) as bota:
            found = await asyncio.gather(*(one(number) for number in range(UPLOADS)))
        if own is not None:
            await own.aclose()
        return found

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("kind", ["sync", "async", "own client", "own async client"])
def test_nobody_gets_the_recording_of_another(emulator: Emulator, kind: str) -> None:
    if kind == "own client":
        with httpx.Client() as own:
            outcomes = blocking(emulator, http_client=own)
    elif kind == "sync":
        outcomes = blocking(emulator)
    else:
        outcomes = awaited(emulator, own_client=kind == "own async client")
    if "own" not in kind:  # httpx reads what is left over as the next response
        assert [each for each in outcomes if isinstance(each, BotaError)] == []
    taken: set[str] = set()
    for number, outcome in enumerate(outcomes):
        if isinstance(outcome, Receipt):
            assert emulator.recording(outcome.recording_id)["name"] == f"caller {number}"
            assert emulator.object_bytes(outcome.recording_id) == wav(number)
            assert outcome.recording.name == f"caller {number}"
            assert outcome.recording_id not in taken
            taken.add(outcome.recording_id)
    # Nor is a recording left with the audio of another.
    emulator.clear_faults()
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        for recording in bota.recordings.list(limit=100, status="uploaded"):
            number = int(str(recording.name).removeprefix("caller "))
            assert emulator.object_bytes(recording.id) == wav(number)
