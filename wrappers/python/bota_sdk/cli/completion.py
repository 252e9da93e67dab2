"""`botactl completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_EPILOG = """
\b
Examples:
  botactl completion bash > ~/.local/share/bash-completion/completions/botactl
  botactl completion zsh > ~/.zfunc/_botactl
  botactl completion fish > ~/.config/fish/completions/botactl.fish
"""


@click.command(epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete botactl's words."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click has no completion for {shell}")
    script = kind(context.find_root().command, {}, "botactl", "_BOTACTL_COMPLETE")
    # Without `source()`, which runs bash to see whether it is new enough.
    click.echo(script.source_template % script.source_vars())
