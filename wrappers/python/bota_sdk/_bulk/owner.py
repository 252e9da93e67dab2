"""Whose a journal is: a service's, and there the project's that a key is of."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import Final

from bota_sdk._bulk.database import JournalFile
from bota_sdk._shared.redact import Secret
from bota_sdk._upload.runtime import Runtime
from bota_sdk.errors import JournalError, NotFoundError, PermissionDeniedError

_LATEST: Final = (
    "SELECT recording_id FROM items WHERE recording_id IS NOT NULL OR create_key IS NOT NULL "
    "ORDER BY recording_id IS NULL, id DESC LIMIT 5"
)


def bind(file: JournalFile, runtime: Runtime, *, may_ask: bool) -> None:
    """Bind a journal to the service and the project of a client.

    A key is kept as a salted hash. Another key may be a new one of the same project: the service
    knows the recordings of the journal then, if it may be asked. Device tokens are too short-lived
    to have a name of their own, and an upload token names one recording, as its items do.

    Raises:
        JournalError: it is of another service or project.

    """
    settings = runtime.settings
    kind = settings.key_kind
    mode = "device" if kind == "dtok" else _mode(settings.api_key)
    with file.transaction() as db:
        db.execute(
            "INSERT OR IGNORE INTO meta "
            "VALUES ('service', ?), ('salt', lower(hex(randomblob(16))))",
            (settings.base_url,),
        )
        meta = dict(db.execute("SELECT name, value FROM meta").fetchall())
        if meta["service"] != settings.base_url:
            raise JournalError(
                f"{file.name} is of uploads to {meta['service']}, not to {settings.base_url}; "
                "give each service a journal of its own"
            )
        if kind == "up":
            return
        key = "key " + ("dtok" if kind == "dtok" else _hash(meta["salt"], settings.api_key))
        if key in meta:
            return
        latest = db.execute(_LATEST).fetchall()
        if not latest and not db.execute("SELECT 1 FROM runs").fetchone():
            # A run whose key was refused, perhaps, has bound it, and has done nothing.
            db.execute("DELETE FROM meta WHERE name LIKE 'key %'")
            db.execute("INSERT INTO meta VALUES (?, ?)", (key, mode))
            return
    modes = {value for name, value in meta.items() if name.startswith("key ")}
    if mode not in modes:
        raise JournalError(
            f"{file.name} is of uploads with a {' or '.join(modes)} key, and this is a {mode} key; "
            "give each of them a journal of its own"
        )
    if may_ask and not any(row[0] and _is_known(runtime, row[0]) for row in latest):
        raise JournalError(
            f"{file.name} was kept with another key, whose recordings this key does not find: it "
            "is of another project, or may not read. Give each project a journal of its own"
        )
    with file.transaction() as db:
        db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (key, mode))


def _mode(key: Secret) -> str:
    # Of all that can stand there, only these words are no secret.
    found = re.match("[rs]k_(live|test)_", key.reveal())
    return found[1] if found else "nameless"


def _hash(salt: str, key: Secret) -> str:
    # 64 bits tell keys apart, and are less than a key holds.
    return hashlib.sha256(f"{salt} {key.reveal()}".encode()).hexdigest()[:16]


def _is_known(runtime: Runtime, recording_id: str) -> bool:
    with suppress(NotFoundError, PermissionDeniedError):
        return bool(runtime.api.recordings.get(recording_id).id)
    return False
