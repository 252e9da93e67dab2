"""`botactl` as people start it: a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from tests.ticks import HANG

if TYPE_CHECKING:
    from bota_emulator import Emulator

COMMAND = [sys.executable, "-m", "bota_sdk.cli"]
SECONDS = HANG


@attrs.frozen
class Ended:
    """How one run of botactl ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The standard output, which must be JSON line by line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, event: str) -> list[dict[str, Any]]:
        """The lines of one event."""
        return [line for line in self.lines if line["event"] == event]


@attrs.define
class Botactl:
    """Runs botactl.

    Attributes:
        env: the environment of the process.
        home: the folder that is its home.
        before: what starts it.

    """

    env: dict[str, str]
    home: Path
    before: tuple[str, ...] = ()

    def __call__(self, *arguments: str | bytes, stdin: str | bytes = b"", **env: str) -> Ended:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with self.started(*arguments, stdin=subprocess.PIPE, **env) as process:
            out, err = process.communicate(given, timeout=SECONDS)
        return Ended(process.returncode, out.decode(), err.decode())

    @contextmanager
    def started(
        self, *arguments: str | bytes, stdin: Any = subprocess.DEVNULL, **options: Any
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A process, which has ended when the block has."""
        streams = {name: options.pop(name, subprocess.PIPE) for name in ("stdout", "stderr")}
        process = subprocess.Popen(
            [*self.before, *COMMAND, *arguments],
            stdin=stdin,
            env={**self.env, **options},
            cwd=self.home,
            start_new_session=True,
            **streams,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(SECONDS)
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()

    def config(self, text: str) -> Path:
        """Write the config file."""
        path = self.home / ".config" / "bota" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_counts() -> None:
    """Let botactl hear SIGINT, also where a shell has started the tests in the background."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def botactl_home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def bare_botactl(botactl_home: Path) -> Botactl:
    """botactl without any setting."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BOTA_", "XDG_"))
        and name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
    }
    return Botactl({**kept, "HOME": str(botactl_home), "TERM": "xterm-256color"}, botactl_home)


@pytest.fixture
def botactl(bare_botactl: Botactl, bota_emulator: Emulator) -> Botactl:
    """botactl that knows the emulator, its key and an end user."""
    bare_botactl.env |= {
        "BOTA_BASE_URL": bota_emulator.base_url,
        "BOTA_API_KEY": bota_emulator.api_key,
        "BOTA_END_USER_ID": "eu_1",
    }
    return bare_botactl
