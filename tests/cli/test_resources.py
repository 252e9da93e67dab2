"""The operations of the contract as commands, made from the generated methods."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bota_api.lazy import Lazy
from bota_api.resources import Resources
from click.testing import CliRunner

from tests.cli.conftest import Botactl
from tests.cli.terminal import terminal
from tests.sdk.scripted_server import answer, scripted


def reply(status: int, /, **fields: Any) -> bytes:
    return answer(status, json.dumps(fields).encode())


def sent(request: bytes) -> tuple[str, Any]:
    head, _, body = request.partition(b"\r\n\r\n")
    return head.partition(b" HTTP")[0].decode(), json.loads(body) if body else None


def test_every_operation_is_a_command() -> None:
    from bota_sdk.cli.app import botactl

    run = CliRunner().invoke
    for tag in [name for name, value in vars(Resources).items() if isinstance(value, Lazy)]:
        if tag == "uploads":
            continue
        group = tag.replace("_", "-")
        shown = run(botactl, [group, "--help"]).output
        for method in vars(getattr(Resources, tag)):
            if not method.startswith("_") and method != "with_raw_response":
                name = method.replace("_", "-")
                assert f"\n  {name} " in shown
                one = run(botactl, [group, name, "--help"], prog_name="botactl")
                assert one.exit_code == 0
                assert f"botactl {group} {name}" in one.output.split("Example")[1]
                assert max(map(len, one.output.splitlines())) <= 100


def test_arguments_are_those_of_the_method(botactl: Botactl) -> None:
    created = reply(201, id="eu_1", name="Ada", metadata={"team": "a=b"})
    with scripted(created, answer(204), reply(200, id="dev_1", name="Pin")) as server:
        env = {"BOTA_BASE_URL": server.base_url}
        done = botactl(*("end-users", "create", "--name", "Ada", "--metadata", "team=a=b"), **env)
        assert done.code == 0, done.err
        assert done.lines == [{"id": "eu_1", "name": "Ada", "metadata": {"team": "a=b"}}]
        gone = botactl("end-users", "delete", "eu_1", "--yes", **env)
        assert (gone.code, gone.out, gone.err) == (0, "", "botactl: eu_1 is deleted\n")
        assert botactl("devices", "update", "dev_1", "--name", "Pin", **env).code == 0
    assert [sent(request) for request in server.requests] == [
        ("POST /v1/end-users", {"name": "Ada", "metadata": {"team": "a=b"}}),
        ("DELETE /v1/end-users/eu_1", None),
        ("PATCH /v1/devices/dev_1", {"name": "Pin"}),
    ]


def test_lists_walk_over_their_pages(botactl: Botactl) -> None:
    first = [{"id": f"txn_{number}", "status": "completed"} for number in range(3)]
    pages = [
        reply(200, data=first, has_more=True, next_cursor="c1"),
        reply(200, data=[{"id": "txn_9", "status": "failed"}], has_more=False),
    ]
    listing = ("transcriptions", "list", "--recording-id", "rec_1", "--status", "new")
    for limit, asked, count in (([], 100, 4), (["--limit", "3"], 3, 3)):
        with scripted(*pages) as server:
            done = botactl(*listing, *limit, BOTA_BASE_URL=server.base_url)
        assert done.code == 0, done.err
        assert len(done.lines) == count
        line, _ = sent(server.requests[0])
        assert line == f"GET /v1/transcriptions?limit={asked}&recording_id=rec_1&status=new"


def test_create_waits_when_it_is_asked_to(botactl: Botactl) -> None:
    script = [
        reply(201, id="sum_1", status="pending"),
        reply(200, id="sum_1", status="completed", output="It ships."),
    ]
    words = ("summaries", "create", "--transcription-id", "txn_1", "--prompt", "In one sentence")
    with scripted(*script) as server:
        done = botactl(*words, "--wait", BOTA_BASE_URL=server.base_url)
    assert done.code == 0, done.err
    assert done.lines[0]["output"] == "It ships."
    with scripted(reply(201, id="txn_1", status="failed", error="audio_corrupt")) as server:
        create = ("transcriptions", "create", "--recording-id", "rec_1", "--wait")
        failed = botactl(*create, BOTA_BASE_URL=server.base_url)
    assert failed.code == 1
    assert failed.err.startswith("botactl: txn_1 is failed: audio_corrupt")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["transcriptions", "create"], "Missing option '--recording-id'"),
        (["transcriptions", "get"], "Missing argument 'ID'"),
        (["transcriptions", "sing"], "No such command 'sing'"),
        (["end-users", "delete", "eu_1"], "pass --yes"),
        (["transcriptions", "create", "--recording-id", "r", "--diarization", "so"], "not a valid"),
        (["transcriptions", "get", "a/b"], "which is no id"),
    ],
)
def test_wrong_usage(bare_botactl: Botactl, words: list[str], text: str) -> None:
    with scripted() as server:
        done = bare_botactl(*words, BOTA_API_KEY="sk_test_1", BOTA_BASE_URL=server.base_url)
        assert (done.code, done.out) == (2, "")
        assert text in done.err
        assert server.requests == []


def test_a_terminal_gets_tables_that_cannot_move_its_cursor(botactl: Botactl) -> None:
    evil = "Ada\x1b[2Jx\u202e"
    page = reply(200, data=[{"id": "eu_1", "name": evil}, {"id": "eu_2"}], has_more=False)
    with scripted(page, reply(200, id="eu_1", name=evil)) as server:
        botactl.env["BOTA_BASE_URL"] = server.base_url
        for words in (("end-users", "list"), ("end-users", "get", "eu_1")):
            with terminal(botactl, *words) as screen:
                assert screen.end() == 0
            assert "\x1b[2J" not in screen.seen
            assert "\u202e" not in screen.seen
            assert r"\x1b[2Jx\u202e" in screen.seen


def test_a_token_that_is_shown_once_is_shown(botactl: Botactl) -> None:
    bound = reply(200, id="dev_1", device_token="dtok_abcdef123")
    with scripted(bound) as server:
        botactl.env["BOTA_BASE_URL"] = server.base_url
        with terminal(botactl, "devices", "bind", "dev_1", "--end-user-id", "eu_1") as screen:
            assert screen.end() == 0
        assert "dtok_abcdef123" in screen.seen
