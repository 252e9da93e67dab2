"""What follows a PUT: the table of tests/vectors/decision.yaml."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

import pytest
from bota_sdk._shared.outcome import NoResponse
from bota_sdk._storage.decision import (
    Action,
    Budget,
    Done,
    Refresh,
    Retry,
    Stop,
    decide,
    is_damaged,
    is_expired,
    is_unsigned_header,
)
from bota_sdk._storage.hashing import Digests
from bota_sdk._storage.response import BodyPhase, StorageOutcome, StorageResponse, parse_response
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import load

MD5 = "d41d8cd98f00b204e9800998ecf8427e"
FULL = {"retries": 3, "refreshes": 2, "doubtful_refreshes": 1}
EMPTY = Budget(retries=0, refreshes=0, doubtful_refreshes=0)


def response(
    status: int, code: str | None = None, message: str = "words", **headers: str
) -> StorageResponse:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>" if code else ""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return parse_response(status, names, body.encode())


def outcome_of(case: dict[str, Any]) -> StorageOutcome:
    digests = None
    found: StorageResponse | NoResponse
    if "no_response" in case:
        found = NoResponse("it broke", timed_out=case["no_response"] == "timeout", sent=True)
    else:
        headers = {"retry_after": str(case["retry_after"])} if "retry_after" in case else {}
        if "date" in case:
            headers["date"] = formatdate(case["date"], usegmt=True)
        if "etag" in case:
            headers["etag"] = f'"{MD5}"'
            digests = Digests("0" * 64, MD5 if case["etag"] == "same" else MD5[::-1])
        found = response(case["status"], case.get("code"), case.get("message", ""), **headers)
    return StorageOutcome(
        found, case.get("phase", "after"), digests=digests, url_end=case.get("url_end")
    )


def action_of(case: dict[str, Any]) -> Action:
    actions: dict[str, Action] = {
        "done": Done(),
        "retry": Retry(case.get("price", 5), case.get("asked_wait")),
        "refresh": Refresh(is_doubtful=False),
        "doubtful_refresh": Refresh(is_doubtful=True),
        "stop": Stop(),
    }
    return actions[case["action"]]


@pytest.mark.parametrize("case", load("decision")["decide"], ids=str)
def test_the_table(case: dict[str, Any]) -> None:
    budget = Budget(**case.get("budget", FULL))
    action = decide(outcome_of(case), budget)
    assert action == action_of(case)
    if "left" in case:
        assert budget.after(action) == Budget(**case["left"])


def test_the_urls_that_an_upload_may_ask_for() -> None:
    assert Budget(retries=3) == Budget(**FULL)
    assert Refresh() == Refresh(is_doubtful=False)


def test_only_what_is_done_takes_from_the_budget() -> None:
    for action in (Done(), Stop()):
        assert Budget(**FULL).after(action) == Budget(**FULL)


@pytest.mark.parametrize(
    ("md5", "etag", "status", "damaged"),
    [
        (MD5, MD5, 200, False),
        (MD5[::-1], MD5, 200, True),
        (MD5[::-1], MD5, 299, True),
        (MD5[::-1], MD5, 300, False),
        (MD5[::-1], MD5, 199, False),
        (None, MD5, 200, False),
        (MD5, "", 200, False),
    ],
)
def test_is_damaged(md5: str | None, etag: str, status: int, damaged: bool) -> None:
    found = response(status, etag=etag)
    assert is_damaged(StorageOutcome(found, digests=Digests("0" * 64, md5))) is damaged
    assert not is_damaged(StorageOutcome(found))
    assert not is_damaged(StorageOutcome(NoResponse("it broke", timed_out=False, sent=True)))


@pytest.mark.parametrize(
    ("code", "message", "expired"),
    [
        ("AccessDenied", "Request has expired", True),
        ("AccessDenied", "REQUEST HAS EXPIRED", True),
        ("AccessDenied", "Access Denied", False),
        ("SignatureDoesNotMatch", "Request has expired", False),
        ("ExpiredToken", "", True),
        ("ExpiredRequest", "", True),
        ("InvalidToken", "", True),
        ("TokenRefreshRequired", "", True),
        (None, "", False),
    ],
)
def test_is_expired(code: str | None, message: str, expired: bool) -> None:
    assert is_expired(response(403, code, message), None) is expired


@pytest.mark.parametrize(
    ("code", "message", "unsigned"),
    [
        ("AccessDenied", "There were headers present in the request which were Not Signed", True),
        ("HeadersNotSigned", "", True),
        ("AccessDenied", "Access Denied", False),
    ],
)
def test_is_unsigned_header(code: str, message: str, unsigned: bool) -> None:
    assert is_unsigned_header(response(403, code, message)) is unsigned


@given(
    st.integers(100, 999), st.binary(max_size=300), st.sampled_from(["before", "during", "after"])
)
def test_any_response_has_an_action(status: int, body: bytes, phase: BodyPhase) -> None:
    outcome = StorageOutcome(parse_response(status, {}, body), phase)
    assert isinstance(decide(outcome, Budget(**FULL)), Done | Retry | Refresh | Stop)
    assert isinstance(decide(outcome, EMPTY), Done | Stop)


def test_what_will_not_change_by_itself_is_not_tried_again() -> None:
    refused = NoResponse("the certificate is refused", timed_out=False, sent=False, transient=False)
    assert decide(StorageOutcome(refused, "before"), Budget(**FULL)) == Stop()
