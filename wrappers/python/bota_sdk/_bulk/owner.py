"""Whose a journal is: a service's, and there the project's that a key is of."""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import suppress
from typing import Final

from bota_sdk._bulk.store import Store
from bota_sdk._shared.redact import Secret
from bota_sdk._upload.runtime import Runtime
from bota_sdk.errors import JournalError, NotFoundError, PermissionDeniedError

_LATEST: Final = (
    "SELECT recording_id FROM bota_items WHERE recording_id IS NOT NULL OR create_key IS NOT NULL "
    "ORDER BY recording_id IS NULL, id DESC LIMIT 5"
)


def bind(store: Store, runtime: Runtime, *, may_ask: bool) -> None:
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
    salt, insert = (
        secrets.token_hex(16),
        "INSERT INTO bota_meta VALUES (?, ?) ON CONFLICT DO NOTHING",
    )

    def work() -> tuple[str, set[str], list[str | None]] | None:
        store.lock("meta")
        store.execute(insert, "service", settings.base_url)
        store.execute(insert, "salt", salt)
        meta = {row["name"]: row["value"] for row in store.rows("SELECT * FROM bota_meta")}
        if meta["service"] != settings.base_url:
            raise JournalError(
                f"{store.name} is of uploads to {meta['service']}, not to {settings.base_url}; "
                "give each service a journal of its own"
            )
        if kind == "up":
            return None
        key = "key " + ("dtok" if kind == "dtok" else _hash(meta["salt"], settings.api_key))
        if key in meta:
            return None
        latest = [row["recording_id"] for row in store.rows(_LATEST)]
        if not latest and not store.rows("SELECT 1 FROM bota_runs"):
            # A run whose key was refused, perhaps, has bound it, and has done nothing.
            store.execute("DELETE FROM bota_meta WHERE name LIKE 'key %'")
            store.execute(insert, key, mode)
            return None
        modes = {value for name, value in meta.items() if name.startswith("key ")}
        return key, modes, latest

    unknown = store.transact(work)
    if unknown is None:
        return
    key, modes, latest = unknown
    if mode not in modes:
        raise JournalError(
            f"{store.name} is of uploads with a {' or '.join(modes)} key, and this is a {mode} "
            "key; give each of them a journal of its own"
        )
    if may_ask and not any(each and _is_known(runtime, each) for each in latest):
        raise JournalError(
            f"{store.name} was kept with another key, whose recordings this key does not find: it "
            "is of another project, or may not read. Give each project a journal of its own"
        )
    store.execute(insert, key, mode)


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
