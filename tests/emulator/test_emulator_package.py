"""What importing costs, what it says without the extra, and that no secret shows."""

from __future__ import annotations

import logging
import pathlib
import re
import subprocess
import sys

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api
from tests.emulator.receiver import receiving
from tests.emulator.storage_cases import BODY, CASES, Target
from tests.ticks import HANG

KEY = "sk_test_a_users_own_key"


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=HANG, check=False
    )


def test_the_plugin_imports_nothing_but_itself() -> None:
    done = _python(
        "import pytest, sys; before = set(sys.modules); import bota_emulator.pytest_plugin; "
        "print(sorted(set(sys.modules) - before))"
    )
    assert done.stdout.strip() == "['bota_emulator', 'bota_emulator.pytest_plugin']", done.stderr


HIDE = """
import sys
for name in ("starlette", "uvicorn", "h11", "jsonschema_rs", "yaml", "botocore"):
    sys.modules[name] = None
"""


def test_without_the_extra_the_plugin_fails_only_where_it_is_used(
    tmp_path: pathlib.Path,
) -> None:
    # Other plugins of this environment need some of the extra's packages themselves.
    (tmp_path / "conftest.py").write_text("import sys; sys.modules['botocore'] = None")
    (tmp_path / "test_it.py").write_text(
        "def test_other(): pass\ndef test_it(bota_emulator): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    command += [] if _installed() else ["-p", "bota_emulator.pytest_plugin"]
    done = subprocess.run(
        [*command, str(tmp_path)], capture_output=True, text=True, timeout=HANG, check=False
    )
    assert "1 passed, 1 error" in done.stdout
    assert 'pip install "bota-sdk[emulator]"' in done.stdout


def _installed() -> bool:
    from importlib.metadata import entry_points

    return any(e.value == "bota_emulator.pytest_plugin" for e in entry_points(group="pytest11"))


@pytest.mark.parametrize(
    "code",
    [
        "from bota_emulator import Emulator",
        "import bota_emulator.__main__ as m; sys.exit(m.main([]))",
        # What only the page needs.
        (
            "for name in list(sys.modules):\n    if sys.modules[name] is None: del sys.modules[name]\n"
            "sys.modules['jinja2'] = None\n"
            "import bota_emulator.__main__ as m; sys.exit(m.main(['--port', '0']))"
        ),
    ],
)
def test_without_the_extra_the_error_says_what_to_install(code: str) -> None:
    done = _python(HIDE + code)
    assert 'pip install "bota-sdk[emulator]"' in done.stderr
    assert done.returncode == 1


def test_no_key_and_no_signature_shows(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        receiving() as hook,
        Emulator(
            api_key=KEY,
            s3_secret_key="the-s3-secret",
            webhook_url=hook.url,
            webhook_secret="the-webhook-secret",
        ) as emulator,
    ):
        target = Target("emulator", emulator.storage_url, "bota-uploads", emulator._identity)
        api = Api(emulator)
        with api.session:
            rec = api.upload(BODY)
            device = api("POST", "/devices", json={"serial_number": "1"}).json()["id"]
            bound = api("POST", f"/devices/{device}/bind", json={"end_user_id": "eu_1"}).json()
            restricted = emulator.restricted_key("devices:read")
            emulator.deliver_webhooks()
            emulator.fail_api("getRecording", 500)
            api("GET", f"/recordings/{rec}")
            refusals = [case.play(target).body.decode() for case in CASES]
            shown = [repr(v) for v in vars(emulator).values()]
            shown += [repr(emulator), repr(emulator._service), repr(emulator.requests)]
            routes = ("/requests", "/settings", "/faults", "/webhooks", "/deliveries")
            shown += [api.control("GET", path).text for path in routes]
    shown = [text for text in shown if text != repr(KEY)]
    # The client's own log lines name its URLs; only what the emulator and botocore log counts.
    shown += [
        f"{r.getMessage()} {r.exc_text}" for r in caplog.records if not r.name.startswith("urllib3")
    ]
    for text in [*shown, *refusals]:
        assert KEY not in text
        assert "the-s3-secret" not in text
        assert "the-webhook-secret" not in text
        assert bound["device_token"] not in text
        assert restricted not in text
        assert not re.search(r"Signature=[0-9a-f]{64}", text)
        assert "Bearer" not in text
