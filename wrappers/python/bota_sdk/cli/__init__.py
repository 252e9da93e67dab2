r"""The command line `botactl` (extra `[cli]`); also `python -m bota_sdk.cli`.

Where the standard output is no terminal, and with `--json`, `botactl upload` writes one JSON object
per line to it. Its field `event` says which of these it is; new fields and events may appear:

progress  a file is under way (at each change of phase, else about every half a second):
          file, phase (preparing, waiting, uploading, completing, verifying), recording_id,
          attempt, bytes_sent, total_bytes; bytes_lost where bytes have to be sent again
result    a file has ended: file, outcome (uploaded, skipped, failed, not_started), reason,
          recording_id, bytes, sha256, verified, attempts, seconds;
          error (type, message; status_code and code where a service answered) of a failed one
plan      with --dry-run, in place of both: file, outcome (would_upload, would_fail), reason,
          content_type, bytes
summary   the last line: uploaded, verified (how many of those the service has confirmed), skipped,
          failed, not_started, ignored (files of a directory that are no audio), bytes, seconds,
          stopped (why it ended early, or null), exit_code;
          with --dry-run would_upload, would_fail, ignored, bytes, exit_code

`file` is the absolute path of a file, with `\xNN` for bytes that are no UTF-8, and `-` for the
standard input. What cannot be known is null.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec


def main(argv: list[str] | None = None) -> int:
    """Run `botactl`.

    Args:
        argv: the arguments; those of the process when left out.

    Returns:
        The exit code; `bota_sdk.cli.exit_codes` lists them.

    """
    # Their own imports come first here: the library itself must not need them.
    for library in ("click", "rich"):
        if find_spec(library) is None:
            sys.stderr.write(
                f'botactl: the package {library!r} is missing; pip install "bota-sdk[cli]"\n'
            )
            return 2
    from bota_sdk.cli.app import run

    return run(sys.argv[1:] if argv is None else argv)
