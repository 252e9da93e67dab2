"""Writes events as JSON objects, one a line."""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

from bota_sdk._shared.redact import redact


def write_line(fields: dict[str, Any]) -> None:
    """Write one object to the standard output, at once.

    Raises:
        OSError: it cannot be written.

    """
    sys.stdout.write(json.dumps(fields, default=_plain) + "\n")
    sys.stdout.flush()


def error_fields(error: BaseException | None, reason: str | None) -> dict[str, Any] | None:
    """Return what a JSON line tells of an error; None when there is none."""
    if error is None:
        return None
    fields: dict[str, Any] = {
        "type": type(error).__name__,
        "message": redact(reason or str(error)),
    }
    for name in ("status_code", "code"):
        if getattr(error, name, None) is not None:
            fields[name] = getattr(error, name)
    return fields


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)
