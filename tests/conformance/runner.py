"""Runs one scenario with Bota or AsyncBota and compares what happened with what it expects."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
from bota_emulator import Emulator
from bota_emulator.faults.kinds import fault_from_json
from bota_sdk import AsyncBota, Bota, BotaError, Progress, Receipt

from tests.conformance.scenario import Scenario
from tests.emulator.raw_client import eventually

CHUNK = 100_000


@attrs.define
class Outcome:
    """What a scenario came to."""

    requests: list[str]
    in_vain: int
    result: Receipt | BotaError
    sleeps: list[float]


def run(
    scenario: Scenario,
    kind: str,
    emulator: Emulator,
    folder: Path,
    sleeps: list[float],
    *,
    real_s3: bool,
) -> Outcome:
    """Play a scenario and return what happened.

    Args:
        scenario: The scenario.
        kind: `sync` or `async`.
        emulator: The service, empty.
        folder: An empty folder for the source.
        sleeps: Where the client's waits are noted.
        real_s3: Whether the emulator's URLs point at a real server.

    """
    emulator.settings.update(scenario.settings)
    if not real_s3:  # whose own clock runs on
        emulator.clock.set_speed(0)
    emulator.clock.set_skew(scenario.skew)
    options = {"base_url": emulator.base_url, "api_key": emulator.api_key, **scenario.client}
    play = _play_sync if kind == "sync" else _play_async
    result = play(scenario, options, emulator, folder, sleeps)
    if not real_s3:
        # A client that gives up on a PUT can be done before a busy service has read its head.
        eventually(lambda: len(emulator.requests) >= len(scenario.requests), 30)
    records = emulator.requests
    puts = [record for record in records if record.operation == "PUT object"]
    useful = next((put for put in reversed(puts) if put.status == 200), None)
    return Outcome(
        requests=[
            f"{(record.operation or record.method).removesuffix(' object')} {record.status or '-'}"
            for record in records
        ],
        in_vain=sum(put.body_bytes for put in puts if put is not useful),
        result=result,
        sleeps=sleeps,
    )


def _order_faults(scenario: Scenario, emulator: Emulator, sleeps: list[float]) -> None:
    for record in [*emulator._recorder.all()]:
        assert record.status is not None
    emulator._recorder.clear()
    sleeps.clear()
    for fault in scenario.faults:
        emulator.add_fault(fault_from_json(fault))


def _play_sync(
    scenario: Scenario,
    options: dict[str, Any],
    emulator: Emulator,
    folder: Path,
    sleeps: list[float],
) -> Receipt | BotaError:
    with Bota(**options) as bota:
        for _ in range(scenario.before):
            bota.upload(scenario.audio, end_user_id="eu_1")
        _order_faults(scenario, emulator, sleeps)
        with _source(scenario, folder) as (source, on_progress):
            try:
                return bota.upload(
                    source, end_user_id="eu_1", on_progress=on_progress, **scenario.upload
                )
            except BotaError as error:
                return error


def _play_async(
    scenario: Scenario,
    options: dict[str, Any],
    emulator: Emulator,
    folder: Path,
    sleeps: list[float],
) -> Receipt | BotaError:
    async def play() -> Receipt | BotaError:
        async with AsyncBota(**options) as bota:
            for _ in range(scenario.before):
                await bota.upload(scenario.audio, end_user_id="eu_1")
            _order_faults(scenario, emulator, sleeps)
            with _source(scenario, folder) as (source, on_progress):
                try:
                    return await bota.upload(
                        source, end_user_id="eu_1", on_progress=on_progress, **scenario.upload
                    )
                except BotaError as error:
                    return error

    return asyncio.run(play())


@contextmanager
def _source(scenario: Scenario, folder: Path) -> Iterator[tuple[Any, Any]]:
    """Give the source and the callback that changes it under way."""
    kind = scenario.source.get("kind", "path")
    audio = scenario.audio
    path = folder / "audio.wav"
    path.write_bytes(b"12345" + audio if kind == "offset_file" else audio)
    callback = _changer(scenario, path)
    if kind in ("file", "offset_file"):
        with path.open("rb") as file:
            file.seek(5 if kind == "offset_file" else 0)
            yield file, callback
    elif kind == "pipe":
        reader, writer = os.pipe()
        feeding = threading.Thread(target=_feed, args=(writer, audio), daemon=True)
        feeding.start()
        with os.fdopen(reader, "rb") as pipe:
            yield pipe, callback
        feeding.join()
    elif kind == "iterator":
        yield _chunks(scenario), callback
    elif kind == "async_iterator":
        yield _async_chunks(scenario), callback
    else:
        yield (audio if kind == "bytes" else path), callback


def _feed(writer: int, audio: bytes) -> None:
    with os.fdopen(writer, "wb") as file:
        file.write(audio)


def _chunks(scenario: Scenario) -> Iterator[bytes]:
    file = io.BytesIO(scenario.audio)
    fails_after = scenario.source.get("fails_after")
    while chunk := file.read(CHUNK):
        if fails_after is not None and file.tell() > fails_after:
            raise ConnectionError("the call was dropped")
        yield chunk


async def _async_chunks(scenario: Scenario) -> AsyncIterator[bytes]:
    for chunk in _chunks(scenario):
        await asyncio.sleep(0)
        yield chunk


def _changer(scenario: Scenario, path: Path) -> Any:
    change = scenario.source.get("change")
    if change is None:
        return None
    done: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        reached = progress.bytes_sent >= change.get("at_bytes", 1)
        if progress.phase == "uploading" and reached and not done:
            done.append(progress)
            _CHANGES[change["how"]](path)

    return on_progress


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def _replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes()[:-5] + b"other")
    other.replace(path)


def _copy(path: Path) -> None:
    # The same bytes with another number and date, as a network drive may show them.
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(0, path.stat().st_mtime_ns // 10**9 * 10**9))
    other.replace(path)


def _rewrite(path: Path) -> None:
    # In place, of the same size, and with the time put back: no fingerprint shows it.
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(20)
        file.write(b"other")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


_CHANGES = {
    "truncate": _truncate,
    "grow": _grow,
    "replace": _replace,
    "copy": _copy,
    "rewrite": _rewrite,
}


def compare(scenario: Scenario, outcome: Outcome, emulator: Emulator, *, real_s3: bool) -> None:
    """Raise `AssertionError` where a scenario did not go as expected."""
    expect = scenario.expect
    requests = scenario.requests
    if real_s3:
        # What goes to the real server is not seen here.
        requests = [request for request in requests if not request.startswith("PUT ")]
    assert outcome.requests == requests, describe(outcome)
    assert outcome.sleeps == expect.get("sleeps", [])
    recording_id = _compare_result(scenario, outcome)
    if not real_s3:
        in_vain = expect.get("in_vain", 0)
        if isinstance(in_vain, dict):
            assert outcome.in_vain <= in_vain["most"], describe(outcome)
        else:
            assert outcome.in_vain == in_vain, describe(outcome)
    uploaded = expect["outcome"] == "uploaded"
    if recording_id is None:
        return
    assert emulator.recording(recording_id)["status"] == expect.get(
        "status", "uploaded" if uploaded else "pending"
    )
    stored = expect.get("stored", "source" if uploaded else "nothing")
    try:
        found = emulator.object_bytes(recording_id)
    except KeyError:
        assert stored == "nothing"
    else:
        assert stored == ("source" if found == scenario.audio else "other")


def _compare_result(scenario: Scenario, outcome: Outcome) -> str | None:
    expect, result = scenario.expect, outcome.result
    if isinstance(result, BotaError):
        assert expect["outcome"] == "error", describe(outcome)
        error = expect.get("error", {"type": "BotaError"})
        assert type(result).__name__ == error["type"], describe(outcome)
        for words in error.get("words", []):
            assert words in str(result)
        return result.recording_id
    assert expect["outcome"] == "uploaded", describe(outcome)
    digest = hashlib.sha256(scenario.audio).hexdigest()
    assert (result.sha256, result.bytes) == (digest, len(scenario.audio))
    for name, value in {"verified": True, **expect.get("receipt", {})}.items():
        assert getattr(result, name) == value, name
    return result.recording_id


def describe(outcome: Outcome) -> str:
    """Return what happened, for whoever reads a failure."""
    return f"{outcome.requests}, {outcome.in_vain} bytes in vain\n{outcome.result!r}\n{getattr(outcome.result, '__notes__', '')}"
