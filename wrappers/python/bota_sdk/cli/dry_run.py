"""`botactl upload --dry-run`: says what would be uploaded, and sends nothing."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from bota_sdk import SourceError, inspect_audio, path_key, unfinished_items
from bota_sdk.cli.find_files import STDIN, Finder
from bota_sdk.cli.output import ExitCode, printable, safe, say, size_text, write_line
from bota_sdk.cli.upload_request import UploadRequest


def dry_run(request: UploadRequest, *, journal: str | None, json: bool, quiet: bool) -> ExitCode:
    """Show what `upload` would do with each file, and return the exit code.

    It looks at no key, and into the journal only for what to upload where no FILE is given.
    """
    counts: Counter[str] = Counter()

    def show(path: str, outcome: str, **known: Any) -> None:
        counts[outcome] += 1
        fields: dict[str, Any] = {"reason": None, "content_type": None, "bytes": None, **known}
        counts["bytes"] += fields["bytes"] or 0
        key = path if path == STDIN else path_key(path)
        if outcome == "would_fail":
            say(f"would fail: {printable(key)}: {printable(fields['reason'])}")
        if json:
            write_line({"event": "plan", "file": key, "outcome": outcome, **fields})
        elif outcome == "would_upload" and not quiet:
            size = "? bytes" if fields["bytes"] is None else f"{fields['bytes']:,} bytes"
            kind = safe(fields["content_type"] or "?")
            sys.stdout.write(f"would upload {kind:11} {size:>20}  {printable(path)}\n")

    def look_at(path: str, content_type: str | None) -> None:
        if path == STDIN:
            # To read it is to use it up.
            show(path, "would_upload", content_type=content_type)
            return
        try:
            audio = inspect_audio(path, content_type=content_type)
        except SourceError as error:
            show(path, "would_fail", reason=str(error))
        else:
            show(path, "would_upload", content_type=audio.content_type, bytes=audio.size)

    finder = Finder(
        request.files,
        request.recursive,
        on_missing=lambda path, reason: show(path, "would_fail", reason=reason),
        on_note=say,
    )
    for path in finder:
        look_at(path, request.content_type)
    if journal is not None and not request.files:
        for item in unfinished_items(journal):
            look_at(str(item.audio), item.content_type)
    planned, failed, size = counts["would_upload"], counts["would_fail"], counts["bytes"]
    code = ExitCode.FAILED if failed else ExitCode.OK
    if json:
        write_line(
            {
                "event": "summary",
                "would_upload": planned,
                "would_fail": failed,
                "ignored": finder.ignored,
                "bytes": size,
                "exit_code": code,
            }
        )
    if not quiet:
        say(
            f"dry run, nothing was sent: {planned} would be uploaded ({size_text(size)}), "
            f"{failed} would fail, {finder.ignored} are no audio and ignored"
        )
    return code
