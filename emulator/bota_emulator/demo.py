"""Uploads files to an emulator with `Bota`, `AsyncBota` and `botactl`, and prints what happened.

The first file is transcribed and summarised as well, and the webhooks of it all are verified.

python -m bota_emulator.demo standup.wav interview.mp3

With `--node PROGRAM` a program for Node uploads the first file, too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from bota_sdk import AsyncBota, Bota, Receipt, WebhookError, webhooks

from bota_emulator import Emulator

SECRET = "whsec_demo"  # noqa: S105 - opens nothing but the endpoint below
SPEED = 60
"""Seconds of the emulator's clock in a real one: jobs take seconds, and webhooks come again."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo over the files named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bota_emulator.demo")
    parser.add_argument("--node", type=Path, metavar="PROGRAM", help="runs with Node's client")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args(arguments)
    files: list[Path] = options.files
    with Emulator() as emulator, _endpoint(emulator) as events:
        print(f"The emulator listens on {emulator.base_url}")
        same = [
            *_with_bota(files, emulator.base_url, emulator.api_key),
            *asyncio.run(_with_async_bota(files, emulator.base_url, emulator.api_key)),
            _with_botactl(files[0], emulator),
        ]
        if options.node is not None:
            same.append(_run(["node", str(options.node), str(files[0])], emulator))
        emulator.deliver_webhooks()
        print(f"\nWebhooks that came, and whose signatures are good: {len(events)}")
        for event in dict.fromkeys(events):
            print(f"  {events.count(event)} {event}")
        same += [event in events for event in ("transcription.completed", "summary.completed")]
    return 0 if all(same) else 1


@contextlib.contextmanager
def _endpoint(emulator: Emulator) -> Iterator[list[str]]:
    """Collect the types of the events that the emulator sends, verified."""
    events: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            now = emulator.clock.time()
            try:
                event = webhooks.verify(body, dict(self.headers.items()), SECRET, now=now)
            except WebhookError as error:
                self.send_error(400, str(error))
                return
            events.append(event.to_dict()["type"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        emulator.add_webhook(f"http://127.0.0.1:{server.server_address[1]}/", SECRET)
        emulator.clock.set_speed(SPEED)
        yield events
        server.shutdown()


def _with_bota(files: Sequence[Path], base_url: str, api_key: str) -> list[bool]:
    with Bota(base_url=base_url, api_key=api_key) as bota:
        receipts = [bota.upload(file, end_user_id="eu_1") for file in files]
        transcription = bota.transcribe(receipts[0].recording, language="en")
        summary = bota.summarize(transcription, template_id="tmpl_general_notes")
    same = [_show("Bota", file, receipt) for file, receipt in zip(files, receipts, strict=True)]
    return [*same, _show_texts("Bota", files[0], transcription.text, summary.output)]


async def _with_async_bota(files: Sequence[Path], base_url: str, api_key: str) -> list[bool]:
    async with AsyncBota(base_url=base_url, api_key=api_key) as bota:
        receipts = [await bota.upload(file, end_user_id="eu_1") for file in files]
        transcription = await bota.transcribe(receipts[0].recording, language="en")
        summary = await bota.summarize(transcription, template_id="tmpl_general_notes")
    same = [
        _show("AsyncBota", file, receipt) for file, receipt in zip(files, receipts, strict=True)
    ]
    return [*same, _show_texts("AsyncBota", files[0], transcription.text, summary.output)]


def _with_botactl(file: Path, emulator: Emulator) -> bool:
    if not find_spec("click") or not find_spec("rich"):
        print('\nbotactl is not installed: pip install "bota-sdk[cli]"')
        return True
    command = [sys.executable, "-m", "bota_sdk.cli", "upload", str(file), "--transcribe", "--json"]
    print(f"\nbotactl upload {file.name} --transcribe --json", flush=True)
    return _run([*command, "--quiet"], emulator)


def _run(command: Sequence[str], emulator: Emulator) -> bool:
    sys.stdout.flush()
    settings = {
        "BOTA_BASE_URL": emulator.base_url,
        "BOTA_API_KEY": emulator.api_key,
        "BOTA_END_USER_ID": "eu_1",
    }
    environment = {**os.environ, **settings}
    done = subprocess.run(command, env=environment, check=False)  # noqa: S603 - our own programs
    return done.returncode == 0


def _show(client: str, file: Path, receipt: Receipt) -> bool:
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    same = receipt.verified and receipt.sha256 == expected
    print(f"\n{client}: {file.name}")
    print(f"  recording  {receipt.recording_id}")
    print(f"  status     {receipt.recording.status}")
    print(f"  bytes      {receipt.bytes}")
    print(f"  SHA-256    {receipt.sha256} ({'equals' if same else 'DIFFERS FROM'} the file's)")
    for step in receipt.requests:
        print(
            f"  {step.method:<5} {step.target} -> {step.status_code} in {step.seconds * 1e3:.0f} ms"
        )
    return same


def _show_texts(client: str, file: Path, text: object, summary: object) -> bool:
    print(f"\n{client}: {file.name}, transcribed and summarised")
    print(f"  text       {text}")
    print(f"  summary    {summary}")
    return bool(text and summary)


if __name__ == "__main__":
    sys.exit(main())
