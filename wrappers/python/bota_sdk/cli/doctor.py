"""`botactl doctor`: looks at all that has to be right, and says what to do where it is not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import attrs
import click
from rich.text import Text

from bota_sdk._settings import why_not_safe
from bota_sdk.cli import exit_codes
from bota_sdk.cli.check import Check
from bota_sdk.cli.check_network import network_checks
from bota_sdk.cli.check_service import service_checks
from bota_sdk.cli.check_settings import setting_checks
from bota_sdk.cli.console import console_for, safe
from bota_sdk.cli.settings import Invocation
from bota_sdk.cli.version import versions

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
    invocation: Invocation = context.obj
    code = exit_codes.OK
    console = console_for(sys.stdout)
    for check in _checks(invocation):
        if check.state == "problem":
            code = exit_codes.AUTH if check.is_about_key else code or exit_codes.FAILED
        if as_json:
            sys.stdout.write(json.dumps(attrs.asdict(check)) + "\n")
        else:
            line = Text(f"{check.state:8}", style=_STYLES[check.state])
            line.append(safe(f"{check.name}: {check.found}"), style="default")
            console.print(line, soft_wrap=True)
            if check.advice:
                console.print(Text(f"{'':8}-> {safe(check.advice)}"), soft_wrap=True)
        sys.stdout.flush()
    context.exit(code)


def _checks(invocation: Invocation) -> Iterator[Check]:
    yield Check("versions", "ok", ", ".join(" ".join(pair) for pair in versions()))
    yield from setting_checks(invocation)
    problem = why_not_safe(invocation.base_url.value)
    if problem:
        return  # said already
    reached = True
    for check in network_checks(invocation.base_url.value, min(invocation.timeout, 10.0)):
        reached = reached and check.state != "problem"
        yield check
    if reached and invocation.api_key is not None:
        yield from service_checks(invocation)
