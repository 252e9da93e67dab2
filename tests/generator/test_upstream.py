"""What openapi-python-client itself refuses is said in a line, with the place when it is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import upstream
from generator.errors import GenerationError
from generator.generate import generate
from tests.generator.contracts import CHANGED, GOOD, ID, NOTE, ref

REFUSED = [
    (ID, ID.replace("name: id", "name: other"), [
        ("7", "GET /things/{id}", "Path parameters do not match with path"),
        ("14", "POST /things/{id}", "Path parameters do not match with path"),
    ]),
    (NOTE, f"{NOTE}\n        - {NOTE}", [("14", "POST /things/{id}", "Parameters MUST NOT contain duplicates")]),
    # The schema is named; the body that cannot refer to it any more is not.
    (CHANGED, f"    Change: {{allOf: [{ref('Thing')}, {ref('Mine')}]}}\n    Mine: {{type: object, properties: {{label: {{type: integer}}}}}}\n", [
        ("34", "/components/schemas/Change", "str can't be merged with int"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "expected"), REFUSED)
def test_a_refusal_is_short_and_names_the_line(
    tmp_path: Path, good: str, bad: str, expected: list[tuple[str, str, str]]
) -> None:
    assert good in GOOD
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD.replace(good, bad, 1))
    with pytest.raises(GenerationError) as caught:
        generate(path, tmp_path / "made")
    lines = str(caught.value).splitlines()
    assert "object at 0x" not in str(caught.value)
    for (line, place, problem), found in zip(expected, lines, strict=True):
        assert found.startswith(f"contract.yaml:{line}: openapi-python-client: ")
        assert place in found
        assert problem in found
        assert len(found) < 500


def test_a_crash_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(GOOD)

    def crash(*_: object) -> None:
        raise KeyError("enum")

    monkeypatch.setattr(upstream, "_build", crash)
    with pytest.raises(GenerationError, match="openapi-python-client crashed: KeyError: 'enum'"):
        generate(path, tmp_path / "made")
