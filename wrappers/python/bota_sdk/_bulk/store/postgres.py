"""A journal in a PostgreSQL database, which runs on any number of machines share. Needs psycopg 3.

Nothing is kept in a session: each transaction is whole in itself, as a pooler like PgBouncer wants
it (PgBouncer: "Features", transaction pooling).
"""

from __future__ import annotations

import random
import re
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import lru_cache
from typing import Any, Final, TypeAlias

from bota_sdk._bulk.store import (
    LISTED,
    Access,
    NoJournalError,
    Row,
    T,
    check_format,
    missing_steps,
    version,
)
from bota_sdk._shared import waiting
from bota_sdk._shared.redact import Secret, redact
from bota_sdk._shared.retry import BACKOFF_BASE, backoff
from bota_sdk.errors import ConfigurationError, JournalError

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
    from psycopg.rows import dict_row
except ImportError as error:
    raise ConfigurationError(
        'a journal in PostgreSQL needs psycopg 3: pip install "bota-sdk[postgres]"'
    ) from error

PATIENCE: Final = 60.0
"""Seconds in which a database that went away is waited for."""

MAX_CONNECTIONS: Final = 8
"""Transactions of a process at a time, beside its signs of life."""

_OPTIONS: Final[Mapping[str, str | int]] = {
    "application_name": "bota-sdk",
    "connect_timeout": 10,  # seconds
    # A machine that is gone says nothing: libpq notices within a lease.
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 14_000,  # milliseconds
}
"""What the URL does not say otherwise (PostgreSQL: "Parameter Key Words")."""

# Each statement sees what was committed before it, whatever a database has as its default: what is
# read behind a lock is no older than the lock. And a process that was stopped in the midst of a
# transaction holds up nobody for longer.
_BEGIN: Final = (
    b"BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = '10s'"
)

_TYPES: Final = {"id": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytes": "BYTEA"}

_MAKING: Final = (
    # Here, and not in each query: whoever has to can set another clock.
    """
    CREATE FUNCTION journal_now() RETURNS DOUBLE PRECISION LANGUAGE SQL VOLATILE
    AS 'SELECT extract(epoch FROM clock_timestamp())::DOUBLE PRECISION'
    """,
    # Each item is written about eight times: room in the same page spares its index entries, and
    # what is left of it is swept before it is a fifth of the table.
    "ALTER TABLE bota_items SET (fillfactor=70, autovacuum_vacuum_scale_factor=0.02)",
    "ALTER TABLE bota_runs SET (fillfactor=50)",
)

# As arrays, in binary: a tenth of the CPU that as many values as fields take.
_INSERT: Final = (
    f"INSERT INTO bota_items ({LISTED}) SELECT * FROM unnest("  # noqa: S608 - our own names
    "%b::BYTEA[], %b::TEXT[], %b::TEXT[], %b::BYTEA[], %b::TEXT[], %b::TEXT[]) "
    "ON CONFLICT DO NOTHING"
).encode()

_Connection: TypeAlias = "psycopg.Connection[dict[str, Any]]"


class PostgresStore:
    """A journal in a database. See `Store`.

    Args:
        url: as libpq has it; what it leaves out comes from where libpq looks for it.
        access: what may be done to its tables.
        patience: seconds in which the database is waited for when it goes away.

    """

    is_shared, for_update, skip_locked = True, " FOR UPDATE", " FOR UPDATE SKIP LOCKED"

    def __init__(
        self, url: Secret, access: Access = "make", *, patience: float | None = None
    ) -> None:
        shown = shown_url(url)
        self.name = f"the journal {shown!r}"
        self._conninfo = _conninfo(url)
        self.on_wait: Callable[[str, float], object] | None = None
        self._patience = 0.0  # the first time: an URL may be wrong
        self._away_since: float | None = None
        self._idle: deque[_Connection] = deque()
        self._places = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._here = threading.local()
        try:
            self.format = self.transact(self._found)
            if not self.format and access != "make":
                raise NoJournalError(f"there is no journal {shown!r}")
            if self.format != version() and access != "read":
                self.transact(self._make)
        except BaseException:
            self.close()
            raise
        self._patience = PATIENCE if patience is None else patience

    def transact(self, work: Callable[[], T], *, is_urgent: bool = False) -> T:
        """Do all of the work or none, again where a connection broke. See `Store`."""
        if self._current is not None:
            return work()
        attempt = 0
        while True:
            try:
                with self._transaction(is_urgent=is_urgent):
                    result = work()
            except psycopg.Error as error:
                reason, attempt = redact(" ".join(str(error).split())), attempt + 1
                # Deadlocks and a server that is about to stop are errors of these kinds too.
                is_lost = isinstance(error, psycopg.OperationalError | psycopg.InternalError)
                self.close()  # what the others are connected to may be gone too
                may_wait = is_lost and not is_urgent and self._may_wait(reason)
            else:
                self._away_since = None
                return result
            if not may_wait:
                # Out here, without the frames of psycopg, which know the password.
                raise self._failure(reason, is_lost=is_lost)
            waiting.wait_blocking(backoff(attempt, random.random))

    def rows(self, query: str, *values: Any) -> Sequence[Row]:
        """Return what a query finds."""
        connection = self._current
        if connection is None:
            return self.transact(lambda: self.rows(query, *values))
        return connection.execute(_translated(query), values).fetchall()

    def execute(self, statement: str, *values: Any) -> int:
        """Run a statement, and return how many rows it has changed."""
        connection = self._current
        if connection is None:
            return self.transact(lambda: self.execute(statement, *values))
        return connection.execute(_translated(statement), values).rowcount

    def insert(self, items: Sequence[tuple[Any, ...]]) -> int:
        """Insert items that are not known yet, in a transaction; return how many that are."""
        connection = self._current
        assert connection is not None
        columns = [[*values] for values in zip(*items, strict=True)]
        return connection.execute(_INSERT, columns).rowcount if items else 0

    def lock(self, words: str) -> None:
        """Let nobody else hold the same words until the transaction ends."""
        self.rows(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' bota ' || ?, 0))",
            words,
        )

    def close(self) -> None:
        """Close all connections."""
        with suppress(IndexError):  # other threads take and close them too
            while True:
                self._idle.pop().close()

    @property
    def _current(self) -> _Connection | None:
        """The connection whose transaction this thread is in."""
        return getattr(self._here, "connection", None)

    @contextmanager
    def _transaction(self, *, is_urgent: bool) -> Generator[None]:
        place: AbstractContextManager[object] = nullcontext() if is_urgent else self._places
        with place:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = _connect(self._conninfo)
            try:
                connection.execute(_BEGIN)
                self._here.connection = connection
                yield
                connection.execute(b"COMMIT")
            except BaseException:
                with suppress(psycopg.Error):
                    connection.execute(b"ROLLBACK")
                raise
            finally:
                self._here.connection = None
                if connection.closed or connection.info.transaction_status:
                    connection.close()
                else:
                    self._idle.append(connection)

    def _may_wait(self, reason: str) -> bool:
        now = waiting.monotonic()
        since = self._away_since
        if since is None:
            self._away_since = since = now
            if self.on_wait is not None:
                self.on_wait(f"{self.name} cannot be reached: {reason}", BACKOFF_BASE)
        return now - since < self._patience

    def _failure(self, reason: str, *, is_lost: bool) -> JournalError:
        if is_lost and self._patience:
            return JournalError(
                f"{self.name} could not be reached for {self._patience:.0f} seconds: {reason}. "
                "What it holds is kept; run the same again when its database is back"
            )
        what = "used" if self._patience else "opened"
        return JournalError(f"{self.name} cannot be {what}: {reason}. What it holds is kept")

    def _make(self) -> None:
        # One makes the tables, or brings them up to date, and the others wait for it.
        self.lock("format")
        found, self.format = self._found(), version()
        for statement in missing_steps(found, self.format):
            self.execute(statement.format(**_TYPES))
        for statement in () if found else _MAKING:
            self.execute(statement)
        self.execute(
            "INSERT INTO bota_meta VALUES ('format', ?) "
            "ON CONFLICT (name) DO UPDATE SET value=excluded.value",
            str(self.format),
        )

    def _found(self) -> int:
        """Return the format of the tables; 0 if there are none yet."""
        # Not to_regclass, whose cache may not know yet what another session has just committed.
        if not self.rows(
            "SELECT FROM pg_tables WHERE tablename = 'bota_meta' "
            "AND schemaname = ANY (current_schemas(false))"
        ):
            return 0
        found = self.rows("SELECT value FROM bota_meta WHERE name='format'")
        if not found:
            raise JournalError(
                f"{self.name} has another program's tables; give it a schema of its own "
                "(…?options=-csearch_path%3Dname)"
            )
        return check_format(self.name, int(found[0]["value"]))


def shown_url(url: Secret) -> str:
    """Return where a database is, without what could be a password in a URL of any form."""
    # A password that is not quoted as it should be may hold any of these marks, and one may stand
    # among the parameters: where that is possible, nothing is shown.
    place, mark, parameters = re.split("([?&#]|$)", url.reveal().partition("://")[2], maxsplit=1)
    is_doubtful = mark and "@" in parameters
    return f"postgresql://{'…' if is_doubtful else place.rpartition('@')[2]}"


def _conninfo(url: Secret) -> Secret:
    try:
        given = conninfo_to_dict(url.reveal())
        # A part of a password that is not quoted would be looked up as a host, and shown.
        if "@" not in f"{given.get('host')}{given.get('dbname')}":
            missing = {name: _OPTIONS[name] for name in _OPTIONS if name not in given}
            return Secret(make_conninfo(url.reveal(), **missing))
    except psycopg.Error:
        pass  # what libpq says of it may quote the password
    raise ConfigurationError(
        f"{shown_url(url)!r} is no URL of a PostgreSQL database: signs such as @, / and % in a "
        "password are written as %40, %2F and %25"
    )


def _connect(conninfo: Secret) -> _Connection:
    # No statement is prepared: a pooler's next transaction may be in another session.
    return psycopg.Connection[dict[str, Any]].connect(
        conninfo.reveal(), autocommit=True, prepare_threshold=None, row_factory=dict_row
    )


@lru_cache(256)
def _translated(statement: str) -> bytes:
    return statement.replace("%", "%%").replace("?", "%s").encode()
