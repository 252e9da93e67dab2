"""Each fault of mutations.yaml is of a text that is there, and of tests that are."""

from __future__ import annotations

from tests.mutation import ROOT, faults


def test_every_fault_fits_the_sources() -> None:
    found = faults()
    assert len(found) > 100
    missing = [
        test
        for fault in found
        for test in fault["tests"]
        if not (ROOT / test.partition("::")[0]).exists()
    ]
    assert not missing
