"""The generated package reads what the webhooks of a contract bring."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.__main__ import main
from tests.generator.contracts import GOOD

WEBHOOKS = """
webhooks:
  thing.made:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
      responses: {"200": {description: ok}}
  newPrice:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [cents], properties: {cents: {type: integer}}}
      responses: {"200": {description: ok}}
  event:
    post:
      requestBody: {$ref: "#/components/requestBodies/Event"}
      responses: {"200": {description: ok}}
  text:
    post:
      requestBody: {content: {text/plain: {schema: {type: string}}}}
      responses: {"200": {description: ok}}
"""
BODY = """\
  requestBodies:
    Event: {content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}
  schemas:
    Event:
      oneOf: [{$ref: "#/components/schemas/Sung"}, {$ref: "#/components/schemas/Said"}]
      discriminator: {propertyName: kind, mapping: {sung: "#/components/schemas/Sung", said: Said}}
    Sung: {type: object, required: [kind, song], properties: {kind: {type: string}, song: {type: string}}}
    Said: {type: object, required: [kind], properties: {kind: {type: string}}}
"""
READS = """
from made.webhooks import NewPricePayload, read_event, read_new_price, read_thing_made
from made import models

assert read_thing_made({"label": "a"}) == models.Thing(label="a")
assert read_new_price({"cents": "5"}).cents == 5
assert read_event({"kind": "sung", "song": "la"}) == models.Sung(kind="sung", song="la")
assert isinstance(read_event({"kind": "said"}), models.Said)
assert read_event({"kind": "new", "x": 1}).to_dict() == {"kind": "new", "x": 1}
for wrong in ({}, {"kind": "sung"}, {"kind": "sung", "song": 5}):
    try:
        read_event(wrong)
    except (KeyError, TypeError, ValueError):
        continue
    raise AssertionError(wrong)
import made.webhooks
assert not hasattr(made.webhooks, "read_text")
"""


def run(*arguments: str, cwd: Path) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_webhook_has_a_reader(tmp_path: Path) -> None:
    contract = tmp_path / "contract.yaml"
    contract.write_text(GOOD.replace("  schemas:\n", BODY) + WEBHOOKS)
    assert main(["--contract", str(contract), "--output", str(tmp_path / "made")]) == 0
    run("-c", READS, cwd=tmp_path)
    run("-m", "mypy", "--strict", "made/webhooks.py", cwd=tmp_path)


def test_a_contract_without_webhooks_has_no_readers(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text(GOOD)
    options = ["--contract", str(tmp_path / "contract.yaml"), "--output", str(tmp_path / "made")]
    assert main(options) == 0
    assert not (tmp_path / "made" / "webhooks.py").exists()
