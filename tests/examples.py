"""How many examples a property is tried with."""

from __future__ import annotations

import os

from hypothesis import settings


def examples(count: int) -> settings:
    """So many in the suite, and `BOTA_TEST_EXAMPLES` times as many in `nox -s soak`."""
    return settings(max_examples=count * int(os.environ.get("BOTA_TEST_EXAMPLES", "1")))
