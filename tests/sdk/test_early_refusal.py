"""S3 refuses an expired URL at once and resets the connection: the classic lost error message."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import trustme
from bota_emulator import Emulator, StorageEarlyReset
from bota_sdk import AsyncBota, Bota, Receipt, StorageConnectionError
from bota_sdk._wire.tls import default_ssl_context

TIMES = 20
LARGE = b"RIFF\0\0\0\0WAVE" + bytes(4 << 20)


@pytest.fixture(scope="module", params=["plain", "tls"])
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Emulator]:
    if request.param == "plain":
        with Emulator() as emulator:
            yield emulator
        return
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
        default_ssl_context.cache_clear()
        with Emulator(
            storage_certificate=folder / "cert.pem", storage_key=folder / "key.pem"
        ) as emulator:
            yield emulator
    default_ssl_context.cache_clear()


def uploads(service: Emulator, kind: str) -> list[Receipt]:
    options: dict[str, Any] = {"base_url": service.base_url, "api_key": service.api_key}

    async def awaited() -> list[Receipt]:
        async with AsyncBota(**options) as bota:
            return [await one(service, bota) for _ in range(TIMES)]

    async def one(service: Emulator, bota: AsyncBota) -> Receipt:
        service.add_fault(StorageEarlyReset(message="Request has expired"))
        return await bota.upload(LARGE, end_user_id="eu_1")

    if kind == "async":
        return asyncio.run(awaited())
    with Bota(**options) as bota:
        receipts = []
        for _ in range(TIMES):
            service.add_fault(StorageEarlyReset(message="Request has expired"))
            receipts.append(bota.upload(LARGE, end_user_id="eu_1"))
        return receipts


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_every_early_refusal_is_heard_and_costs_no_byte(service: Emulator, kind: str) -> None:
    service.reset()
    receipts = uploads(service, kind)
    assert [receipt.verified for receipt in receipts] == [True] * TIMES
    assert [receipt.attempts for receipt in receipts] == [2] * TIMES
    puts = [record for record in service.requests if record.operation == "PUT object"]
    assert [put.status for put in puts] == [403, 200] * TIMES
    assert [put.body_bytes for put in puts] == [0, len(LARGE)] * TIMES


@pytest.mark.parametrize("service", ["tls"], indirect=True)
def test_tls_is_what_it_says(service: Emulator) -> None:
    # Without trust in its authority, the storage cannot be reached.
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE")
        patch.setattr("bota_sdk._shared.waiting.wait_blocking", lambda _: None)
        default_ssl_context.cache_clear()
        with Bota(base_url=service.base_url, api_key=service.api_key) as bota:
            with pytest.raises(StorageConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
                bota.upload(LARGE, end_user_id="eu_1")
    default_ssl_context.cache_clear()
