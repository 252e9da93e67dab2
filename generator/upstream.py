"""Runs openapi-python-client, and says in a line for each fault what it refused."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from generator import endpoints, models
from generator.contract import component, line_of, plain
from generator.errors import GenerationError
from generator.facts import ModelFacts, client_auth, model_facts, operation_facts
from generator.naming import tag_attribute
from generator.tools import HERE, TEMPLATES
from generator.webhooks import webhooks_of

_CONSEQUENCE: Final = re.compile("Could not find reference in parsed models|ruff failed")
_DROPPED: Final = ". Endpoint will not be generated."
_OPERATION: Final = re.compile(r"parsing ([A-Z]+) (\S+) within")
_COMPONENT: Final = re.compile(r"/components/(\w+)/([^\s:]+)")
_LONGEST: Final = 400
_OWN_MODULES: Final = ("params.py", "resources.py")
"""Modules beside those of openapi-python-client, made by templates that are ours alone."""

_OBJECT: Final = re.compile(r"<openapi_python_client\S+ object at 0x[0-9a-f]+>")


def run_generator(contract: Path, document: Mapping[str, Any], output: Path) -> None:
    """Let openapi-python-client write its part of the output.

    Args:
        contract: the contract's file.
        document: the contract, in normal form.
        output: a folder that is not there yet.

    Raises:
        GenerationError: it refused something, warned of something, or crashed.

    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), _own_programs_first():
            errors = _build(contract, document, output)
    except Exception as error:
        raise GenerationError(
            f"{contract.name}: openapi-python-client crashed: {type(error).__name__}: {error}"
        ) from error
    if errors:
        lines = dict.fromkeys(explain(contract.name, document, errors))
        raise GenerationError("\n".join(lines))


def _build(contract: Path, document: Mapping[str, Any], output: Path) -> Sequence[GeneratorError]:
    config = Config.from_sources(
        ConfigFile.load_from_path(HERE / "config.yaml"),
        MetaType.NONE,
        contract,
        file_encoding="utf-8",
        overwrite=False,
        output_path=output,
    )
    endpoints.widen()
    data = GeneratorData.from_dict(plain({**document, "openapi": "3.1.0"}), config=config)
    if isinstance(data, GeneratorError):
        return [data]
    endpoints.complete(data, document)
    known, unions = model_facts(document), endpoints.discriminators(document)
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    originals = PrefixLoader({"upstream": PackageLoader("openapi_python_client")})
    project.env.loader = ChoiceLoader([project.env.loader or originals, originals])
    for module in (models, endpoints):
        project.env.globals.update({n: each for n, each in vars(module).items() if callable(each)})
    project.env.globals.update(
        auth=client_auth(document),
        class_modules=dict(_class_modules(data)),
        facts=operation_facts(document),
        models=defaultdict(ModelFacts, known),
        tag_attribute=tag_attribute,
        kind_of=partial(models.kind_of, unions=unions),
        field_kind=partial(models.field_kind, unions=unions),
    )
    errors = project.build()
    if not errors:
        for name in _OWN_MODULES:
            source = project.env.get_template(f"ours/{name}.jinja").render()
            (output / name).write_text(source, "utf-8")
        if hooks := webhooks_of(document):
            source = project.env.get_template("ours/webhooks.py.jinja").render(hooks=hooks)
            (output / "webhooks.py").write_text(source, "utf-8")
    return errors


def _class_modules(data: GeneratorData) -> Iterator[tuple[str, str]]:
    for model in data.models:
        yield str(model.class_info.name), model.class_info.module_name
    for enum in data.enums:
        for name in (enum.class_info.name, f"{enum.class_info.name}Literal"):
            yield str(name), enum.class_info.module_name


def tidy(output: Path) -> None:
    """Sort imports and format, as the generator did before other files were written or changed.

    Raises:
        GenerationError: ruff refuses what was written.

    """
    with _own_programs_first():
        for command in ConfigFile.load_from_path(HERE / "config.yaml").post_hooks or []:
            done = subprocess.run(
                shlex.split(command), cwd=output, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise GenerationError(f"`{command}` failed: {done.stderr.strip()}")


@contextlib.contextmanager
def _own_programs_first() -> Iterator[None]:
    """Let ruff be found beside this interpreter: its absence would only be a warning."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def explain(
    name: str, document: Mapping[str, Any], errors: Sequence[GeneratorError]
) -> Iterator[str]:
    """Yield a line for each fault, without those that only follow from another one.

    Args:
        name: the contract's file.
        document: the contract.
        errors: what openapi-python-client found.

    """
    roots = [error for error in errors if not _CONSEQUENCE.search(f"{error.header} {error.detail}")]
    for error in roots or errors:
        detail = (error.detail or "").split("\n\nFailure to process schema")[0]
        words = _OBJECT.sub("…", " ".join(f"{error.header} {detail}".split()))
        shown = words.removeprefix("WARNING parsing ").replace(_DROPPED, ":")[:_LONGEST]
        yield f"{name}{_line_in(document, words)}: openapi-python-client: {shown}"


def _line_in(document: Mapping[str, Any], words: str) -> str:
    """Return `:line` of the operation or the component that a message names, or nothing."""
    if found := _OPERATION.search(words):
        method, path = found[1].lower(), found[2]
        if method in document["paths"].get(path, ()):
            return f":{line_of(document['paths'][path], method)}"
    if found := _COMPONENT.search(words):
        named = component(document, found[1])
        if found[2] in named:
            return f":{line_of(named, found[2])}"
    return ""
