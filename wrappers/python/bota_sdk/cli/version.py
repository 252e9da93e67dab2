"""`botactl version`."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

import click

from bota_sdk import __version__


def versions() -> list[tuple[str, str]]:
    """Return the names and versions of what this program consists of."""
    found = [("bota-sdk", __version__), ("Python", platform.python_version())]
    for package in ("httpx", "httpcore", "click", "rich"):
        try:
            found.append((package, version_of(package)))
        except PackageNotFoundError:
            found.append((package, "missing"))
    return found


@click.command(epilog="\b\nExample:\n  botactl version")
def version() -> None:
    """Show the versions of the SDK and of what it uses."""
    for name, number in versions():
        click.echo(f"{name} {number}")
