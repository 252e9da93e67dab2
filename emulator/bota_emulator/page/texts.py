"""How the page writes moments, sizes and what the contract says."""

from __future__ import annotations

import datetime

import markupsafe

from bota_emulator.clock import rfc3339


def code(text: str) -> markupsafe.Markup:
    """Return a text in which what stands in backticks is code."""
    parts = str(text).split("`")
    return markupsafe.Markup("").join(
        markupsafe.Markup("<code>{}</code>").format(part) if place % 2 else part
        for place, part in enumerate(parts)
    )


def moment(epoch: float) -> str:
    """Return the time of day of a moment, to the millisecond."""
    return rfc3339(datetime.datetime.fromtimestamp(epoch, datetime.UTC))[11:23]


def duration(seconds: float) -> str:
    """Return a number of seconds in the units that suit it."""
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    if seconds < 1:
        return f"{sign}{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{sign}{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours} h {minutes} min" if hours else f"{sign}{minutes} min {rest} s"


def size(count: int | str) -> str:
    """Return a number of bytes, which the service may write as digits, in its best unit."""
    number, unit = float(count), "B"
    for unit in ("B", "KiB", "MiB", "GiB"):
        if number < 1024 or unit == "GiB":
            break
        number /= 1024
    return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
