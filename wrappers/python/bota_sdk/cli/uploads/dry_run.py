"""`botactl upload --dry-run`: says what would be uploaded, and sends nothing."""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import attrs

from bota_sdk import (
    BotaError,
    BulkEvent,
    CancelToken,
    ItemResult,
    UploadItem,
    inspect_audio,
    path_key,
)
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.output import (
    ExitCode,
    exit_code_for,
    for_terminal,
    printable,
    safe,
    say,
    size_text,
    write_line,
)
from bota_sdk.cli.uploads.find_files import STDIN
from bota_sdk.cli.uploads.request import UploadRequest
from bota_sdk.cli.uploads.run import Items, asked_for, key_of

_OUTCOMES = {"uploaded": "would_upload", "skipped": "would_skip"}


def dry_run(
    invocation: Invocation,
    request: UploadRequest,
    *,
    journal: str | None,
    json: bool,
    quiet: bool,
    **options: Any,
) -> ExitCode:
    """Show what `upload` would do with each file, and return the exit code.

    The decisions are those of the run itself. Only where no journal is kept, it needs no key.
    """
    plan = _Plan(json=json, quiet=quiet)
    client: dict[str, Any] = {}
    if invocation.api_key is None and journal is None:
        client["api_key"] = "sk_test_none"
        if request.recording_id is None:
            request = attrs.evolve(request, recording={"end_user_id": "-", **request.recording})
    if STDIN in request.files:
        # To read it is to use it up.
        plan.show(STDIN, "would_upload", content_type=request.content_type)
        request = attrs.evolve(request, files=tuple(f for f in request.files if f != STDIN))
    with invocation.client(**client) as bota:
        requests, begun = [request], list[UploadItem]()
        if journal and not request.files and not request.manifests:
            requests, begun = asked_for(journal)
        items = Items(requests, begun, plan, CancelToken())
        stopped = None
        try:
            report = bota.upload_many(
                plan.of(iter(items)),
                journal=journal,
                dry_run=True,
                on_progress=plan.take,
                **options,
            )
            stopped, error = report.stopped, None
        except BotaError as raised:
            stopped, error = for_terminal(str(raised)), raised
    counts = plan.counts
    code = ExitCode.FAILED if counts["would_fail"] or stopped else ExitCode.OK
    code = exit_code_for(error) if error else code
    if json:
        names = ("would_upload", "would_skip", "would_fail")
        planned = {name: counts[name] for name in names}
        known = {"ignored": items.ignored, "bytes": counts["bytes"], "stopped": stopped}
        write_line({"event": "summary", **planned, **known, "exit_code": code})
    if stopped:
        say(f"would stop: {stopped}")
    elif not quiet:
        say(
            f"dry run, nothing was sent: {counts['would_upload']} would be uploaded "
            f"({size_text(counts['bytes'])}), {counts['would_skip']} would be skipped, "
            f"{counts['would_fail']} would fail, {items.ignored} are no audio and ignored"
        )
    return code


class _Plan:
    """Shows what would become of each item."""

    def __init__(self, *, json: bool, quiet: bool) -> None:
        self.counts: Counter[str] = Counter()
        self._json, self._quiet = json, quiet
        self._given: defaultdict[str, list[UploadItem]] = defaultdict(list)

    def of(self, items: Iterator[UploadItem]) -> Iterator[UploadItem]:
        """Yield the items, and remember each until it has ended."""
        for item in items:
            self._given[key_of(item)].append(item)
            yield item

    def note(self, message: str) -> None:
        say(message)

    def cannot_have(self, path: str, reason: str) -> None:
        self.show(path_key(path), "would_fail", reason=reason)

    def take(self, event: BulkEvent) -> None:
        if not isinstance(event, ItemResult):
            return
        alike = self._given.pop(event.key, [])
        if alike[1:]:
            self._given[event.key] = alike[1:]
        outcome = _OUTCOMES.get(event.outcome, "would_fail")
        known: dict[str, Any] = {"reason": event.reason and for_terminal(event.reason)}
        known["bytes"] = event.bytes
        if outcome == "would_upload":
            item: Any = alike[0]
            audio = inspect_audio(item.audio, content_type=item.content_type)
            known |= {"content_type": audio.content_type, "bytes": audio.size}
        self.show(event.key, outcome, **known)

    def show(self, key: str, outcome: str, **known: Any) -> None:
        self.counts[outcome] += 1
        fields: dict[str, Any] = {"reason": None, "content_type": None, "bytes": None, **known}
        if outcome == "would_upload":
            self.counts["bytes"] += fields["bytes"] or 0
        if outcome == "would_fail":
            say(f"would fail: {printable(key)}: {printable(fields['reason'])}")
        name = printable(key.removeprefix(path_key(".") + os.sep))
        if self._json:
            write_line({"event": "plan", "file": key, "outcome": outcome, **fields})
        elif outcome == "would_upload" and not self._quiet:
            size = "? bytes" if fields["bytes"] is None else f"{fields['bytes']:,} bytes"
            kind = safe(fields["content_type"] or "?")
            sys.stdout.write(f"would upload {kind:11} {size:>20}  {name}\n")
        elif outcome == "would_skip" and not self._quiet:
            sys.stdout.write(f"would skip   {name}: {printable(fields['reason'])}\n")
