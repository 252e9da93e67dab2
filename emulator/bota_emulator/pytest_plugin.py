"""The pytest plugin of the distribution: the fixtures `bota_emulator` and `bota_emulator_tls`.

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
    with _emulator(tls=False) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def _bota_emulator_tls_server() -> Iterator[Emulator]:
    with _emulator(tls=True) as emulator:
        yield emulator


@pytest.fixture
def bota_emulator(_bota_emulator_server: Emulator) -> Iterator[Emulator]:
    """Give the Bota API and its storage on free ports: started once, empty for every test."""
    yield from _emptied(_bota_emulator_server)


@pytest.fixture
def bota_emulator_tls(_bota_emulator_tls_server: Emulator) -> Iterator[Emulator]:
    """Give the same over TLS, for clients that refuse plain http and trust its `ca_file`."""
    yield from _emptied(_bota_emulator_tls_server)


def _emulator(*, tls: bool) -> Emulator:
    try:
        from bota_emulator.emulator import Emulator
    except ModuleNotFoundError as error:
        pytest.fail(
            f"the fixture bota_emulator needs the package {error.name!r}: "
            'pip install "bota-sdk[emulator]"',
            pytrace=False,
        )
    return Emulator(tls=tls)


def _emptied(server: Emulator) -> Iterator[Emulator]:
    if not server.inherited:
        server.reset()
        yield server
        return
    # The test runs in a fork of the process that has the servers: it gets some of its own.
    server.stop()
    with server:
        server.reset()
        yield server
