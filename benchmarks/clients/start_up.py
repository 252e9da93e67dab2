"""Text of a program that imports something and prints what that cost: it must import no more."""

from __future__ import annotations

_PROGRAM = """
import time
c = time.process_time(); t = time.perf_counter()
{statement}
t = time.perf_counter() - t; c = time.process_time() - c
status = open('/proc/self/status').read()
peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024
print('{{"seconds": %r, "cpu_seconds": %r, "peak_mib": %r}}' % (t, c, peak))
"""


def importing(interpreter: str, statement: str) -> list[str]:
    """Return the command that measures a statement in a fresh process of an interpreter."""
    return [interpreter, "-c", _PROGRAM.format(statement=statement)]
