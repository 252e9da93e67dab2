"""The config file, `~/.config/bota/config.toml`."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs
import click

from bota_sdk._bulk.run import MAX_CONCURRENCY
from bota_sdk._shared.redact import Secret

_KINDS: Final[Mapping[str, type]] = {
    "api_key": str,
    "base_url": str,
    "journal": str,
    "end_user_id": str,
    "concurrency": int,
}


@attrs.frozen
class ConfigFile:
    """What the config file says. A key that it leaves out is None.

    Attributes:
        path: where it is, or would be.
        exists: whether there is one.
        mode: its permission bits.
        secret: the key, as `api_key` shows it.

    """

    path: Path
    exists: bool = False
    mode: int = 0
    base_url: str | None = None
    journal: str | None = None
    end_user_id: str | None = None
    concurrency: int | None = None
    secret: Secret | None = None

    @property
    def api_key(self) -> str | None:
        """The key, if it holds one."""
        return None if self.secret is None else self.secret.reveal()

    @property
    def is_shown_to_others(self) -> bool:
        """Whether other users of this machine can read a key that it holds."""
        return self.secret is not None and os.name == "posix" and bool(self.mode & 0o077)


def default_path() -> Path:
    """Return where the config file is when no flag says otherwise (XDG Base Directory)."""
    folder = os.environ.get("XDG_CONFIG_HOME", "")
    # The specification has relative paths ignored.
    base = Path(folder) if folder and Path(folder).is_absolute() else Path("~/.config")
    return base.expanduser() / "bota" / "config.toml"


def read_config(path: Path, *, must_exist: bool) -> ConfigFile:
    """Read a config file.

    Args:
        path: where it is.
        must_exist: whether its absence is an error.

    Raises:
        click.UsageError: it is missing, is no TOML, or a key in it is unknown or of a wrong type.

    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):
        if must_exist:
            raise click.UsageError(f"there is no config file {str(path)!r}") from None
        return ConfigFile(path)
    except OSError as error:
        raise click.UsageError(
            f"the config file {str(path)!r} cannot be read: {error.strerror}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"the config file {str(path)!r} is no TOML: {error}") from None
    for name, value in content.items():
        problem = _problem(name, value)
        if problem:
            raise click.UsageError(f"the config file {str(path)!r}: {problem}")
    key = content.pop("api_key", None)
    return ConfigFile(
        path, exists=True, mode=mode, secret=None if key is None else Secret(key), **content
    )


def _problem(name: str, value: object) -> str | None:
    kind = _KINDS.get(name)
    if kind is None:
        return f"the key {name!r} is unknown; it may hold {', '.join(_KINDS)}"
    if not isinstance(value, kind) or isinstance(value, bool):
        return f"{name} is {'a text' if kind is str else 'a number'}, not {_word_for(value)}"
    if kind is str and not value:
        return f"{name} is empty; leave it out"
    if isinstance(value, int) and not 1 <= value <= MAX_CONCURRENCY:
        return f"{name} is {value}; it must be from 1 to {MAX_CONCURRENCY}"
    return None


def _word_for(value: object) -> str:
    words: dict[type, str] = {
        bool: "true or false",
        str: "a text",
        int: "a number",
        float: "a fraction",
    }
    return words.get(type(value), "a list, table or date")
