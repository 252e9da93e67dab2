"""Who may open the emulator's page and send its forms."""

from __future__ import annotations

import pathlib
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator

import pytest
import requests
from bota_emulator import ApiStatus, Emulator
from bota_emulator.__main__ import main

from tests.emulator.raw_client import eventually
from tests.emulator.test_emulator_control_access import FOREIGN
from tests.ticks import HANG

TOKEN = "a-token-of-the-user"
PLACES = [
    ("GET", "/"),
    ("GET", "/_page"),
    ("GET", "/_page/"),
    ("GET", "/_page/requests/1"),
    ("GET", "/_page/recordings"),
    ("GET", "/_page/recordings/rec_1"),
    ("GET", "/_page/recordings/rec_1/audio"),
    ("GET", "/_page/faults"),
    ("GET", "/_page/reference"),
    ("GET", "/_page/events"),
    ("GET", "/_page/static/page.js"),
    ("GET", "/_page/nowhere"),
    ("POST", "/_page/faults"),
    ("POST", "/_page/faults/preset"),
    ("POST", "/_page/faults/remove"),
    ("POST", "/_page/clock"),
    ("POST", "/_page/rate-limits"),
    ("POST", "/_page/settings"),
    ("POST", "/_page/webhooks"),
    ("POST", "/_page/requests/clear"),
    ("POST", "/_page/recordings/rec_1/delete"),
    ("POST", "/_page/reset"),
]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(page=True) as running:
        yield running


def ask(
    emulator: Emulator, method: str, path: str, headers: dict[str, str] | None = None, **how: str
) -> requests.Response:
    url = f"{emulator.page_url}".rstrip("/") + path
    return requests.request(
        method, url, headers=headers, timeout=HANG, allow_redirects=False, **how
    )


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_a_foreign_host_or_origin_is_refused_everywhere(
    emulator: Emulator, method: str, path: str
) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        assert ask(emulator, method, path, headers).status_code == 403


@pytest.mark.parametrize(("headers", "words"), FOREIGN, ids=str)
def test_what_web_pages_elsewhere_send_does_nothing(
    emulator: Emulator, headers: dict[str, str], words: str
) -> None:
    emulator.add_fault(ApiStatus(status=503))
    refused = ask(emulator, "POST", "/_page/reset", headers)
    assert refused.status_code == 403
    assert words in refused.text
    # The fault is still there.
    assert requests.get(f"{emulator.base_url}/recordings", timeout=HANG).status_code == 503


def test_a_link_from_elsewhere_opens_it_and_a_frame_does_not(emulator: Emulator) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    opened = ask(emulator, "GET", "/_page/", {**link, "Sec-Fetch-Dest": "document"})
    assert opened.status_code == 200
    assert "frame-ancestors 'none'" in opened.headers["Content-Security-Policy"]
    for target in ("iframe", "script", "image", "empty", "audio"):
        headers = {**link, "Sec-Fetch-Dest": target}
        assert ask(emulator, "GET", "/_page/", headers).status_code == 403
    sent = {**link, "Sec-Fetch-Dest": "document"}
    assert ask(emulator, "POST", "/_page/reset", sent).status_code == 403
    foreign = {**sent, "Host": "evil.example"}
    assert ask(emulator, "GET", "/_page/", foreign).status_code == 403


def test_no_script_of_the_page_is_in_the_page(emulator: Emulator) -> None:
    for path in ("/_page/", "/_page/faults", "/_page/reference"):
        shown = ask(emulator, "GET", path)
        policy = shown.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "style=" not in shown.text
        assert " on" + "click" not in shown.text
        assert "http" not in shown.text.replace(f"{emulator.page_url}", "").partition("<body>")[0]


@pytest.mark.parametrize("token", [TOKEN, None])
def test_where_others_can_connect_a_browser_needs_the_token(token: str | None) -> None:
    with Emulator(
        host="0.0.0.0", public_host="127.0.0.1", control_token=token, page=True
    ) as emulator:
        held = str(emulator.control_token)
        for method, path in PLACES:
            assert ask(emulator, method, path).status_code == 403
            wrong = {"Cookie": f"bota-emulator-page={held}"}
            assert ask(emulator, method, path, wrong).status_code == 403
        assert ask(emulator, "GET", f"/?token={held[:-1]}").status_code == 403
        browser = requests.Session()
        opened = browser.get(f"{emulator.page_url}?token={held}", timeout=HANG)
        assert opened.status_code == 200
        assert held not in opened.url + str(browser.cookies) + opened.text
        (cookie,) = browser.cookies
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "lax"
        root = f"{emulator.page_url}_page/"
        emulator.add_fault(ApiStatus(status=503))
        foreign = {"Origin": "https://evil.example"}
        assert browser.post(f"{root}reset", headers=foreign, timeout=HANG).status_code == 403
        own = {"Origin": urllib.parse.urljoin(root, "/").rstrip("/")}
        assert browser.post(f"{root}reset", headers=own, timeout=HANG).status_code == 200
        url = f"{emulator.base_url}/recordings"
        assert requests.get(url, timeout=HANG).status_code == 401


def test_the_page_is_off_where_nobody_asked_for_it(bota_emulator: Emulator) -> None:
    assert bota_emulator.page_url is None
    root = bota_emulator.base_url.removesuffix("/v1")
    for path in ("/", "/_page/", "/_page/static/page.js"):
        assert requests.get(root + path, timeout=HANG).status_code == 404


def test_the_page_is_found_without_its_slash(emulator: Emulator) -> None:
    found = ask(emulator, "GET", "/_page")
    assert (found.status_code, found.headers["Location"]) == (307, "/_page/")
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_is_not_served_cannot_be_opened(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", "0", "--open", "--no-page"])
    assert ended.value.code == 2
    assert "--open opens the page that --no-page leaves out" in capsys.readouterr().err


def test_the_api_is_served_beside_it_as_ever(emulator: Emulator) -> None:
    url = f"{emulator.base_url}/recordings"
    key = {"Authorization": f"Bearer {emulator.api_key}"}
    foreign = {"Host": "bota.internal", "Origin": "https://app.example", **key}
    assert requests.get(url, headers=foreign, timeout=HANG).status_code == 200
    assert requests.get(f"{emulator.page_url}v1/nowhere", timeout=HANG).status_code == 404


def test_the_command_prints_its_url_and_opens_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    printed = {}
    for options in (["--open"], ["--no-page"], ["--control-token", TOKEN, "--open"]):
        command = [sys.executable, "-X", "faulthandler", "-m", "bota_emulator", "--port", "0"]
        process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        with process.stdout:
            try:
                if "--open" in options:
                    lines = opened.read_text().count("\n") if opened.exists() else 0
                    assert eventually(
                        lambda known=lines: (
                            opened.exists() and opened.read_text().count("\n") > known
                        )
                    )
                    base = process.stdout.readline().split()[-1]
                else:
                    base = process.stdout.readline().split()[-1]
                    assert requests.get(base[:-2], timeout=HANG).status_code == 404
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=HANG)
                printed[options[0]] = (base, process.stdout.read())
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGABRT)  # says where it hangs
                process.wait()
                raise
            finally:
                process.kill()
                process.wait()
    plain, with_token = opened.read_text().split()
    assert plain == printed["--open"][0].removesuffix("v1")
    assert f"see what happens: {plain}\n" in printed["--open"][1]
    assert "see what happens" not in printed["--no-page"][1]
    # A user's token is not printed, but opens the page.
    assert with_token.endswith(f"/?token={TOKEN}")
    assert "/?token=<your --control-token>\n" in printed["--control-token"][1]
    assert TOKEN not in printed["--control-token"][1]
