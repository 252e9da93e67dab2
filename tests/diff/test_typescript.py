"""What a changed report of TypeScript's public names says, and for whom it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diff.change import Change, Kind
from generator.diff.typescript import REPORTS, load_report, report_changes

ROOT = Path(__file__).parents[2]
BEFORE = """\
## API Report File for "bota-sdk"

```ts

// @public
export class Bota extends Resources {
    [Symbol.dispose](): void;
    constructor(options?: BotaOptions);
    get baseUrl(): string;
    upload(audio: UploadSource, options: UploadOptions): Promise<Receipt>;
}

// @public
export interface Receipt {
    readonly bytes: number;
    // (undocumented)
    readonly requests: {
        readonly status: number;
    }[];
}

// @public
export type Status = 'pending' | 'uploaded' | (string & {});

// (No @packageDocumentation comment for this package)

```
"""


def changes(folder: Path, old: str, new: str) -> list[Change]:
    assert old in BEFORE
    trees = (folder / "old", folder / "new")
    for tree, text in zip(trees, (BEFORE, BEFORE.replace(old, new)), strict=True):
        (tree / REPORTS[0]).parent.mkdir(parents=True)
        (tree / REPORTS[0]).write_text(text)
    return report_changes(*map(load_report, trees))


@pytest.mark.parametrize(
    ("old", "new", "where", "kind", "breaking"),
    [
        ("    readonly bytes: number;\n", "", "Receipt.bytes", Kind.REMOVED, True),
        ("bytes: number", "bytes: string", "Receipt.bytes", Kind.CHANGED, True),
        ("status: number", "status: string", "Receipt.requests", Kind.CHANGED, True),
        ("Receipt {", "Receipt {\n    readonly etag: string;", "Receipt.etag", Kind.ADDED, False),
        ("UploadOptions)", "UploadOptions, more?: More)", "Bota.upload", Kind.CHANGED, False),
        ("'pending' |", "'pending' | 'lost' |", "Status", Kind.CHANGED, False),
        ("'pending' | ", "", "Status", Kind.CHANGED, True),
        ("[Symbol.dispose]", "dispose", "Bota.[Symbol.dispose]", Kind.REMOVED, True),
        ("export interface Receipt", "export interface Proof", "Receipt", Kind.REMOVED, True),
    ],
)
def test_a_change_of_the_report(
    tmp_path: Path, old: str, new: str, where: str, kind: Kind, *, breaking: bool
) -> None:
    found = {change.where: change for change in changes(tmp_path, old, new)}
    change = found[f"bota-sdk.{where}"]
    assert (change.kind, change.breaking) == (kind, breaking)
    assert len(found) == (1 if "dispose" not in new and "Proof" not in new else 2)


def test_no_change(tmp_path: Path) -> None:
    assert changes(tmp_path, "Bota", "Bota") == []
    assert load_report(tmp_path / "elsewhere") == {}


def test_the_committed_report_is_read() -> None:
    names = load_report(ROOT)
    assert {"Bota.upload", "RecordingsOperations.list", "BotaOptions.apiKey"} <= names.keys()


def test_a_name_of_the_browser_entry_counts_and_one_of_both_once(tmp_path: Path) -> None:
    texts = (BEFORE, BEFORE.replace("Receipt", "PageReceipt"))
    for report, text in zip(REPORTS, texts, strict=True):
        (tmp_path / report).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / report).write_text(text)
    found = load_report(tmp_path)
    assert {"Receipt.bytes", "PageReceipt.bytes", "Bota.upload"} <= found.keys()
    assert found["Bota.upload"].endswith("Promise<Receipt>;")
