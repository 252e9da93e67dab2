"""Verdicts on all tests before it: it runs last."""

from __future__ import annotations

import logging

import pytest
from bota_emulator import Emulator
from bota_sdk import Bota, BotaError

from tests.conftest import AUDIO
from tests.secret_scan import SecretScan, secrets_in, shown


def test_no_secret_was_shown_by_any_test(
    secret_scan: SecretScan, bota: Bota, bota_emulator: Emulator
) -> None:
    bota.upload(AUDIO / "speech.wav", end_user_id="eu_1")
    bota_emulator.fail_storage("AccessDenied", times=99)
    with pytest.raises(BotaError):
        bota.upload(AUDIO / "speech.wav", end_user_id="eu_1")
    secret_scan.look_at_errors("the last test")
    assert secret_scan.records > 0
    assert secret_scan.errors > 0
    assert not secret_scan.found, "\n".join(secret_scan.found)


def test_the_scan_finds_what_it_looks_for() -> None:
    texts = ("?X-Amz-Signature=0123456789abcdef", "'sk_test_emulator'", "Bearer x", "dtok_1")
    assert all(secrets_in(text) for text in texts)
    scan = SecretScan()
    scan.emit(logging.makeLogRecord({"name": "any", "msg": "Bearer %s", "args": ("x",)}))
    scan.raised.append(ValueError("sk_test_1"))
    scan.look_at_errors("here")
    assert len(scan.found) >= 2
    assert shown(BotaError("text")).count("text") >= 2
