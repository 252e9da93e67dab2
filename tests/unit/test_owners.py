"""Which of the newest ids and URLs of a client is whose."""

from __future__ import annotations

from bota_sdk._api.client_state import Owners


def test_one_id_is_for_one_owner() -> None:
    owners = Owners()
    assert not owners.is_of_another("rec_1", "create 1")
    assert not owners.is_of_another("rec_1", "create 1")
    assert owners.is_of_another("rec_1", "create 2")


def test_the_newest_are_remembered_however_often_they_are_asked_for() -> None:
    owners = Owners()
    for number in range(4096):
        assert not owners.is_of_another(f"rec_{number}", "first")
    for _ in range(10):
        assert not owners.is_of_another("rec_4095", "first")
    assert owners.is_of_another("rec_0", "second")
    assert not owners.is_of_another("rec_4096", "first")
    assert not owners.is_of_another("rec_0", "second")
    assert owners.is_of_another("rec_4095", "second")
