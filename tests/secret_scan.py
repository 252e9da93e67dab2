"""Looks, over the whole test run, for a key or a signature in what people or machines could read.

Every log record at DEBUG and every `BotaError`, with the local variables of its frames.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bota_sdk import BotaError, ConfigurationError

# Looking back at the start of a word comes after its first letter, by which megabytes are searched
# four times as fast.
SECRET = re.compile(
    r"X-Amz-Signature=[0-9a-f]{8}|[sr](?<!\w.)k_(?:test|live)_\w|d(?<!\w.)tok_\w|u(?<!\w.)p_\w{8}"
    r"|Bearer [A-Za-z]"
)
HERE = str(Path(__file__).parent)


def shown(error: BaseException) -> str:
    """Everything that is ever printed of an error, with the variables of every frame.

    Without the frames of the tests themselves, which hold the keys and the audio.
    """
    parts: list[str] = []
    values: dict[int, object] = {}  # the same megabytes of audio stand in many frames
    chain: list[BaseException | None] = [error]
    while chain:
        one = chain.pop()
        if one is None:
            continue
        chain += [one.__cause__, None if one.__suppress_context__ else one.__context__]
        parts += [repr(one), str(one), repr(vars(one))]
        # A refused setting is raised to whoever passes the key, in whose variables it is anyway.
        if isinstance(one, ConfigurationError):
            continue
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if not frame.f_code.co_filename.startswith(HERE):
                parts.append(f"in {frame.f_code.co_name}")
                for name, value in frame.f_locals.items():
                    parts.append(name if id(value) in values else f"{name} = {value!r}")
                    values[id(value)] = value
    return "\n".join(parts)


def secrets_in(text: str) -> list[str]:
    """Return each secret with what stands around it."""
    return [text[max(0, found.start() - 80) : found.end() + 20] for found in SECRET.finditer(text)]


class SecretScan(logging.Handler):
    """Collects what was found, and how much was looked at."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []
        self.records = 0
        self.errors = 0
        self.raised: list[Exception] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one log record."""
        self.records += 1
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text += shown(record.exc_info[1])
        self.found += [f"{record.name}: {each}" for each in secrets_in(text)]

    def look_at_errors(self, where: str) -> None:
        """Look at the errors raised since the last time."""
        for error in self.raised:
            self.found += [f"{where}: {each}" for each in secrets_in(shown(error))]
        self.errors += len(self.raised)
        self.raised.clear()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hear every logger and see every error."""
        root = logging.getLogger()
        level, original = root.level, BotaError.__init__

        def initialize(error: BotaError, *args: Any, **kwargs: Any) -> None:
            original(error, *args, **kwargs)
            self.raised.append(error)

        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        BotaError.__init__ = initialize  # type: ignore[method-assign]
        try:
            yield
        finally:
            BotaError.__init__ = original  # type: ignore[method-assign]
            root.setLevel(level)
            root.removeHandler(self)
