"""`botactl emulator`."""

from __future__ import annotations

from importlib.util import find_spec

import click

from bota_sdk.cli import exit_codes
from bota_sdk.cli.console import say

_EPILOG = """
\b
Examples:
  botactl emulator
  botactl emulator --port 9000 --data ./state --rate-limits documented
  botactl emulator --fault '{"kind": "storage_error", "code": "SlowDown"}'
\b
All of its options: bota-emulator --help
"""


@click.command(
    epilog=_EPILOG,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, metavar="[ARGS]...", type=click.UNPROCESSED)
@click.pass_context
def emulator(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Start the service and its storage on this machine, for tests.

    ARGS are those of bota-emulator (extra [emulator]).
    """
    if find_spec("bota_emulator") is None:
        say('the emulator is missing; pip install "bota-sdk[emulator]"')
        context.exit(exit_codes.USAGE)
    from bota_emulator.__main__ import main

    try:
        code = main(list(arguments))
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else exit_codes.USAGE
    context.exit(code)
