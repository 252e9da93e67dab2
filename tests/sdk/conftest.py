"""Each test of an upload runs with both clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from bota_sdk import AsyncBota, Bota, Receipt

if TYPE_CHECKING:
    from bota_emulator import Emulator

Upload = Callable[..., Receipt]


@pytest.fixture(params=["sync", "async"])
def upload(request: pytest.FixtureRequest, bota_emulator: Emulator) -> Upload:
    """`upload(source, **options)` with Bota or with AsyncBota; `api_key=` takes another key, `base_url=` another service."""

    def with_bota(source: Any, *, api_key: str = "", base_url: str = "", **options: Any) -> Receipt:
        key = api_key or bota_emulator.api_key
        with Bota(base_url=base_url or bota_emulator.base_url, api_key=key) as bota:
            return bota.upload(source, **_options(options, key))

    async def with_async_bota(
        source: Any, *, api_key: str = "", base_url: str = "", **options: Any
    ) -> Receipt:
        key = api_key or bota_emulator.api_key
        async with AsyncBota(base_url=base_url or bota_emulator.base_url, api_key=key) as bota:
            return await bota.upload(source, **_options(options, key))

    if request.param == "sync":
        return with_bota
    return lambda source, **options: asyncio.run(with_async_bota(source, **options))


def _options(options: dict[str, Any], key: str) -> dict[str, Any]:
    if "recording_id" in options or not key.startswith(("sk_", "rk_")):
        return options
    return {"end_user_id": "eu_1", **options}


def steps(emulator: Emulator) -> list[tuple[str | None, int | None]]:
    """Every request that the emulator saw: the operation and its status."""
    return [(record.operation, record.status) for record in emulator.requests]
