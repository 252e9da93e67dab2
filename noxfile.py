"""Every routine of the project: `python -m nox -l` lists them."""

from __future__ import annotations

import hashlib
import itertools
import os
import shlex
import shutil
import sys
from pathlib import Path

import nox
from packaging.requirements import Requirement

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
# From the contract to the client; once installed, none of them needs a network.
CHAIN = ["spec", "generate", "check", "diff", "golden"]
AUDIO = ROOT / "tests" / "audio"
TYPESCRIPT = "wrappers/typescript"
BROWSER = "tests/browser"
RUNTIMES = f"{TYPESCRIPT}/tools/runtimes"
_RUN: list[object] = []
"""The interpreters that have run the tests."""
DEMO_FILES = [str(AUDIO / "speech.wav"), str(AUDIO / "speech.mp3")]


def _install_group(session: nox.Session, *groups: str) -> None:
    session.install(*nox.project.dependency_groups(PYPROJECT, *groups))


def _install_for_tests(session: nox.Session) -> None:
    session.install("-e", ".[cli,emulator,postgres]", "-r", "generator/requirements.txt")
    _install_group(session, "test", "diff", "changelog")
    _install_npm(session, "generator/diff")


def _install_npm(session: nox.Session, folder: str) -> None:
    """Install the npm packages that a folder's lock file names, unless they are there."""
    lock = (ROOT / folder / "package-lock.json").read_bytes()
    done = ROOT / folder / "node_modules" / ".installed-lock.json"
    if not done.exists() or done.read_bytes() != lock:
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder]
        # What it says is shown when it fails; with --no-install it is not run at all.
        if session.run_install(*npm, silent=True) is not None:
            done.write_bytes(lock)


def _typescript(session: nox.Session, *scripts: str) -> None:
    """Run scripts of the TypeScript client's package.json, in an environment that has Node.

    Args:
        session: the environment.
        scripts: the name of each, with its arguments behind it.

    """
    _install_group(session, "typescript")
    _install_npm(session, TYPESCRIPT)
    # The tests start the emulator.
    environment = {"BOTA_TEST_PYTHON": "python"}
    for script in scripts:
        name, *arguments = shlex.split(script)
        command = ["npm", "run", "--silent", "--prefix", TYPESCRIPT, name, "--", *arguments]
        session.run(*command, env=environment)


def _install_for_generator(session: nox.Session, *groups: str) -> None:
    """Install what shapes the output, or nothing when this environment was given just that."""
    needed = nox.project.dependency_groups(PYPROJECT, *groups)
    requirements = (ROOT / "generator" / "requirements.txt").read_bytes()
    wanted = hashlib.sha256(b"\n".join([requirements, *map(str.encode, needed)])).hexdigest()
    # pip takes a second to find that there is nothing to do. A new environment has no such file.
    record = Path(session.virtualenv.location) / "requirements.sha256"
    if not record.exists() or record.read_text("utf-8") != wanted:
        session.install("-r", "generator/requirements.txt", *needed)
        record.write_text(wanted, "utf-8")


@nox.session
def spec(session: nox.Session) -> None:
    """Check openapi.yaml: the generator's rules, the specification, its examples, the linter."""
    _install_for_generator(session, "spec")
    linter = Path(session.virtualenv.location) / "redocly"
    session.run("python", "-m", "generator.spec", f"--linter={linter}", *session.posargs)


@nox.session
def generate(session: nox.Session) -> None:
    """Make generated/ anew from openapi.yaml; say what changed, and fail on what of ours it breaks.

    `-- --accept`: methods that ask for more arguments than before are meant to.
    """
    _install_for_generator(session, "generate", "typescript")
    session.run("python", "-m", "generator", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Fail, naming the file, when generated/ or docs/api/ is stale, or breaks our code."""
    _install_for_generator(session, "generate")
    session.run("python", "-m", "generator", "--check")


@nox.session
def golden(session: nox.Session) -> None:
    """Compare what the generator makes of a torture contract, and how it behaves, with a record."""
    _install_for_generator(session, "golden")
    session.run("python", "-m", "tests.golden", *session.posargs)


@nox.session
def upgrade(session: nox.Session) -> None:
    """Try another version of a generating tool in a scratch copy: `-- openapi-python-client==X`."""
    session.run("python", "tests/upgrade.py", *session.posargs)


@nox.session
def offline(session: nox.Session) -> None:
    """Run the chain from contract to client where no network can be reached (Linux)."""
    again = [sys.executable, "-m", "nox", "-s", *CHAIN]
    session.run(*again, external=True)
    session.run("python", "tests/offline.py", shlex.join([*again, "-R"]))


@nox.session
def diff(session: nox.Session) -> None:
    """Say what changed since the last release, for whom it breaks and which version it asks for.

    That is compared with tests/last_release, or with the git revision that is named.
    """
    _install_group(session, "diff")
    _install_npm(session, "generator/diff")
    session.run("python", "-m", "generator.diff", *session.posargs)


@nox.session
def compat(session: nox.Session) -> None:
    """Run the last release's typing examples and scenarios against the working tree.

    They are those of tests/last_release, or of the git revision that is named.
    """
    _install_for_tests(session)
    session.run("python", "-m", "generator.release.compat", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the whole test suite, on every interpreter that is here."""
    _install_for_tests(session)
    if session.posargs:  # in one process, where a debugger can stop them
        session.run("python", "-m", "pytest", *session.posargs)
        return
    # More processes than cores: many tests wait for a server or a process.
    command = ["python", "-m", "pytest", f"-n{(os.cpu_count() or 2) + 1}", "--dist=worksteal"]
    # The first interpreter has run all of them; the others, what users import and what it meets.
    again = [f"tests/{name}" for name in ("sdk", "conformance", "unit", "test_whole_run.py")]
    session.run(*command, *(again if _RUN else []))
    if not _RUN:
        _typescript(session, "test")
    _RUN.append(session.python)


@nox.session(python=PYTHONS[-1])
def coverage(session: nox.Session) -> None:
    """Say which lines the tests run in their own processes; fail below pyproject.toml's floor."""
    _install_for_tests(session)
    data = str(Path(session.create_tmp()).resolve() / "coverage")
    # Python counts lines by itself from 3.12 on: the tests take a tenth more.
    environment = {"COVERAGE_CORE": "sysmon", "COVERAGE_FILE": data}
    command = ["python", "-m", "pytest", f"-n{(os.cpu_count() or 2) + 1}", "--dist=worksteal"]
    session.run(*command, "--cov", "--cov-report=term", *session.posargs, env=environment)


@nox.session
def conformance(session: nox.Session) -> None:
    """Run every scenario with both clients and print the requests and the bytes sent in vain."""
    _install_for_tests(session)
    arguments = ["-q", "--scenario-table", *session.posargs]
    session.run("python", "-m", "pytest", "tests/conformance", *arguments)


@nox.session
def soak(session: nox.Session) -> None:
    """Upload 2,000 files while a fifth of all requests fails, 20,000 tiny ones, and any sources."""
    _install_for_tests(session)
    session.run("python", "tests/soak.py", *session.posargs)
    session.run("python", "tests/soak_bulk.py", *(["--many", "3000"] if "CI" in os.environ else []))
    more = {"BOTA_TEST_EXAMPLES": "2" if "CI" in os.environ else "20"}
    tests = ["tests/sdk/test_any_settings.py", "tests/sdk/test_any_sources.py"]
    session.run("python", "-m", "pytest", "-q", "--timeout=1800", *tests, env=more)


@nox.session
def crash(session: nox.Session) -> None:
    """Kill a bulk upload at 50 random moments, resume it each time, and count what is stored."""
    session.install("-e", ".[cli,emulator]", "psutil")
    session.run("python", "tests/crash.py", *session.posargs)


@nox.session
def fleet(session: nox.Session) -> None:
    """Kill and stop four workers on one PostgreSQL, keep eight to the limits, try the recipes."""
    session.install("-e", ".[cli,emulator,postgres]")
    _install_group(session, "test", "fleet")
    few = "CI" in os.environ
    run = ["python", "-m", "tests.fleet"]
    session.run(*run, *(["--files=300", "--kills=10", "--stops=2"] if few else []))
    session.run(*run, f"--limits={60 if few else 150}", "--speed=2")
    session.run("python", "-m", "pytest", "-q", "--timeout=600", "tests/recipes")


@nox.session
def mutation(session: nox.Session) -> None:
    """Break each rule of the upload's decisions in turn; the tests must see every one."""
    _install_for_tests(session)
    session.run("python", "tests/mutation.py", *session.posargs)
    _typescript(session, "mutation")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the clients beside what a user would pick instead; `-- --quick` takes 3 minutes."""
    session.install("-e", ".[cli,emulator]", "-r", "generator/requirements.txt")
    _install_group(session, "bench", "generate")
    # In an environment of their own: what others bring along slows imports down.
    clients = Path(session.create_tmp()).resolve() / "clients"
    bin_folder = clients / ("Scripts" if sys.platform == "win32" else "bin")
    if not bin_folder.exists():
        session.run("python", "-m", "venv", str(clients))
    python = str(bin_folder / "python")
    peers = nox.project.dependency_groups(PYPROJECT, "bench-clients")
    session.run(python, "-m", "pip", "install", "-q", "-e", ".[postgres]", *peers, external=True)
    _typescript(session, "build")
    _install_npm(session, BROWSER)
    environment = {"BENCH_CLIENTS_PYTHON": python}
    session.run("python", "-m", "benchmarks", *session.posargs, env=environment)


@nox.session
def typescript(session: nox.Session) -> None:
    """Check the TypeScript client: types, lint and format, vectors and every scenario.

    `-- node22`, `-- deno` or `-- bun`: every scenario under that, or the tests named behind it.
    """
    session.install("-e", ".[emulator]")
    if session.posargs:
        _install_group(session, "typescript")
        _install_npm(session, RUNTIMES)
        _typescript(session, f"run-tests {shlex.join(session.posargs)}")
        return
    _typescript(session, "types", "lint", "test")


@nox.session
def browser(session: nox.Session) -> None:
    """Upload from a page in the Chromium of this machine, if it has one, and bundle the package."""
    session.install("-e", ".[emulator]")
    _install_group(session, "typescript")
    _install_npm(session, TYPESCRIPT)
    _install_npm(session, BROWSER)
    # Playwright brings no browser with it; BOTA_TEST_CHROMIUM names one that has another name.
    environment = {"BOTA_TEST_PYTHON": "python"}
    for script in ("types", "lint", "test"):
        session.run("npm", "run", "--silent", "--prefix", BROWSER, script, env=environment)


@nox.session
def lint(session: nox.Session) -> None:
    """Lint and check the format of all that is written by hand, and which room imports which."""
    _install_group(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    sources = {"PYTHONPATH": str(ROOT / "wrappers" / "python")}
    session.run("lint-imports", "--no-cache", env=sources)
    # Its report of the public names must be what the sources make.
    _typescript(session, "lint", "check-api")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types: mypy --strict over everything, pyright strict over the wrappers."""
    session.install("-e", ".[cli,emulator,otel,postgres]", "-r", "generator/requirements.txt")
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
    _typescript(session, "types")


@nox.session
def demo(session: nox.Session) -> None:
    """Upload, transcribe and summarise real audio with each client, and show what happened."""
    session.install(".[cli,emulator]")
    _install_group(session, "typescript")
    node = f"--node={TYPESCRIPT}/tools/demo.ts"
    session.run("python", "-m", "bota_emulator.demo", node, *(session.posargs or DEMO_FILES))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into .site/: warnings are errors, links and the reference are checked.

    `-- --refresh`: run the commands of docs/extending.md in a clone and write their output into it.
    """
    _install_group(session, "docs")
    if "--refresh" in session.posargs:
        session.run("python", "-m", "docs.tools.refresh")
        return
    session.install("-e", ".[cli,emulator]", "-r", "generator/requirements.txt")
    shutil.rmtree(ROOT / ".site", ignore_errors=True)
    build = ["python", "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "docs", ".site"]
    session.run(*build)
    session.run("python", "-m", "docs.tools.check", ".site")
    # Those of FastAPI, Django and Celery need what is in no other environment.
    session.run("python", "-m", "pytest", "-q", "--noconftest", "tests/docs/test_apps.py")
    session.log(f"the site is in {ROOT / '.site' / 'index.html'}")


@nox.session
def dist(session: nox.Session) -> None:
    """Build twice and compare, then run the demo from the wheel, with new and old dependencies.

    The npm package is packed beside it, looked at, and installed under each runtime.
    """
    _install_group(session, "dist")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    work = Path(session.create_tmp()).resolve()
    shutil.rmtree(work / "again", ignore_errors=True)
    # The files alone decide what is built: not the day, and not the checkout's history.
    environment = {"SOURCE_DATE_EPOCH": "1580601600"}
    build = ["python", "-m", "build", "--outdir"]
    session.run(*build, "dist", ".", env=environment, silent=True)
    # Once more, the wheel without the detour over the sdist, elsewhere in time and order.
    environment |= {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}
    again = [str(work / "again"), "--sdist", "--wheel", "."]
    session.run(*build, *again, env=environment, silent=True)
    for built in sorted((ROOT / "dist").iterdir()):
        hashes = [
            hashlib.sha256((folder / built.name).read_bytes()).hexdigest()
            for folder in (built.parent, work / "again")
        ]
        print(built.name, hashes[0])
        if hashes[0] != hashes[1]:
            session.error(f"built again, it is {hashes[1]}: the build is not reproducible")

    wheel = next((ROOT / "dist").glob("*.whl"))
    with session.chdir(work):  # and with -I, so that nothing of the checkout is imported
        python = _new_environment(session, work / "clean")
        session.run(python, "-m", "pip", "install", "-q", str(wheel), external=True)
        session.run(
            python, "-I", "-c", "import bota_sdk; print(bota_sdk.__version__)", external=True
        )
        session.run(python, "-m", "pip", "install", "-q", f"{wheel}[emulator]", external=True)
        session.run(python, "-I", "-m", "bota_emulator.demo", *DEMO_FILES, external=True)

        python = _new_environment(session, work / "lowest")
        lowest = _lowest_versions()
        session.log(f"with the lowest allowed versions: {' '.join(lowest)}")
        wanted = [f"{wheel}[cli,emulator]", *lowest]
        session.run(python, "-m", "pip", "install", "-q", *wanted, external=True)
        session.run(python, "-I", "-m", "bota_emulator.demo", *DEMO_FILES, external=True)
        session.run(python, "-I", "-m", "bota_sdk.cli", "--version", external=True)

    session.install("-e", ".[emulator]")
    _install_group(session, "typescript")
    for folder in (f"{TYPESCRIPT}/tools", RUNTIMES):
        _install_npm(session, folder)
    _typescript(session, shlex.join(["pack", str(ROOT / "dist"), DEMO_FILES[0]]))


@nox.session
def release(session: nox.Session) -> None:
    """Make the release `-- 1.2.3` in a clean checkout, and upload nothing.

    Writes version, changelog and the record of tests/last_release; dist/ then has the packages,
    what they bring (CycloneDX), where they come from, and the commands that upload them.
    """
    _install_group(session, "diff", "changelog", "release")
    _install_npm(session, "generator/diff")
    session.run("python", "-m", "generator.release", "prepare", *session.posargs)
    again = [sys.executable, "-m", "nox", "-s", "check", "diff", "compat", "dist"]
    session.run(*again, external=True)

    wheel = next((ROOT / "dist").glob("*.whl"))
    name = str(wheel).removesuffix("-py3-none-any.whl")
    environment = Path(session.create_tmp()).resolve() / "installed"
    shutil.rmtree(environment, ignore_errors=True)
    # Without pip, which is none of what is installed.
    session.run("python", "-m", "venv", "--without-pip", str(environment))
    wanted = f"{wheel}[{','.join(PYPROJECT['project']['optional-dependencies'])}]"
    session.run("python", "-m", "pip", "--python", str(environment), "install", "-q", wanted)
    bill = ["--output-reproducible", "--mc-type=library", "--pyproject=pyproject.toml"]
    target = f"--output-file={name}.cdx.json"
    session.run("cyclonedx-py", "environment", *bill, target, str(environment))
    npm = ["npm", "sbom", "--prefix", TYPESCRIPT, "--omit=dev", "--package-lock-only"]
    with Path(f"{name}.npm.cdx.json").open("w", encoding="utf-8") as file:
        session.run(*npm, "--sbom-format=cyclonedx", stdout=file, stderr=sys.stderr)
    session.run("python", "-m", "generator.release", "finish")


def _new_environment(session: nox.Session, folder: Path) -> str:
    """Make an empty environment and return its interpreter."""
    shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "venv", str(folder))
    return str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")


def _lowest_versions() -> list[str]:
    """Return a pin of each dependency to the lowest version that pyproject.toml allows."""
    project = PYPROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    pins = []
    for requirement in map(Requirement, itertools.chain(*groups)):
        bound = next(item.version for item in requirement.specifier if item.operator == ">=")
        pins.append(f"{requirement.name}=={bound}")
    return pins
