"""Runs commands where no network can be reached, and counts what tried to reach one.

In a network namespace of its own a process has loopback alone, and the kernel counts what it could
send nowhere (Linux: /proc/net/snmp and snmp6, `OutNoRoutes`).
"""

from __future__ import annotations

import fcntl
import re
import shlex
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

INSIDE: Final = "--inside"
SILENT: Final[dict[str, Any]] = {"stderr": subprocess.DEVNULL, "check": False}
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1


def main(arguments: list[str]) -> int:
    """Run each command, a line of shell words; return 0 when all succeed and none reaches out."""
    if arguments[:1] == [INSIDE]:
        return run_inside(arguments[1:])
    for unshare in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if shutil.which("unshare") and not subprocess.run([*unshare, "true"], **SILENT).returncode:
            command = [*unshare, sys.executable, __file__, INSIDE, *arguments]
            return subprocess.run(command, check=False).returncode
    print("no network namespace may be made here: skipped")
    return 0


def run_inside(commands: list[str]) -> int:
    """Run the commands in this namespace, which is new."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
    assert can_count(), "what leaves is not counted here"
    for command in commands:
        before = attempts()
        print(f"-- without a network: {command}", flush=True)
        done = subprocess.run(shlex.split(command), check=False)
        if done.returncode:
            print(f"failed with {done.returncode}")
            return 1
        if reached := attempts() - before:
            print(f"{reached} packets were for other machines")
            return 1
    print(f"{len(commands)} command(s), 0 packets for other machines")
    return 0


def can_count() -> bool:
    """Return whether an attempt to leave is counted, so that a count of 0 means something."""
    before = attempts()
    try:
        # An address for documentation (RFC 5737), which nobody has.
        socket.create_connection(("192.0.2.1", 9), timeout=1).close()
    except OSError:
        return attempts() > before
    return False


def attempts() -> int:
    """Return how many packets found no way out, IPv4 and IPv6."""
    four = Path("/proc/self/net/snmp").read_text().splitlines()
    names, values = (line.split() for line in four if line.startswith("Ip:"))
    six = re.search(r"Ip6OutNoRoutes\s+(\d+)", Path("/proc/self/net/snmp6").read_text())
    return int(values[names.index("OutNoRoutes")]) + int(six[1] if six else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
