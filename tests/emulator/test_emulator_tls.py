"""The emulator over TLS, for clients that refuse plain http."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import ssl
import stat
import warnings

import pytest
import requests
from bota_emulator import Emulator
from bota_sdk import Bota

from tests.emulator.api_client import Api
from tests.emulator.test_emulator_jobs import wav


def test_a_client_that_trusts_its_authority_uploads(bota_emulator_tls: Emulator) -> None:
    emulator, body = bota_emulator_tls, wav(2)
    assert emulator.base_url.startswith("https://localhost:")
    assert emulator.storage_url.startswith("https://localhost:")
    context = ssl.create_default_context(cafile=str(emulator.ca_file))
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key, ssl_context=context) as bota:
        receipt = bota.upload(body, end_user_id="eu_1", content_type="audio/wav")
    assert receipt.verified
    assert emulator.object_sha256(receipt.recording_id) == hashlib.sha256(body).hexdigest()


def test_others_do_not_trust_it(bota_emulator_tls: Emulator) -> None:
    api = Api(bota_emulator_tls)
    with api.session:
        with pytest.raises(requests.exceptions.SSLError):
            api("GET", "/recordings")
        api.session.verify = str(bota_emulator_tls.ca_file)
        assert api("GET", "/recordings").status_code == 200


def test_a_body_that_is_refused_early_ends_over_tls_too(bota_emulator_tls: Emulator) -> None:
    api = Api(bota_emulator_tls)
    with api.session:
        api.session.verify = str(bota_emulator_tls.ca_file)
        pieces = (b"x" * 65_536 for _ in range(20))
        refused = api("POST", "/recordings", data=pieces)
        assert refused.status_code == 413


def test_it_ends_at_once_while_a_client_keeps_its_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with contextlib.ExitStack() as clients:
        with Emulator(tls=True) as emulator:
            api = Api(emulator)
            clients.enter_context(api.session)
            api.session.verify = str(emulator.ca_file)
            assert api("GET", "/recordings").status_code == 200
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            gc.collect()
    assert [str(each.message) for each in caught if "transport" in str(each.message)] == []
    # What uvicorn says once it has waited for a second in vain.
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


def test_the_key_is_for_nobody_else() -> None:
    with Emulator(tls=True) as emulator:
        assert emulator.ca_file is not None
        key = emulator.ca_file.with_name("server.pem")
        if os.name == "posix":
            assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert b"PRIVATE KEY" not in emulator.ca_file.read_bytes()
        folder = emulator.ca_file.parent
    assert not folder.exists()
