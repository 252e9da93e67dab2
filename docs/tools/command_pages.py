"""Pages of the command lines, from their own help."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import bota_emulator.__main__
import click
from bota_sdk.cli.app import botactl as _botactl


def botactl() -> str:
    """Return the help of `botactl` and of each of its commands."""
    return "\n".join(_helps(_botactl, click.Context(_botactl, info_name="botactl"), depth=2))


def _helps(command: click.Command, context: click.Context, depth: int) -> Iterator[str]:
    context.max_content_width = 90
    yield f"{'#' * depth} `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            each = command.get_command(context, name)
            if each is not None and not each.hidden:
                inner = click.Context(each, info_name=name, parent=context)
                yield from _helps(each, inner, min(depth + 1, 4))


def emulator() -> str:
    """Return the help of `bota-emulator`."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
        bota_emulator.__main__.main(["--help"])
    return f"## `bota-emulator`\n\n```text\n{shown.getvalue()}```\n"
