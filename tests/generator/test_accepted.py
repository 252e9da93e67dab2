"""A contract that is not refused gives a client that can be imported, typed and used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.generate import generate

CONTRACT = Path(__file__).with_name("accepted.yaml")
USE_OF_OLD = """\
import asyncio, copy, pickle, warnings
import httpx
from bota_api.client import AuthenticatedClient
from bota_api.models import Worn
from bota_api.resources import AsyncResources, Resources
from bota_api.response_headers import ResponseHeaders

BODY = {"new": "n", "class": "c", "near": {"lat": 1}}
transport = httpx.MockTransport(lambda request: httpx.Response(200, json=BODY))
api = AuthenticatedClient(base_url="https://x", token="t")
api.set_httpx_client(httpx.Client(base_url="https://x", transport=transport))
old = Resources(api).old
api.set_async_httpx_client(httpx.AsyncClient(base_url="https://x", transport=transport))
later = AsyncResources(api).old
seen = []
warnings.showwarning = lambda text, kind, file, line, *_: seen.append((kind, str(text), file, line))
warnings.simplefilter("always")

def lines(use):
    seen.clear()
    use()
    assert {entry[0] for entry in seen} <= {DeprecationWarning}, seen
    assert {entry[2:] for entry in seen} <= {("<string>", use.__code__.co_firstlineno)}, seen
    return [entry[1] for entry in seen]

async def as_task(): return await asyncio.create_task(later.get("1"))
worn = Worn.from_dict(BODY)
operation = 'old.get is deprecated: Use "getThing" \\\\ of {{things}}.'
fields = ["Worn.class_ is deprecated: Use `new`."]
assert lines(lambda: old.get("1")) == [operation]
assert lines(lambda: old.get("1", from_="a")) == [operation, "the argument from_ of old.get is deprecated: Use limit."]
assert lines(lambda: old.change("1", new="a")) == []
assert lines(lambda: old.change("1", class_="a")) == ["the argument class_ of old.change is deprecated: Use `new`."]
assert lines(lambda: worn.class_) == fields
assert lines(lambda: setattr(worn, "class_", "d")) == fields
assert lines(lambda: Worn(class_="c")) == fields
assert lines(lambda: Worn(new="c")) == []
assert lines(lambda: (worn.to_dict(), repr(worn), worn == worn, copy.deepcopy(worn), pickle.loads(pickle.dumps(worn)))) == []
assert asyncio.run(as_task()).new == "n"
assert [entry[1:3] for entry in seen] == [(operation, "<string>")], seen
assert "Deprecated. Use" in old.get.__doc__ and "Deprecated. Use limit." in old.get.__doc__
assert "Deprecated. Use `new`." in Worn.__doc__ and "near: Deprecated." in Worn.__doc__

headers = ResponseHeaders({"x-left": "7", "X-Part": "0.5", "X-LAST": "true", "Set-Cookie": "s"})
assert (headers.x_left, headers.x_part, headers.x_last) == (7, 0.5, True)
assert repr(headers) == "ResponseHeaders(x_last=True, x_left=7, x_part=0.5)"
assert ResponseHeaders({"x-left": "many"}).x_left is None
"""
CALLS = """\
import datetime, importlib, json, pkgutil
import bota_api, bota_api.resources
from bota_api.client import AuthenticatedClient
from bota_api.models import Alias, APIKey, Inherited, Near
from httpx import Client, MockTransport, Request, Response

for module in pkgutil.walk_packages(bota_api.__path__, "bota_api."):
    importlib.import_module(module.name)

sent = []
responses = [
    {"kind": "thing", "class": "c", "deviceId": "1", "device_id": "2", "sort": "new"},
    {"language": "en"}, None, {"key": "k", "class": "c", "lat": 1.5}, {"key": "k", "class": "c"},
]

def respond(request: Request) -> Response:
    sent.append((request.method, str(request.url), request.content.decode(), request.headers))
    found = responses[len(sent) - 1]
    return Response(200 + (found is None) * 4 + (found == responses[3]), json=found)

api = AuthenticatedClient(base_url="https://x", token="t")
api.set_httpx_client(Client(base_url="https://x", transport=MockTransport(respond)))
bota = bota_api.resources.Resources(api)

when = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
thing = bota.things.get(7, limit=3, sort="-created_at", from_=when, type=["a", "b"], near=Near(lat=1.5), x_count=2)
assert (thing.class_, thing.deviceId, thing.device_id, thing.sort) == ("c", "1", "2", "new")
url = "https://x/things/7?limit=3&sort=-created_at&from=2026-01-02T00%3A00%3A00%2B00%3A00&type=a&type=b&lat=1.5"
assert (sent[0][1], sent[0][3]["X-Count"]) == (url, "2")

assert bota.things.update("7", client="c", headers={"a": {"lat": 1}}, lat=2.5, list_=["x"], when=None).language == "en"
assert json.loads(sent[1][2]) == {"client": "c", "headers": {"a": {"lat": 1}}, "lat": 2.5, "list": ["x"], "when": None}
assert sent[1][3]["Content-Type"] == "application/merge-patch+json"
assert bota.things.delete("7") is None
assert bota.import_.list_several(body=[Near(lat=1)]).lat == 1.5
assert bota.speech_to_text_v2.list_speech(body=Near(lat=1)).key == "k"

secrets = {name: "hidden" for name in ("key", "class", "list", "pass-word", "accessToken", "access_token")}
for kind in (APIKey, Inherited, Alias):
    shown = repr(kind.from_dict({**secrets, "name": "shown", "lat": 1}))
    assert "hidden" not in shown and "shown" in shown, shown
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("accepted")
    generate(CONTRACT, folder / "bota_api")
    return folder


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_it_can_be_imported_and_used(made: Path) -> None:
    assert run(made, "-W", "error", "-c", CALLS) == ""


def test_what_is_deprecated_warns_in_the_name_of_the_users_line(made: Path) -> None:
    assert run(made, "-c", USE_OF_OLD) == ""


def test_its_types_agree(made: Path) -> None:
    assert "no issues found" in run(made, "-m", "mypy", "--strict", "-p", "bota_api")
