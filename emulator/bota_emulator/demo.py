"""Uploads files to an emulator with `Bota` and `AsyncBota` and prints what happened.

python -m bota_emulator.demo standup.wav interview.mp3
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from bota_sdk import AsyncBota, Bota, Receipt

from bota_emulator import Emulator


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo over the files named on the command line; return the exit status."""
    files = [Path(name) for name in (sys.argv[1:] if arguments is None else arguments)]
    if not files:
        print("usage: python -m bota_emulator.demo FILE ...", file=sys.stderr)
        return 2
    with Emulator() as emulator:
        print(f"The emulator listens on {emulator.base_url}")
        same = [
            *_with_bota(files, emulator.base_url, emulator.api_key),
            *asyncio.run(_with_async_bota(files, emulator.base_url, emulator.api_key)),
        ]
    return 0 if all(same) else 1


def _with_bota(files: Sequence[Path], base_url: str, api_key: str) -> list[bool]:
    with Bota(base_url=base_url, api_key=api_key) as bota:
        return [_show("Bota", file, bota.upload(file, end_user_id="eu_1")) for file in files]


async def _with_async_bota(files: Sequence[Path], base_url: str, api_key: str) -> list[bool]:
    async with AsyncBota(base_url=base_url, api_key=api_key) as bota:
        return [
            _show("AsyncBota", file, await bota.upload(file, end_user_id="eu_1")) for file in files
        ]


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


if __name__ == "__main__":
    sys.exit(main())
