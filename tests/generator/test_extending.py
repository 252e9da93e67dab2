"""A field and an operation added to the contract arrive everywhere, with no other edit."""

from __future__ import annotations

from pathlib import Path

from tests.generator.conftest import ROOT, Run

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

components:
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
from bota_api.types import Unset
from bota_sdk import AsyncBota, Bota


def sync(bota: Bota) -> Waveform:
    added_by_test: str | Unset = bota.recordings.get("rec_1").added_by_test
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
    text = replaced(text, "components:\n", WAVEFORM)
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
    assert 'Revealed type is "str | bota_api.types.Unset"' in checked.stdout


WRAPPERS = str(ROOT / "wrappers" / "python")
