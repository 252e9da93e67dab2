"""One PUT to a real S3 server, which is slower than any client: that none is slower still."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import Client, client_command
from benchmarks.report import Column, Section, clients_table
from benchmarks.rounds import interleave
from benchmarks.scratch import GIB, MIB
from benchmarks.setting import Setting
from benchmarks.single_put import BARE, BARE_ASYNC, CURL, curl_put
from tests.emulator.s3_servers import seaweedfs


def run(setting: Setting) -> list[Section]:
    """Measure the PUT to SeaweedFS, which checks the signature and stores the body."""
    size = (64 if setting.quick else 256) * MIB
    path = setting.scratch.file(size)
    with (
        tempfile.TemporaryDirectory(dir=setting.scratch.folder) as folder,
        seaweedfs(Path(folder)) as server,
    ):
        url = server.sign("recording.wav", headers={"Content-Type": "audio/wav"})
        keys = {
            "AWS_ACCESS_KEY_ID": server.identity.access_key,
            "AWS_SECRET_ACCESS_KEY": server.identity.secret_key,
        }
        signed = f"{server.endpoint}/{server.bucket}/recording.wav"
        clients = [Client(CURL, curl_put(setting.scratch, url, path), whole=True, own_seconds=True)]
        clients += [
            Client(name, client_command("put", kind, where, str(path)), environment=keys)
            for name, kind, where in (
                ("requests, as documented", "requests", url),
                ("aiohttp", "aiohttp", url),
                ("boto3 put_object", "boto3_put_object", signed),
                ("boto3 upload_file", "boto3_upload_file", signed),
                (BARE, "ours_bare", url),
                (BARE_ASYNC, "ours_bare_async", url),
            )
        ]
        results = interleave(
            "SeaweedFS", clients, setting.rounds(5, 1), setting.scratch.environment
        )
    columns = [
        Column("wall, s", "seconds"),
        Column("CPU, s/GiB", "cpu_seconds", GIB / size),
        Column("memory, MiB", "peak_mib", digits=0),
    ]
    note = "Plain HTTP, pre-signed where the client can; the server decides the wall time."
    title = f"One PUT of {size // MIB} MiB to SeaweedFS"
    return [
        Section(title, note, [clients_table(results, columns, base=CURL)], data=results.to_json())
    ]
