"""`botactl upload --dry-run`: says what would be uploaded, and sends nothing."""

from __future__ import annotations

import sys
from typing import Any

from bota_sdk import SourceError, unfinished_items
from bota_sdk._bulk.items import path_key
from bota_sdk._upload.audio_type import content_type_of
from bota_sdk._upload.source import open_source
from bota_sdk.cli import exit_codes
from bota_sdk.cli.console import printable, safe, say, size_text
from bota_sdk.cli.files import STDIN, Finder
from bota_sdk.cli.json_lines import write_line
from bota_sdk.cli.settings import Invocation
from bota_sdk.cli.upload_request import UploadRequest
from bota_sdk.cli.view import Style


def dry_run(_invocation: Invocation, request: UploadRequest, style: Style) -> int:
    """Show what `upload` would do with each file. Looks at no key, and not into the journal.

    Args:
        request: what would be uploaded.
        style: how to show it.

    Returns:
        The exit code: 1 where something would fail.

    """
    plan = _Plan(request, style)
    finder = Finder(
        request.files, recursive=request.recursive, on_missing=plan.would_fail, on_note=say
    )
    if request.files:
        for path in finder:
            plan.look_at(path, request.content_type)
    elif request.journal is not None:
        for item in unfinished_items(request.journal):
            plan.look_at(str(item.audio), item.content_type)
    return plan.end(finder.ignored)


class _Plan:
    def __init__(self, request: UploadRequest, style: Style) -> None:
        self._request = request
        self._style = style
        self._would_upload = self._would_fail = self._bytes = 0

    def look_at(self, path: str, given: str | None) -> None:
        if path == STDIN:
            # To read it is to use it up.
            self._show(path, "would_upload", content_type=given)
            self._would_upload += 1
            return
        try:
            source = open_source(path)
            try:
                content_type = content_type_of(name=source.name, given=given, head=source.head())
            finally:
                source.close()
        except SourceError as error:
            self.would_fail(path, str(error))
            return
        self._would_upload += 1
        self._bytes += source.size
        self._show(path, "would_upload", content_type=content_type, bytes=source.size)

    def would_fail(self, path: str, reason: str) -> None:
        self._would_fail += 1
        self._show(path, "would_fail", reason=reason)

    def end(self, ignored: int) -> int:
        code = exit_codes.FAILED if self._would_fail else exit_codes.OK
        if self._style.json:
            write_line(
                {
                    "event": "summary",
                    "would_upload": self._would_upload,
                    "would_fail": self._would_fail,
                    "ignored": ignored,
                    "bytes": self._bytes,
                    "exit_code": code,
                }
            )
        if not self._style.quiet:
            say(
                f"dry run, nothing was sent: {self._would_upload} would be uploaded "
                f"({size_text(self._bytes)}), {self._would_fail} would fail, "
                f"{ignored} are no audio and ignored"
            )
        return code

    def _show(self, path: str, outcome: str, **known: Any) -> None:
        fields: dict[str, Any] = {"reason": None, "content_type": None, "bytes": None, **known}
        key = path if path == STDIN else path_key(path)
        if outcome == "would_fail":
            say(f"would fail: {printable(key)}: {printable(fields['reason'])}")
        if self._style.json:
            write_line({"event": "plan", "file": key, "outcome": outcome, **fields})
        elif outcome == "would_upload" and not self._style.quiet:
            size = "? bytes" if fields["bytes"] is None else f"{fields['bytes']:,} bytes"
            sys.stdout.write(
                f"would upload {safe(fields['content_type'] or '?'):11} {size:>20}  "
                f"{printable(path)}\n"
            )
