"""Every routine of the project: `python -m nox -l` lists them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "typing", "check", "tests"]
# A machine with one interpreter runs the tests on that one; nox says which others it skipped.
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = [
    line.rpartition(" ")[2]
    for line in PYPROJECT["project"]["classifiers"]
    if line.startswith("Programming Language :: Python :: 3.")
]
AUDIO = ROOT / "tests" / "audio"
DEMO_FILES = [str(AUDIO / "speech.wav"), str(AUDIO / "speech.mp3")]


def _install_group(session: nox.Session, *groups: str) -> None:
    session.install(*nox.project.dependency_groups(PYPROJECT, *groups))


def _install_for_tests(session: nox.Session) -> None:
    session.install("-e", ".[cli,emulator]", "-r", "generator/requirements.txt")
    _install_group(session, "test")


@nox.session
def generate(session: nox.Session) -> None:
    """Make generated/ anew from openapi.yaml and say what changed."""
    session.install("-r", "generator/requirements.txt")
    session.run("python", "-m", "generator", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Fail, naming the file, when generated/ is not what openapi.yaml makes."""
    session.install("-r", "generator/requirements.txt")
    session.run("python", "-m", "generator", "--check")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the whole test suite, on every interpreter that is here."""
    _install_for_tests(session)
    # Tests picked by hand run in one process, where a debugger can stop them.
    shared_out = [] if session.posargs else ["-n", "auto", "--dist", "worksteal"]
    session.run("python", "-m", "pytest", *shared_out, *session.posargs)


@nox.session
def conformance(session: nox.Session) -> None:
    """Run every scenario with both clients and print the requests and the bytes sent in vain."""
    _install_for_tests(session)
    arguments = ["-q", "--scenario-table", *session.posargs]
    session.run("python", "-m", "pytest", "tests/conformance", *arguments)


@nox.session
def soak(session: nox.Session) -> None:
    """Upload 2,000 files while a fifth of all requests fails, and print what came of them."""
    session.install("-e", ".[emulator]", "psutil")
    session.run("python", "tests/soak.py", *session.posargs)


@nox.session
def crash(session: nox.Session) -> None:
    """Kill a bulk upload at 50 random moments, resume it each time, and count what is stored."""
    session.install("-e", ".[cli,emulator]", "psutil")
    session.run("python", "tests/crash.py", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Break each rule of the upload's decisions in turn; the tests must see every one."""
    _install_for_tests(session)
    session.run("python", "tests/mutation.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the clients beside what a user would pick instead; `-- --quick` takes 3 minutes."""
    session.install("-e", ".[emulator]", "-r", "generator/requirements.txt")
    _install_group(session, "bench")
    # In an environment of their own: what others bring along slows imports down.
    clients = Path(session.create_tmp()).resolve() / "clients"
    bin_folder = clients / ("Scripts" if sys.platform == "win32" else "bin")
    if not bin_folder.exists():
        session.run("python", "-m", "venv", str(clients))
    python = str(bin_folder / "python")
    peers = nox.project.dependency_groups(PYPROJECT, "bench-clients")
    session.run(python, "-m", "pip", "install", "-q", "-e", ".", *peers, external=True)
    environment = {"BENCH_CLIENTS_PYTHON": python}
    session.run("python", "-m", "benchmarks", *session.posargs, env=environment)


@nox.session
def lint(session: nox.Session) -> None:
    """Lint and check the format of all that is written by hand."""
    _install_group(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types: mypy --strict over everything, pyright strict over the wrappers."""
    session.install("-e", ".[cli,emulator]", "-r", "generator/requirements.txt")
    _install_group(session, "typing")
    for package in (
        "generated/python/bota_api",
        "wrappers/python/bota_sdk",
        "emulator/bota_emulator",
        "generator",
    ):
        session.run("mypy", "--strict", package)
    session.run("mypy", "--strict", "tests/typing")
    session.run("pyright")


@nox.session
def demo(session: nox.Session) -> None:
    """Upload real audio to the emulator with Bota and AsyncBota and show what happened."""
    session.install(".[emulator]")
    session.run("python", "-m", "bota_emulator.demo", *(session.posargs or DEMO_FILES))


@nox.session
def dist(session: nox.Session) -> None:
    """Build the distribution, install the wheel in a clean environment and run the demo from it."""
    _install_group(session, "dist")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", "dist", ".")
    wheel = next((ROOT / "dist").glob("*.whl"))
    clean = Path(session.create_tmp()).resolve() / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    session.run("python", "-m", "venv", str(clean))
    python = str(clean / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    with session.chdir(session.create_tmp()):
        session.run(python, "-m", "pip", "install", "-q", str(wheel), external=True)
        session.run(python, "-c", "import bota_sdk; print(bota_sdk.__version__)", external=True)
        session.run(python, "-m", "pip", "install", "-q", f"{wheel}[emulator]", external=True)
        session.run(python, "-m", "bota_emulator.demo", *DEMO_FILES, external=True)
