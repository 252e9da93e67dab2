"""Calls of the API, ours and bare httpx in turn: `call BASE_URL BATCHES`.

Also counts the TLS contexts that a first call and a first upload make.
"""

from __future__ import annotations

import json
import ssl
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CALLS = 100


def _batch(call: Callable[[], object]) -> tuple[float, float]:
    started, cpu = time.perf_counter(), time.process_time()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - started) / CALLS, (time.process_time() - cpu) / CALLS


def main(base_url: str, batches: int, path: Path) -> None:
    """Measure and print."""
    made = _count_contexts()
    import httpx
    from bota_sdk import Bota

    key = {"Authorization": "Bearer sk_test_benchmark"}
    with Bota(base_url=base_url) as bota:
        bota.recordings.get("rec_1")
        bota.upload(path, end_user_id="eu_1")
        contexts = len(made)
        with httpx.Client(base_url=base_url, headers=key) as client:
            calls: dict[str, Callable[[], Any]] = {
                "httpx_get": lambda: client.get("/recordings/rec_1").json(),
                "ours_get": lambda: bota.recordings.get("rec_1"),
                "httpx_post": lambda: client.post("/recordings", json={"name": "n"}).json(),
                "ours_post": lambda: bota.recordings.create(name="n"),
            }
            seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
            for _ in range(batches):
                for name, call in calls.items():
                    seconds[name].append(_batch(call))
    figures: dict[str, float] = {"contexts": contexts}
    for name, measured in seconds.items():
        figures[name] = statistics.median(wall for wall, _ in measured)
        figures[f"{name}_cpu"] = statistics.median(cpu for _, cpu in measured)
    print(json.dumps(figures))


def _count_contexts() -> list[object]:
    made: list[object] = []
    load = ssl.SSLContext.load_verify_locations

    def counted(self: ssl.SSLContext, *args: Any, **kwargs: Any) -> None:
        # Reading a certificate store is what a context costs.
        made.append(self)
        load(self, *args, **kwargs)

    ssl.SSLContext.load_verify_locations = counted  # type: ignore[method-assign]
    return made


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
