"""`botactl doctor`: looks at all that has to be right, and says what to do where it is not."""

from __future__ import annotations

import sys

import attrs
import click
from rich.text import Text

from bota_sdk.cli.checks import checks_of
from bota_sdk.cli.output import ExitCode, console_for, safe, write_line

_EPILOG = """
\b
Examples:
  botactl doctor
  botactl --base-url http://127.0.0.1:8080/v1 doctor
  botactl doctor --json | jq 'select(.state != "ok")'
\b
Ends with 0 when all is well (also with warnings), 1 when there is a problem,
3 when there is no key or the service refuses it.
"""

_STYLES = {"ok": "green", "warning": "yellow", "problem": "red"}


@click.command(epilog=_EPILOG)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per check.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check settings, key, network, clock and service, and say what to fix."""
    code = ExitCode.OK
    console = console_for(sys.stdout)
    for check in checks_of(context.obj):
        if check.state == "problem":
            code = ExitCode.AUTH if check.is_about_key else code or ExitCode.FAILED
        if as_json:
            write_line(attrs.asdict(check))
            continue
        line = Text(f"{check.state:8}", style=_STYLES[check.state])
        line.append(safe(f"{check.name}: {check.found}"), style="default")
        console.print(line, soft_wrap=True)
        if check.advice:
            console.print(Text(f"{'':8}-> {safe(check.advice)}"), soft_wrap=True)
        sys.stdout.flush()
    context.exit(code)
