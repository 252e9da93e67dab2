"""What can be read from a signed URL before anything is sent to it."""

from __future__ import annotations

import contextlib
import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest
from bota_api.models import UploadUrl
from bota_api.reading import ResponseError
from bota_sdk._api.client_state import Clocks
from bota_sdk._settings import Settings
from bota_sdk._shared.redact import Secret
from bota_sdk._storage.decision import Budget, decide
from bota_sdk._storage.explanation import put_error
from bota_sdk._storage.response import StorageOutcome, parse_response
from bota_sdk._storage.signed_url import (
    SignedUrl,
    check_signed_headers,
    end_of,
    needs_refresh,
    read_signed_url,
)
from bota_sdk.errors import InvalidResponseError, SignedUrlError
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.vectors import load

SIGNED = (
    "https://b.s3.amazonaws.com/proj/rec_1/audio.wav?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Date=20250115T110000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost"
    "&X-Amz-Signature=abcdef0123"
)
NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
SETTINGS = Settings(Secret("sk_test_1"), "https://api.bota.dev/v1")
VECTORS = load("signed_url")


def response(**fields: object) -> UploadUrl:
    return UploadUrl.from_dict({"upload_url": SIGNED, **fields})


def read(given: UploadUrl, settings: Settings = SETTINGS) -> SignedUrl:
    return read_signed_url(given, settings, content_type="audio/wav", size=5)


def test_the_urls_own_dates_count_before_the_responses() -> None:
    signed_url = read(response(expires_at="2031-01-01T00:00:00Z"))
    assert signed_url.expires_at == NOON.timestamp()
    assert signed_url.signed_headers == {"content-type", "host"}
    assert signed_url.signed_at == NOON.timestamp() - 3600
    assert end_of(Secret(SIGNED)) == NOON.timestamp()
    assert end_of(Secret("https://b.s3.amazonaws.com/key")) is None


@pytest.mark.parametrize("case", VECTORS["read_signed_url"], ids=str)
def test_when_a_url_ends(case: dict[str, Any]) -> None:
    given = response(upload_url=f"https://h/k?{case['query']}", expires_at=case["expires_at"])
    end = case["end"] and datetime.fromisoformat(case["end"]).timestamp()
    assert read(given).expires_at == end


@pytest.fixture(params=["Pacific/Kiritimati", "America/Los_Angeles"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is the system's")
def test_the_zone_of_this_machine_does_not_matter() -> None:
    bare = read(response(upload_url="https://h/k", expires_at="2025-01-15T12:00:00"))
    assert bare.expires_at == NOON.timestamp() == read(response()).expires_at


YEARS = st.sampled_from(["0001", "1969", "1970", "2025", "9998", "9999"])
DATES = st.one_of(
    st.text(),
    st.builds("{}1231T235959Z".format, YEARS),
    st.builds("{}-12-31T23:59:59{}".format, YEARS, st.sampled_from(["", "Z", "+14:00", "-14:00"])),
    st.builds("Fri, 31 Dec {} 23:59:59 {}".format, YEARS, st.sampled_from(["GMT", "+9999", "x"])),
)


@examples(300)
@given(DATES, DATES, st.one_of(st.text(), st.integers().map(str), st.just("9" * 400)), DATES, DATES)
def test_no_date_whatever_ends_in_an_error(
    expires_at: str, signed: str, life: str, date: str, server_time: str
) -> None:
    query = urlencode({"X-Amz-Date": signed, "X-Amz-Expires": life}, errors="replace")
    with contextlib.suppress(ResponseError):  # it is no date at all, which says the guard
        given = response(upload_url=f"https://h/k?{query}", expires_at=expires_at)
        signed_url = read(given)
        body = f"<Code>AccessDenied</Code><ServerTime>{server_time}</ServerTime>".encode(
            errors="replace"
        )
        for code in ("AccessDenied", "ExpiredToken", "RequestTimeTooSkewed"):
            headers = {"date": date, "retry-after": life}
            found = parse_response(403, headers, body.replace(b"AccessDenied", code.encode()))
            outcome = StorageOutcome(found, url_end=signed_url.expires_at)
            decide(outcome, Budget(3))
            clocks = Clocks()
            clocks.api.learn(headers)
            needs_refresh(signed_url, clocks.now())
            str(put_error(outcome, signed_url, attempts=1, api_time=clocks.now()))


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {"Content-Type": "audio/wav"}),
        ({"content_type": "audio/x"}, {"Content-Type": "audio/x"}),
        ({"content_type": ""}, {"Content-Type": "audio/wav"}),
        ({"content_type": 5}, {"Content-Type": "audio/wav"}),
        ({"headers": {"content-type": "audio/y"}}, {"content-type": "audio/y"}),
        (
            {"headers": {"x-amz-meta-a": "1"}, "content_type": "audio/x"},
            {"x-amz-meta-a": "1", "Content-Type": "audio/x"},
        ),
    ],
)
def test_headers_of_the_put(fields: dict[str, object], headers: dict[str, str]) -> None:
    assert read(response(**fields)).headers == headers


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://b.s3.amazonaws.com/k?X-Amz-Signature=abc", "plain http"),
        ("https://u:p@h/k?X-Amz-Signature=abc", "user name"),
        ("ftp://h/k", "not an https URL"),
        ("", "not an https URL"),
        ("https://[::1", "cannot be read"),
        ("https://h/a b", "holds a space"),
    ],
)
def test_an_unsafe_url_is_refused_without_repeating_it(url: str, problem: str) -> None:
    with pytest.raises(InvalidResponseError, match=problem) as caught:
        read(response(upload_url=url))
    assert "X-Amz" not in str(caught.value)


@pytest.mark.parametrize("case", VECTORS["checked_url"], ids=str)
def test_where_may_be_sent_to(case: dict[str, Any]) -> None:
    settings = attrs.evolve(
        SETTINGS, base_url=case["api"], allow_plain_http=case.get("plain_http", False)
    )
    given = response(upload_url=case["url"])
    if case["usable"]:
        assert read(given, settings).url.reveal() == case["url"]
    else:
        with pytest.raises(InvalidResponseError, match="createUploadUrl responded with an upload"):
            read(given, settings)


def ending(expires_at: float | None) -> SignedUrl:
    return SignedUrl(Secret("https://h/k"), {}, frozenset(), None, expires_at)


@pytest.mark.parametrize("case", VECTORS["needs_refresh"], ids=str)
def test_life_left(case: dict[str, Any]) -> None:
    assert needs_refresh(ending(case["expires_at"]), case["now"]) is case["refresh"]


@given(st.floats(0, 2e9), st.floats(0, 2e9), st.floats(-1e6, 1e6))
def test_only_the_life_left_counts(expires_at: float, now: float, moved: float) -> None:
    expires_at, now, moved = map(round, (expires_at, now, moved))
    expected = needs_refresh(ending(expires_at), now)
    assert needs_refresh(ending(expires_at + moved), now + moved) == expected


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Authorization": "Basic x"}, "Authorization, which has no place"),
        *(
            ({name: "x"}, f"{name}, which has no place")
            for name in ("Connection", "cookie", "Expect", "te", "transfer-encoding", "Upgrade")
        ),
        ({"Content-Length": "6"}, "6 bytes, but the source has 5"),
        ({"a b": "c"}, "'a b', which cannot be sent"),
        ({"": "c"}, "cannot be sent"),
        ({"x-amz-meta-a": "b\r\nc: d"}, "cannot be sent"),
        ({"x-amz-meta-a": "\u20ac"}, "cannot be sent"),
    ],
)
def test_headers_that_no_put_can_carry(headers: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        read(response(headers=headers))


def test_what_the_connection_sets_is_not_taken_from_the_response() -> None:
    signed_url = read(response(headers={"Host": "other", "content-length": "5", "X-A": " b "}))
    assert signed_url.headers == {"X-A": "b", "Content-Type": "audio/wav"}


def test_a_signed_header_that_cannot_be_sent_is_found_before_the_first_byte() -> None:
    url = SIGNED.replace("content-type%3Bhost", "content-type%3Bhost%3Bx-amz-meta-a")
    signed_url = read(response(upload_url=url))
    with pytest.raises(SignedUrlError, match="x-amz-meta-a"):
        check_signed_headers(signed_url, signed_url.headers)
    check_signed_headers(signed_url, {**signed_url.headers, "X-Amz-Meta-A": "1"})


def test_a_header_that_is_not_signed_is_found_before_the_first_byte() -> None:
    signed_url = read(response(headers={"X-Amz-Acl": "private"}))
    with pytest.raises(SignedUrlError, match="x-amz-acl, but did not sign"):
        check_signed_headers(signed_url, signed_url.headers)
    # Others may be sent without being signed, and of a URL that does not say nothing is known.
    check_signed_headers(
        signed_url, {"Content-Type": "audio/wav", "Content-MD5": "x", "X-Other": "y"}
    )
    bare = read(response(upload_url="https://h/k?Signature=x", headers={"X-Amz-Acl": "private"}))
    check_signed_headers(bare, bare.headers)


def test_content_length_may_be_signed() -> None:
    url = SIGNED.replace("content-type%3Bhost", "content-length%3Bcontent-type%3Bhost")
    signed_url = read(response(upload_url=url))
    check_signed_headers(signed_url, signed_url.headers)


def test_a_signed_url_never_shows_itself() -> None:
    signed_url = read(response())
    assert (
        "abcdef0123"
        not in f"{signed_url!r} {signed_url} {signed_url.url} {signed_url.url!r} {[signed_url.url]}"
    )
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(signed_url)
