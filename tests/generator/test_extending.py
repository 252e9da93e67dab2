"""A field and an operation added to the contract arrive everywhere, with no other edit."""

from __future__ import annotations

from pathlib import Path

from tests.generator.conftest import ROOT, Run

PATHS = "\npaths:\n"
WAVEFORM = """\
  /recordings/{id}/waveform:
    parameters:
      - $ref: "#/components/parameters/RecordingId"
    get:
      operationId: getWaveform
      tags: [recordings]
      summary: Get the waveform
      security:
        - apiKey: [recordings:read]
      responses:
        "200":
          description: The waveform.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Waveform"
        "400": {$ref: "#/components/responses/BadRequest"}
"""
SCHEMA = """\
  schemas:
    Waveform:
      type: object
      required: [peaks]
      properties:
        peaks:
          type: array
          items:
            type: number
"""
LANGUAGE = """\
        duration_ms:
          type: [integer, "null"]
          description: Length of the audio in milliseconds.
        added_by_test:
          type: string
"""
USE = """\
from bota_api.models import Recording, Waveform
from bota_sdk import AsyncBota, Bota


def sync(bota: Bota) -> Waveform:
    added_by_test: str | None = bota.recordings.get("rec_1").added_by_test
    print(added_by_test)
    return bota.recordings.get_waveform("rec_1")


async def awaited(bota: AsyncBota) -> list[float]:
    return (await bota.recordings.get_waveform("rec_1")).peaks


reveal_type(Recording.from_dict({"id": "rec_1", "status": "x", "added_by_test": "en"}).added_by_test)
"""
RUN = """\
from bota_api.models import Recording
from bota_sdk import AsyncBota, Bota
print(Recording.from_dict({"id": "rec_1", "status": "x", "added_by_test": "en"}).added_by_test)
print(*(callable(kind(api_key="sk_test_1").recordings.get_waveform) for kind in (Bota, AsyncBota)))
"""


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_a_new_field_and_a_new_operation(copy: Path, run: Run) -> None:
    contract = copy / "openapi.yaml"
    text = contract.read_text()
    text = replaced(text, PATHS, PATHS + WAVEFORM)
    text = replaced(text, "  schemas:\n", SCHEMA)
    text = replaced(text, LANGUAGE.partition("        added_by_test")[0], LANGUAGE)
    contract.write_text(text)

    done = run("-m", "generator")
    assert done.returncode == 0, done.stderr
    assert "added: api/recordings/get_waveform.py" in done.stdout.splitlines()

    here = f"import sys; sys.path[:0] = [{str(copy / 'generated/python')!r}, {WRAPPERS!r}]\n"
    used = run("-c", here + RUN)
    assert used.stdout.split() == ["en", "True", "True"], used.stderr

    (copy / "use.py").write_text(USE)
    (copy / "mypy.ini").write_text(f"[mypy]\nmypy_path = generated/python:{WRAPPERS}\n")
    checked = run("-m", "mypy", "--strict", "use.py")
    assert checked.returncode == 0, checked.stdout
    assert 'Revealed type is "str | None"' in checked.stdout


def operation(method: str, identifier: str, status: str, rest: str = "") -> str:
    response = 'content: {application/json: {schema: {$ref: "#/components/schemas/Webhook"}}}'
    content = "" if status == "204" else f"          {response}\n"
    return f"""\
    {method}:
      operationId: {identifier}
      tags: [webhooks]
      summary: {identifier}
      security:
        - apiKey: [recordings:write]
{rest}      responses:
        "{status}":
          description: Done.
{content}        "400": {{$ref: "#/components/responses/BadRequest"}}
"""


BODY = """\
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/NewWebhook"}}}
"""
WEBHOOKS = f"""\
  /webhooks:
{operation("post", "createWebhook", "201", BODY)}
  /webhooks/{{id}}:
    parameters:
      - $ref: "#/components/parameters/RecordingId"
{operation("get", "getWebhook", "200")}
{operation("delete", "deleteWebhook", "204")}
"""
WEBHOOK = """\
  schemas:
    NewWebhook: {type: object, required: [url], properties: {url: {type: string}}}
    Webhook: {type: object, required: [id, url], properties: {id: {type: string}, url: {type: string}}}
"""
USE_WEBHOOKS = """\
from typing import assert_type

from bota_api.models import Webhook
from bota_sdk import AsyncBota, Bota


def sync(bota: Bota) -> None:
    assert_type(bota.webhooks.create(url="https://example.com"), Webhook)
    assert_type(bota.webhooks.get("wh_1").url, str)
    bota.webhooks.delete("wh_1")


async def awaited(bota: AsyncBota) -> None:
    assert_type(await bota.webhooks.create(url="https://example.com"), Webhook)
    assert_type((await bota.webhooks.get("wh_1")).url, str)
    await bota.webhooks.delete("wh_1")
"""
UPLOAD_CAF = """\
import asyncio, sys
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota

async def awaited(base_url, key):
    async with AsyncBota(base_url=base_url, api_key=key) as bota:
        return await bota.upload(b"caff", content_type="audio/x-caf", end_user_id="eu_1")

with Emulator(contract="openapi.yaml") as emulator:
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        receipt = bota.upload(b"caff", content_type="audio/x-caf", end_user_id="eu_1")
    later = asyncio.run(awaited(emulator.base_url, emulator.api_key))
    print(receipt.recording.mime_type, later.recording.mime_type)
"""


def test_a_new_content_type_can_be_uploaded(copy: Path, run: Run) -> None:
    here = f"import sys; sys.path[:0] = [{str(copy / 'generated/python')!r}, {WRAPPERS!r}]\n"
    assert "'audio/x-caf' is not one of" in run("-c", here + UPLOAD_CAF).stderr
    contract = copy / "openapi.yaml"
    contract.write_text(
        replaced(contract.read_text(), "enum: [audio/wav,", "enum: [audio/x-caf, audio/wav,")
    )
    assert run("-m", "generator").returncode == 0
    used = run("-c", here + UPLOAD_CAF)
    assert used.stdout.split() == ["audio/x-caf", "audio/x-caf"], used.stderr


def test_a_new_tag_with_three_operations(copy: Path, run: Run) -> None:
    contract = copy / "openapi.yaml"
    text = replaced(contract.read_text(), PATHS, PATHS + WEBHOOKS)
    contract.write_text(replaced(text, "  schemas:\n", WEBHOOK))
    done = run("-m", "generator")
    assert done.returncode == 0, done.stderr

    (copy / "use.py").write_text(USE_WEBHOOKS)
    (copy / "mypy.ini").write_text(f"[mypy]\nmypy_path = generated/python:{WRAPPERS}\n")
    checked = run("-m", "mypy", "--strict", "use.py")
    assert checked.returncode == 0, checked.stdout

    here = f"import sys; sys.path[:0] = [{str(copy / 'generated/python')!r}, {WRAPPERS!r}]\n"
    used = run("-c", here + CALL_WEBHOOKS)
    calls = ["POST /v1/webhooks", "GET /v1/webhooks/wh_1", "DELETE /v1/webhooks/wh_1"]
    assert used.stdout.splitlines() == calls * 2, used.stderr


CALL_WEBHOOKS = """\
import asyncio, http.server, threading
from bota_sdk import AsyncBota, Bota

class Service(http.server.BaseHTTPRequestHandler):
    def respond(self):
        print(self.command, self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b"" if self.command == "DELETE" else b'{"id": "wh_1", "url": "https://example.com"}'
        self.send_response({"POST": 201, "GET": 200, "DELETE": 204}[self.command])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_POST = do_GET = do_DELETE = respond
    log_message = lambda *_: None

service = http.server.HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=service.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{service.server_port}/v1"

async def awaited():
    async with AsyncBota(base_url=url, api_key="sk_test_1") as bota:
        assert (await bota.webhooks.create(url="https://example.com")).id == "wh_1"
        assert (await bota.webhooks.get("wh_1")).url == "https://example.com"
        assert await bota.webhooks.delete("wh_1") is None

with Bota(base_url=url, api_key="sk_test_1") as bota:
    assert bota.webhooks.create(url="https://example.com").id == "wh_1"
    assert bota.webhooks.get("wh_1").url == "https://example.com"
    assert bota.webhooks.delete("wh_1") is None
asyncio.run(awaited())
"""
WRAPPERS = str(ROOT / "wrappers" / "python")

LANGUAGE_FIELD = """\
        language:
          type: string
          description: The language that is spoken, as ISO 639-1 has it.
"""
USE_LANGUAGE = """\
from bota_sdk import AsyncBota, Bota, UploadItem


def sync(bota: Bota) -> None:
    bota.upload(b"", end_user_id="eu_1", language="en").recording.language
    bota.upload_many([UploadItem("a.wav", language="en")], language="de")


async def awaited(bota: AsyncBota) -> None:
    await bota.upload(b"", end_user_id="eu_1", language="en")
    await bota.upload_many([UploadItem("a.wav", language="en")], language="de")


def wrong(bota: Bota) -> None:
    bota.upload(b"", end_user_id="eu_1", language=5)
"""
SPEAK_LANGUAGE = """\
import asyncio, os, pathlib
from bota_emulator import Emulator
from bota_sdk import AsyncBota, Bota, UploadItem
from bota_sdk.cli import main

WAV = b"RIFF\\0\\0\\0\\0WAVE"

async def awaited(options):
    async with AsyncBota(**options) as bota:
        return await bota.upload(WAV + b"1", end_user_id="eu_1", language="fr")

with Emulator(contract="openapi.yaml") as emulator:
    options = {"base_url": emulator.base_url, "api_key": emulator.api_key}
    for number in range(4):
        pathlib.Path(f"{number}.wav").write_bytes(WAV + bytes([65 + number]))
    with Bota(**options) as bota:
        print(bota.upload("0.wav", end_user_id="eu_1", language="en").recording.language)
        print(asyncio.run(awaited(options)).recording.language)
        items = [UploadItem("1.wav", language="it"), "2.wav"]
        emulator.fail_storage("SignatureDoesNotMatch", times=2)
        many = {"end_user_id": "eu_1", "journal": "kept", "language": "de"}
        print(bota.upload_many(items, **many).failed)
        from bota_sdk import unfinished_items
        again = list(unfinished_items("kept"))
        print(sorted(item.recording["language"] for item in again))
        print(bota.upload_many(again, journal="kept").uploaded)
        os.environ |= {"BOTA_BASE_URL": emulator.base_url, "BOTA_API_KEY": emulator.api_key}
        print(main(["upload", "3.wav", "--end-user-id", "eu_1", "--language", "es", "-q"]))
        print(sorted(recording.language for recording in bota.recordings.list()))
"""


def test_a_new_field_of_a_recording_reaches_every_door(copy: Path, run: Run) -> None:
    contract = copy / "openapi.yaml"
    text = contract.read_text()
    for schema in ("CreateRecordingRequest", "Recording"):
        head, name, rest = text.partition(f"    {schema}:\n")
        assert name
        text = (
            head
            + name
            + replaced(rest, "      properties:\n", "      properties:\n" + LANGUAGE_FIELD)
        )
    contract.write_text(text)
    done = run("-m", "generator")
    assert done.returncode == 0, done.stderr

    here = f"import sys; sys.path[:0] = [{str(copy / 'generated/python')!r}, {WRAPPERS!r}]\n"
    spoken = run("-c", here + SPEAK_LANGUAGE)
    shown = [line for line in spoken.stdout.splitlines() if not line.startswith("{")]
    languages = ["de", "en", "es", "fr", "it"]
    expected = ["en", "fr", "2", "['de', 'it']", "2", "0", str(languages)]
    assert shown == expected, spoken.stderr

    (copy / "use.py").write_text(USE_LANGUAGE)
    (copy / "mypy.ini").write_text(f"[mypy]\nmypy_path = generated/python:{WRAPPERS}\n")
    checked = run("-m", "mypy", "--strict", "use.py")
    assert checked.stdout.count("error:") == 1, checked.stdout
    assert 'has incompatible type "int"; expected "str"' in checked.stdout
