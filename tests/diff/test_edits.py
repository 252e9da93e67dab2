"""Each edit of the contract is named, called breaking or not, and asks for the right version."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import attrs
import griffe
import pytest
from packaging.version import Version

from generator.diff.__main__ import compare
from generator.diff.change import Change
from generator.diff.surface import PACKAGES
from tests.diff.conftest import Edit as Apply
from tests.diff.edits import EDITS, Edit

# Where griffe has the module that a model is written in.
_MODEL = re.compile(r"bota_api\.models\.[a-z_]+\.(?=[A-Z])")


def line(change: Change) -> str:
    # Without how many more operations it is about: the contract grows.
    where = change.where.partition(" and ")[0]
    return f"{', '.join(change.audiences)}: {where}: {change.what}"


@pytest.mark.usefixtures("oasdiff")
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in EDITS])
def test_edit(case: Edit, released: Path, repository: Path, edit: Apply) -> None:
    edit(repository, case.words)
    report = compare(repository)
    assert {line(change) for change in report.changes if change.breaking} == case.breaking
    assert case.others <= {line(change) for change in report.changes if not change.breaking}
    assert report.step.name.lower() == case.step
    assert str(report.needed) == case.needed

    assert report.too_low
    assert not attrs.evolve(report, new=Version(case.needed)).too_low

    # griffe's own list of breaks has nothing that this report calls harmless.
    named = {path for change in report.changes if change.breaking for path in change.paths}
    for package, folder in PACKAGES.items():
        old, new = load(released / folder, package), load(repository / folder, package)
        for found in griffe.find_breaking_changes(old, new):
            assert _MODEL.sub("bota_api.models.", found.obj.path) in named, found.explain()


@functools.cache
def load(folder: Path, package: str) -> griffe.Object | griffe.Alias:
    return griffe.load(package, search_paths=[folder], allow_inspection=False)
