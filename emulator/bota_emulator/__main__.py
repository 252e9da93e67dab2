"""The command `bota-emulator`, also `python -m bota_emulator`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import urllib.parse
import webbrowser
from queue import SimpleQueue
from typing import get_args

_NEEDED = {"s3": ("s3_endpoint", "--s3-endpoint"), "webhook": ("webhook_url", "--webhook")}
"""What options need, by the word that they begin with."""


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    from bota_emulator.emulator import DEFAULT_API_KEY
    from bota_emulator.settings import ErrorEnvelope, RateLimits
    from bota_emulator.storage.bucket import BUCKET
    from bota_emulator.work.webhooks import DEFAULT_SECRET

    parser = argparse.ArgumentParser(
        prog="bota-emulator",
        usage="%(prog)s [options]",
        description="The Bota recordings API and its S3 storage on this machine, for tests. "
        "It prints the URL and the key for clients, and the URL of a page that shows what happens.",
        epilog="Faults, the clock and all else can be set while it runs: on the page, or by the "
        "routes under /_control.",
    )
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    add = parser.add_argument_group("where it is").add_argument
    add("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    add("--public-host", metavar="NAME", help="what clients call it, in its URLs (default: --host)")
    add("--port", type=int, default=8080, help="the API's port, 0 for a free one (%(default)s)")
    add("--storage-port", type=int, default=0, metavar="PORT", help="the storage's (default: free)")
    add("--data", metavar="DIR", help="keep recordings and objects here (default: nowhere)")
    add = parser.add_argument_group("the page").add_argument
    add("--open", action="store_true", help="open the emulator's page in a browser")
    add("--no-page", action="store_false", dest="page", help="serve no page")
    add(
        "--control-token",
        metavar="TOKEN",
        help="what control requests and the page need (default: made, unless --host is loopback)",
    )
    add = parser.add_argument_group("how the service behaves").add_argument
    add("--api-key", metavar="KEY", default=DEFAULT_API_KEY, help="its key (default %(default)s)")
    add("--contract", metavar="FILE", help="serve this openapi.yaml (default: its own)")
    add(
        "--strict",
        action="store_true",
        help="501 for operations without a handler, 500 for responses that break the contract",
    )
    add(
        "--rate-limits",
        choices=get_args(RateLimits),
        default="off",
        help="whether to refuse what goes over the limits of the contract (default %(default)s)",
    )
    add(
        "--error-envelope",
        choices=get_args(ErrorEnvelope),
        default="details",
        help="which of the three forms errors have (default %(default)s)",
    )
    add(
        "--clock-speed",
        type=float,
        default=1.0,
        metavar="N",
        help="time passes so many times as fast (0: not)",
    )
    add(
        "--fault",
        action="append",
        default=[],
        metavar="JSON",
        help='order a fault, such as \'{"kind": "storage_error", "code": "SlowDown"}\'; repeatable',
    )
    add = parser.add_argument_group("webhooks").add_argument
    add("--webhook", metavar="URL", dest="webhook_url", help="send events to this URL of yours")
    add(
        "--webhook-secret",
        metavar="SECRET",
        default=DEFAULT_SECRET,
        help="their secret (default %(default)s)",
    )
    add = parser.add_argument_group("web pages of yours").add_argument
    add(
        "--cors",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let web pages of this origin, or * for all, send to the storage; repeatable",
    )
    add("--cors-api", action="store_true", help="let them call the API too")
    add = parser.add_argument_group("TLS").add_argument
    add("--tls", action="store_true", help="speak TLS, with a certificate made at the start")
    add("--storage-certificate", metavar="PEM", help="let the storage speak TLS, as localhost")
    add("--storage-key", metavar="PEM", help="the certificate's key, if in a file of its own")
    add = parser.add_argument_group("a real S3 server as the storage").add_argument
    add("--s3-endpoint", metavar="URL", help="store the audio on this S3-compatible server instead")
    for name, default, what in (
        ("bucket", BUCKET, "bucket"),
        ("access-key", "emulator", "access key"),
        ("secret-key", "emulator-secret", "secret key"),
        ("region", "us-east-1", "region"),
    ):
        about = f"its {what} (default %(default)s)"
        add(f"--s3-{name}", metavar=name.rpartition("-")[2].upper(), default=default, help=about)
    found = parser.parse_args(argv)
    if found.version:
        from bota_sdk import __version__

        print(f"bota-emulator {__version__}")
        parser.exit()
    del found.version
    if found.open and not found.page:
        parser.error("--open opens the page that --no-page leaves out: use one of them")
    for name, value in vars(found).items():
        needed, flag = _NEEDED.get(name.partition("_")[0], (name, ""))
        if flag and not getattr(found, needed) and value != parser.get_default(name):
            parser.error(f"--{name.replace('_', '-')} does nothing without {flag}")
    return found


def main(argv: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        argv: The arguments; those of the process when left out.

    Returns:
        The exit status: 0, or 1 when the emulator could not start.

    """
    try:
        from bota_emulator.contract.document import ContractError
        from bota_emulator.control.access import TOKEN_HEADER
        from bota_emulator.emulator import DEFAULT_API_KEY, Emulator
        from bota_emulator.faults.kinds import fault_from_text
    except ModuleNotFoundError as error:
        return _missing(error)
    arguments = vars(_arguments(argv))
    # No Event: a signal that comes while wait() has its lock would wait for it for ever in set().
    stop: SimpleQueue[int] = SimpleQueue()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda number, _: stop.put(number))
    try:
        faults = [fault_from_text(text) for text in arguments.pop("fault")]
        speed, opens = arguments.pop("clock_speed"), arguments.pop("open")
        with Emulator(**arguments) as emulator:
            emulator.clock.set_speed(speed)
            for fault in faults:
                emulator.add_fault(fault)
            key = emulator.api_key if emulator.api_key == DEFAULT_API_KEY else "<your --api-key>"
            print(f"Bota emulator ready: base URL {emulator.base_url}")
            print(f"  export BOTA_BASE_URL={emulator.base_url}")
            print(f"  export BOTA_API_KEY={key}", flush=True)
            if emulator.ca_file is not None:
                print(f"  export SSL_CERT_FILE={emulator.ca_file}", flush=True)
            token = None
            if emulator.control_token is not None:
                made = arguments["control_token"] is None
                token = emulator.control_token if made else "<your --control-token>"
                print(f"  control requests need the header {TOKEN_HEADER}: {token}", flush=True)
            if emulator.page_url is not None:
                print(f"  see what happens: {_with(token, emulator.page_url)}", flush=True)
                url = _with(emulator.control_token, emulator.page_url)
                if opens and not webbrowser.open(url):
                    sys.stderr.write("bota-emulator: no browser could be opened\n")
            stop.get()
    except ModuleNotFoundError as error:
        return _missing(error)
    except OSError as error:
        what = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        sys.stderr.write(f"bota-emulator: {what}{error.strerror or error}\n")
        return 1
    except (ContractError, ImportError, ValueError) as error:
        sys.stderr.write(f"bota-emulator: {error}\n")
        return 1
    return 0


def _missing(error: ModuleNotFoundError) -> int:
    sys.stderr.write(
        f'bota-emulator: the package {error.name!r} is missing; pip install "bota-sdk[emulator]"\n'
    )
    return 1


def _with(token: str | None, url: str) -> str:
    return url if token is None else f"{url}?token={urllib.parse.quote(token, safe='<- >')}"


if __name__ == "__main__":
    sys.exit(main())
