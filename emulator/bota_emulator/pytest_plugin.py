"""The pytest plugin of the distribution: the fixture `bota_emulator`.

    def test_it(bota_emulator):
        bota_emulator.clock.advance(61 * 60)
        bota_emulator.fail_storage("SlowDown", times=2)
        ...  # a client with bota_emulator.base_url and bota_emulator.api_key

Every pytest of whoever installed the distribution imports this module, so it imports nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bota_emulator.emulator import Emulator


@pytest.fixture(scope="session")
def _bota_emulator_server() -> Iterator[Emulator]:
    try:
        from bota_emulator.emulator import Emulator
    except ModuleNotFoundError as error:
        pytest.fail(
            f"the fixture bota_emulator needs the package {error.name!r}: "
            'pip install "bota-sdk[emulator]"',
            pytrace=False,
        )
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def bota_emulator(_bota_emulator_server: Emulator) -> Iterator[Emulator]:
    """Give the Bota API and its storage on free ports: started once, empty for every test."""
    if not _bota_emulator_server.inherited:
        _bota_emulator_server.reset()
        yield _bota_emulator_server
        return
    # The test runs in a fork of the process that has the servers: it gets some of its own.
    _bota_emulator_server.stop()
    with _bota_emulator_server:
        _bota_emulator_server.reset()
        yield _bota_emulator_server
