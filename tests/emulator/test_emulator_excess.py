"""Responses that are too much or never all there, of API and storage, over real sockets."""

from __future__ import annotations

import json
import re
import tracemalloc
import urllib.parse
import zlib
from typing import Any

import psutil
import pytest
from bota_emulator import (
    ApiBomb,
    ApiCookies,
    ApiDrip,
    ApiDuplicate,
    ApiEndless,
    ApiFields,
    ApiStatus,
    Emulator,
    StorageBomb,
    StorageCookies,
    StorageDrip,
    StorageDuplicate,
    StorageEndless,
    StorageError,
)

from tests.emulator.api_client import Api
from tests.emulator.raw_client import RawClient, eventually
from tests.emulator.storage_cases import Target, send

BODY = json.dumps({"end_user_id": "eu_1"}).encode()
MIB = 1 << 20


class Conversation(RawClient):
    """A connection to one side of an emulator, on which a response is sent for each `ask`."""

    def __init__(self, side: str, emulator: Emulator, target: Target) -> None:
        url = f"{emulator.base_url}/recordings" if side == "api" else target.sign("k")
        super().__init__(url)
        self.more = ["Content-Type: application/json", f"Authorization: Bearer {emulator.api_key}"]
        self.method = "POST" if side == "api" else "PUT"
        self.more = self.more if side == "api" else []
        self.seen = b""

    def ask(self, *more: str) -> None:
        self.head(self.method, len(BODY), *self.more, *more)
        self.body(BODY)

    def until(self, end: bytes) -> bytes:
        while not self.seen.endswith(end):
            got = self.chunk()
            assert got, self.seen
            self.seen += got
        return self.seen

    def rest(self) -> bytes:
        return self.seen + self.all()[0]


@pytest.fixture(params=["api", "storage"])
def side(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def talk(side: str, bota_emulator: Emulator, emulated: Target) -> Any:
    with Conversation(side, bota_emulator, emulated) as client:
        yield client


def parts(wire: bytes) -> list[bytes]:
    return re.split(rb"(?=HTTP/1\.1 )", wire)[1:]


def connections(url: str) -> int:
    """How many connections of a server of this process are open at its side."""
    port = urllib.parse.urlsplit(url).port
    found = psutil.Process().net_connections("tcp")
    return sum(c.laddr.port == port and c.status == psutil.CONN_ESTABLISHED for c in found)


@pytest.mark.parametrize("later", [0.0, 0.01])
def test_a_response_is_sent_twice(
    talk: Conversation, side: str, bota_emulator: Emulator, later: float
) -> None:
    fault = ApiDuplicate(later=later) if side == "api" else StorageDuplicate(later=later)
    bota_emulator.add_fault(fault)
    talk.ask()
    while len(parts(talk.seen)) < 2:
        talk.seen += talk.chunk()
    talk.ask("Connection: close")
    first, surplus, own = parts(talk.rest())

    assert first == surplus
    # What follows on the connection is the response of the next request.
    assert own.split(b"\r\n")[0] == first.split(b"\r\n")[0]
    assert own != first
    records = bota_emulator.requests
    assert [r.fault for r in records] == [fault.kind, None]
    assert all(r.status == (201 if side == "api" else 200) for r in records)


def test_the_surplus_comes_in_one_piece_with_the_response(
    talk: Conversation, side: str, bota_emulator: Emulator
) -> None:
    bota_emulator.add_fault(ApiDuplicate() if side == "api" else StorageDuplicate())
    talk.ask()
    assert len(parts(talk.chunk())) == 2


def test_the_second_response_is_about_anothers_recording(
    api: Api, bota_emulator: Emulator, emulated: Target
) -> None:
    other = bota_emulator.recording(api.create(end_user_id="eu_2", name="ä"))
    api.control("POST", "/faults", {"kind": "api_duplicate", "set": other}).raise_for_status()
    with Conversation("api", bota_emulator, emulated) as talk:
        talk.ask("Connection: close")
        first, second = (part.partition(b"\r\n\r\n") for part in parts(talk.rest()))
    mine, foreign = json.loads(first[2]), json.loads(second[2])

    assert (mine["end_user_id"], foreign["end_user_id"]) == ("eu_1", "eu_2")
    assert bota_emulator.recording(mine["id"]) == mine
    assert (foreign["id"], foreign["name"]) == (other["id"], "ä")
    assert b"content-length: %d\r\n" % len(second[2]) in second[0] + b"\r\n"


def test_an_error_of_s3_is_sent_twice_too(bota_emulator: Emulator, emulated: Target) -> None:
    bota_emulator.add_fault(StorageDuplicate())
    bota_emulator.add_fault(StorageError(code="InternalError", when="body"))
    with Conversation("storage", bota_emulator, emulated) as talk:
        talk.ask("Connection: close")
        first, second = parts(talk.rest())
    assert first == second
    assert b"<Code>InternalError<" in first


def test_a_response_about_another_recording_or_with_an_odd_status(
    api: Api, bota_emulator: Emulator
) -> None:
    mine, other = api.create(), api.create(end_user_id="eu_2")
    get = f"/recordings/{mine}"
    for fields in (
        {"id": other},
        {"id": "rec_invented"},
        bota_emulator.recording(other),
        {"status": "failed"},
        {"status": "deleted"},
    ):
        bota_emulator.add_fault(ApiFields(operation="getRecording", set=fields))
        assert api("GET", get).json() == {**bota_emulator.recording(mine), **fields}
    api.put(api.grant(mine), b"RIFF")
    bota_emulator.add_fault(ApiFields(operation="completeUpload", set={"status": "pending"}))
    done = api.complete(mine)
    assert (done.status_code, done.json()["status"]) == (200, "pending")
    assert bota_emulator.recording(mine)["status"] == "uploaded"


def unpacked(body: bytes, codings: int) -> int:
    """How many zeros a body has once it is decoded; without holding them."""
    for _ in range(codings - 1):
        body = zlib.decompress(body, wbits=31)
    decoder, size = zlib.decompressobj(wbits=31), 0
    while not decoder.eof:
        chunk = decoder.decompress(body, MIB)
        assert not chunk.strip(b"\0")
        size += len(chunk)
        body = decoder.unconsumed_tail
    assert not decoder.unused_data
    return size


@pytest.mark.parametrize(("mib", "codings", "most"), [(1, 1, 1200), (96, 1, 120_000), (96, 2, 900)])
def test_a_bomb(
    talk: Conversation, side: str, bota_emulator: Emulator, mib: int, codings: int, most: int
) -> None:
    kind = ApiBomb if side == "api" else StorageBomb
    tracemalloc.start()
    try:
        bota_emulator.add_fault(kind(mib=mib, codings=codings))
        talk.ask("Connection: close")
        head, _, body = talk.rest().partition(b"\r\n\r\n")
        # Checksums and sizes at its end are right: a client that has no bound decodes it all.
        assert unpacked(body, codings) == mib * MIB
        assert tracemalloc.get_traced_memory()[1] < 12 * MIB
    finally:
        tracemalloc.stop()
    coding = b"gzip, gzip" if codings == 2 else b"gzip"
    assert re.search(rb"(?i)\r\ncontent-encoding: " + coding + rb"\r\n", head)
    assert re.search(rb"(?i)\r\ncontent-length: %d\r\n" % len(body), head)
    assert len(body) < most


def test_a_bomb_leaves_what_has_no_body(
    api: Api, bota_emulator: Emulator, emulated: Target
) -> None:
    bota_emulator.add_fault(ApiBomb(operation="deleteRecording"))
    gone = api("DELETE", f"/recordings/{api.create()}")
    assert (gone.status_code, gone.headers.get("Content-Encoding")) == (204, None)
    assert api("GET", "/recordings").json()["data"] == []
    send("PUT", emulated.sign("k"), b"abc")
    bota_emulator.add_fault(StorageBomb(mib=1))
    with RawClient(emulated.sign("k", method="HEAD")) as client:
        client.head("HEAD", None, "Connection: close")
        assert client.all()[0].endswith(b"\r\n\r\n")


def test_a_bomb_in_a_download(bota_emulator: Emulator, emulated: Target) -> None:
    send("PUT", emulated.sign("k"), b"abc")
    bota_emulator.add_fault(StorageBomb(mib=2, operation="GET object"))
    with RawClient(emulated.sign("k", method="GET")) as client:
        client.head("GET", None, "Connection: close")
        assert unpacked(client.all()[0].partition(b"\r\n\r\n")[2], 1) == 2 * MIB


def test_a_drip_of_the_head_by_the_emulators_clock(
    talk: Conversation, side: str, bota_emulator: Emulator
) -> None:
    bota_emulator.clock.set_speed(0)
    drip = ApiDrip if side == "api" else StorageDrip
    bota_emulator.add_fault(drip(every=60, total=3600, clock=True))
    talk.ask()
    talk.until(b"\r\nX-Drip: x")
    for number in range(2, 5):
        bota_emulator.clock.advance(60)
        assert talk.until(b"x" * number).endswith(b": " + b"x" * number)
    bota_emulator.clock.advance(3600)
    head, _, body = talk.rest().partition(b"\r\n\r\n")
    assert re.match(rb"HTTP/1\.1 20[01] \w+\r\nX-Drip: xxxx\r\n.*", head, re.DOTALL)
    assert body == b"" if side == "storage" else json.loads(body)["end_user_id"] == "eu_1"
    assert [r.fault for r in bota_emulator.requests] == [drip.kind]


@pytest.mark.parametrize("total", [600, None])
def test_a_drip_of_the_body(
    api: Api, bota_emulator: Emulator, emulated: Target, total: float | None
) -> None:
    bota_emulator.clock.set_speed(0)
    rec = api.create()
    whole = json.dumps(bota_emulator.recording(rec)).encode()
    fault = {"kind": "api_drip", "part": "body", "every": 1, "total": total, "clock": True}
    api.control("POST", "/faults", fault).raise_for_status()
    with RawClient(f"{bota_emulator.base_url}/recordings/{rec}") as client:
        client.head("GET", None, f"Authorization: Bearer {bota_emulator.api_key}")
        seen = b""
        while not seen.endswith(b"\r\n\r\n{"):
            seen += client.chunk()
        for count in range(2, len(whole) if total is None else 9):
            bota_emulator.clock.advance(1)
            assert client.chunk() == whole[count - 1 : count]
        bota_emulator.clock.advance(600)
        if total is None:
            # All but its last byte has come, and it does not, however late it gets.
            client.sock.settimeout(0.1)
            with pytest.raises(TimeoutError):
                client.chunk()
        else:
            assert client.all()[0] == whole[8:]


def test_a_drip_of_a_download(bota_emulator: Emulator, emulated: Target) -> None:
    send("PUT", emulated.sign("k"), bytes(range(200)) * 9000)
    bota_emulator.add_fault(StorageDrip(every=0.001, total=0.02, part="body"))
    with RawClient(emulated.sign("k", method="GET")) as client:
        client.head("GET", None)
        got, end = client.all()
    assert got.partition(b"\r\n\r\n")[2] == bytes(range(200)) * 9000
    assert end == "closed"
    assert bota_emulator.requests[-1].status == 200


def test_a_drip_ends_when_the_client_leaves(
    side: str, bota_emulator: Emulator, emulated: Target
) -> None:
    bota_emulator.add_fault((ApiDrip if side == "api" else StorageDrip)(every=3600))
    url = bota_emulator.base_url if side == "api" else bota_emulator.storage_url
    with Conversation(side, bota_emulator, emulated) as talk:
        talk.ask()
        talk.until(b"\r\nX-Drip: x")
        before = connections(url)
    assert before
    assert eventually(lambda: connections(url) == before - 1)


def test_an_endless_body(talk: Conversation, side: str, bota_emulator: Emulator) -> None:
    kind = ApiEndless if side == "api" else StorageEndless
    bota_emulator.add_fault(kind(mib=2))
    talk.ask()
    head, _, body = talk.rest().partition(b"\r\n\r\n")

    assert b"\r\nTransfer-Encoding: chunked" in head
    assert b"content-length" not in head.lower()
    assert body.count(b" ") == 2 * MIB
    assert not body.endswith(b"0\r\n\r\n")
    (record,) = bota_emulator.requests
    assert (record.status, record.fault) == (201 if side == "api" else None, kind.kind)


def test_an_endless_body_goes_no_faster_than_its_client(
    talk: Conversation, side: str, bota_emulator: Emulator
) -> None:
    kind = ApiEndless if side == "api" else StorageEndless
    url = bota_emulator.base_url if side == "api" else bota_emulator.storage_url
    before = psutil.Process().memory_info().rss
    bota_emulator.add_fault(kind(mib=16_384))
    talk.ask()
    while len(talk.seen) < 8 * MIB:
        talk.seen = talk.seen + talk.chunk()
    assert psutil.Process().memory_info().rss - before < 60 * MIB
    open_now = connections(url)
    talk.sock.close()
    assert eventually(lambda: connections(url) < open_now)


def test_cookies(talk: Conversation, side: str, bota_emulator: Emulator) -> None:
    kind = ApiCookies if side == "api" else StorageCookies
    bota_emulator.add_fault(kind(times=2, count=300, size=10))
    talk.ask()
    talk.ask("Connection: close")
    names = re.findall(rb"(?i)\r\nset-cookie: (\S+)=x{10}; Path=/", talk.rest())
    assert len(set(names)) == 600
    assert {r.fault for r in bota_emulator.requests} == {kind.kind}


def test_they_come_by_chance_and_by_operation(
    api: Api, bota_emulator: Emulator, emulated: Target
) -> None:
    api.create()
    faults = [
        ApiEndless(operation="getRecording", mib=1),
        ApiBomb(operation="createRecording", mib=1),
        ApiCookies(operation="listRecordings", count=3),
        StorageCookies(count=2, operation="PUT object"),
    ]
    bota_emulator.random_faults(1, faults, seed=1)
    assert len(api("GET", "/recordings").raw.headers.getlist("Set-Cookie")) == 3
    assert send("PUT", emulated.sign("k"), b"abc").status == 200
    kinds = [r.fault for r in bota_emulator.requests]
    assert kinds == [None, "api_cookies", "storage_cookies"]


def test_a_response_that_is_sent_twice_may_be_an_error(
    api: Api, bota_emulator: Emulator, emulated: Target
) -> None:
    bota_emulator.add_fault(ApiDuplicate(set={"error": {"code": "other"}}))
    bota_emulator.add_fault(ApiStatus(status=503, headers={"Retry-After": "0"}))
    with Conversation("api", bota_emulator, emulated) as talk:
        talk.ask("Connection: close")
        first, second = parts(talk.rest())
    assert b'"A fault was ordered"' in first
    assert second.endswith(b'{"error": {"code": "other"}}')
