"""CORS of the storage and the API, as a browser asks for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from bota_emulator import Emulator, StorageError

from tests.emulator.api_client import Api
from tests.emulator.storage_cases import send
from tests.ticks import HANG

PAGE = "http://localhost:3000"
PREFLIGHT = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "content-type,x-amz-meta-project",
}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(cors=[PAGE, "https://*.example.com"]) as emulator:
        yield emulator


def _upload_url(emulator: Emulator) -> tuple[str, dict[str, str]]:
    api = Api(emulator)
    found = api.grant(api.create(), file_size_bytes=4)
    return found["upload_url"], found["headers"]


def test_storage_lets_a_page_of_the_origin_put(emulator: Emulator) -> None:
    url, headers = _upload_url(emulator)

    asked = send("OPTIONS", url, headers=PREFLIGHT)
    stored = send("PUT", url, b"RIFF", {**headers, "Origin": PAGE})

    assert asked.status == 200
    assert asked.headers["access-control-allow-origin"] == PAGE
    assert "PUT" in asked.headers["access-control-allow-methods"]
    assert asked.headers["access-control-allow-headers"] == "content-type,x-amz-meta-project"
    assert stored.status == 200
    assert stored.headers["access-control-allow-origin"] == PAGE
    assert "ETag" in stored.headers["access-control-expose-headers"]
    assert "Origin" in stored.headers["vary"]


def test_page_may_read_a_refusal(emulator: Emulator) -> None:
    url, headers = _upload_url(emulator)
    emulator.clock.advance(2 * 3600)

    refused = send("PUT", url, b"RIFF", {**headers, "Origin": PAGE})

    assert refused.status == 403
    assert "<Message>Request has expired</Message>" in refused.body.decode()
    assert refused.headers["access-control-allow-origin"] == PAGE


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"Origin": "http://localhost:3001"}, "<Message>CORSResponse: This CORS request is not"),
        ({"Origin": "https://example.com"}, "<Message>CORSResponse: This CORS request is not"),
        ({"Origin": "https://a.example.com.org"}, "<Code>AccessForbidden</Code>"),
        ({"Access-Control-Request-Method": "DELETE"}, "<Method>DELETE</Method>"),
    ],
)
def test_storage_refuses_another_page_in_the_words_of_s3(
    emulator: Emulator, changed: dict[str, str], words: str
) -> None:
    url, _ = _upload_url(emulator)

    refused = send("OPTIONS", url, headers=PREFLIGHT | changed)

    assert refused.status == 403
    assert words in refused.body.decode()
    assert "access-control-allow-origin" not in refused.headers


def test_star_in_an_origin_is_any_text(emulator: Emulator) -> None:
    url, _ = _upload_url(emulator)

    asked = send("OPTIONS", url, headers=PREFLIGHT | {"Origin": "https://app.example.com"})

    assert asked.headers["access-control-allow-origin"] == "https://app.example.com"


def test_put_of_another_page_is_stored_but_cannot_be_read_by_it(emulator: Emulator) -> None:
    url, headers = _upload_url(emulator)

    stored = send("PUT", url, b"RIFF", {**headers, "Origin": "http://elsewhere"})

    assert stored.status == 200
    assert "access-control-allow-origin" not in stored.headers


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("Origin", "Insufficient information. Origin request header needed."),
        ("Access-Control-Request-Method", "Invalid Access-Control-Request-Method: null"),
    ],
)
def test_storage_says_what_a_preflight_lacks(emulator: Emulator, left_out: str, words: str) -> None:
    url, _ = _upload_url(emulator)

    refused = send("OPTIONS", url, headers={k: v for k, v in PREFLIGHT.items() if k != left_out})

    assert refused.status == 400
    assert words in refused.body.decode()


def test_no_page_may_send_unless_told(bota_emulator: Emulator) -> None:
    url, headers = _upload_url(bota_emulator)

    asked = send("OPTIONS", url, headers=PREFLIGHT)
    stored = send("PUT", url, b"RIFF", {**headers, "Origin": PAGE})
    api = send("OPTIONS", f"{bota_emulator.base_url}/recordings", headers=PREFLIGHT)

    assert asked.status == 403
    assert "CORSResponse: CORS is not enabled for this bucket." in asked.body.decode()
    assert stored.status == 200
    for response in (asked, stored, api):
        assert "access-control-allow-origin" not in response.headers
    assert api.status == 405


def test_fixture_is_told_by_a_setting_until_its_reset(bota_emulator: Emulator) -> None:
    bota_emulator.settings.cors_origins = ["*"]
    url, _ = _upload_url(bota_emulator)

    asked = send("OPTIONS", url, headers=PREFLIGHT)
    bota_emulator.reset()
    forgotten = send("OPTIONS", url, headers=PREFLIGHT)

    assert asked.headers["access-control-allow-origin"] == "*"
    assert forgotten.status == 403


def test_preflight_meets_no_fault(emulator: Emulator) -> None:
    url, headers = _upload_url(emulator)
    emulator.add_fault(StorageError(code="SlowDown"))

    asked = send("OPTIONS", url, headers=PREFLIGHT)
    refused = send("PUT", url, b"RIFF", {**headers, "Origin": PAGE})

    assert [asked.status, refused.status] == [200, 503]
    assert refused.headers["access-control-allow-origin"] == PAGE


def test_api_lets_pages_call_it_where_it_is_told(bota_emulator: Emulator) -> None:
    bota_emulator.settings.update({"cors_origins": [PAGE], "cors_api": True})
    url = f"{bota_emulator.base_url}/recordings"
    key = {"Authorization": f"Bearer {bota_emulator.api_key}"}

    asked = requests.options(url, timeout=HANG, headers=PREFLIGHT)
    listed = requests.get(url, timeout=HANG, headers={**key, "Origin": PAGE})
    refused = requests.get(url, timeout=HANG, headers={"Origin": PAGE})
    other = requests.options(
        url, timeout=HANG, headers=PREFLIGHT | {"Origin": "http://localhost:3001"}
    )

    assert asked.status_code == 200
    assert listed.headers["access-control-allow-origin"] == PAGE
    assert "X-Request-Id" in listed.headers["access-control-expose-headers"]
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, PAGE)
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("origin", ["localhost:3000", "http://localhost:3000/", "http://a b", ""])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="an origin is a scheme, a host and perhaps a port"):
        Emulator(cors=[origin])


def test_command_takes_origins() -> None:
    command = [sys.executable, "-m", "bota_emulator", "--port", "0", "--cors", "nowhere"]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=HANG, check=False)

    assert ended.returncode == 1
    assert "such as http://localhost:3000, or *; not 'nowhere'" in ended.stderr
