"""The command `botactl`: its global options, its commands, and how every error ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from bota_sdk.cli import exit_codes
from bota_sdk.cli.completion import completion
from bota_sdk.cli.console import say, tolerate_any_text
from bota_sdk.cli.curl import curl
from bota_sdk.cli.doctor import doctor
from bota_sdk.cli.emulator import emulator
from bota_sdk.cli.recordings import recordings
from bota_sdk.cli.settings import invocation
from bota_sdk.cli.upload import upload
from bota_sdk.cli.version import version
from bota_sdk.errors import BotaError

_EPILOG = f"""
\b
Examples:
  export BOTA_API_KEY=sk_live_…
  botactl doctor
  botactl upload standup.wav --end-user-id eu_1
  botactl upload recordings/ -r --journal night.journal
  botactl recordings list --status uploaded --limit 10
  botactl --api-key - upload standup.wav --end-user-id eu_1 < key.txt
\b
Settings, the first that is there: flag, environment (BOTA_API_KEY, BOTA_BASE_URL,
BOTA_JOURNAL, BOTA_END_USER_ID), ~/.config/bota/config.toml (api_key, base_url,
journal, end_user_id, concurrency).

{exit_codes.help_text()}
"""


class _OutputClosedError(Exception):
    """Nobody reads the standard output any more."""


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # click would end with a code that here means something else.
            raise _OutputClosedError from None
        return result


@click.group(
    "botactl",
    cls=_Group,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--api-key", metavar="KEY|-", help="The key; - reads it from the standard input.")
@click.option("--base-url", metavar="URL", help="The API's URL with its version.")
@click.option("--config", metavar="FILE", type=click.Path(dir_okay=False), help="The config file.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="For one read or write of a request to the API.  [default: 30]",
)
@click.pass_context
def botactl(
    context: click.Context,
    api_key: str | None,
    base_url: str | None,
    config: str | None,
    timeout: float | None,
) -> None:
    """Get audio into the Bota recordings API, whole, once and verified."""
    context.obj = invocation(api_key, base_url, config, timeout)


for _command in (upload, recordings, doctor, curl, emulator, version, completion):
    botactl.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what follows the name of the program.

    Returns:
        The exit code.

    """
    tolerate_any_text()
    try:
        result = botactl.main(list(arguments), prog_name="botactl", standalone_mode=False)
    except click.Abort:
        say("interrupted")
        return exit_codes.INTERRUPTED
    except click.ClickException as error:
        _say_usage(error)
        return exit_codes.USAGE
    except _OutputClosedError:
        _forget_output()
        return exit_codes.INTERRUPTED
    except BotaError as error:
        say(str(error))
        return exit_codes.exit_code_for(error)
    except OSError as error:
        say(f"{error.filename or 'cannot write the output'}: {error.strerror or error}")
        try:
            sys.stdout.flush()
        except OSError:
            _forget_output()
        return exit_codes.FAILED
    return result if isinstance(result, int) else exit_codes.OK


def _say_usage(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    say(error.format_message())
    if context is not None:
        say(f"see {context.command_path} --help")


def _forget_output() -> None:
    # What is still buffered would raise once more at the end of the process.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
