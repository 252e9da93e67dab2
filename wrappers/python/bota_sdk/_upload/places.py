"""Where audio is that is not on this disk: objects of a bucket, and files that fsspec opens."""

from __future__ import annotations

import errno
import functools
import glob
import re
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from typing import Any, Final, Protocol

import attrs

from bota_sdk._shared.cancel import stop_if_asked
from bota_sdk._shared.redact import hides_arguments, redact
from bota_sdk._storage.hashing import CHUNK
from bota_sdk.errors import BotaError, ConfigurationError, SourceError

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # a drive of Windows has one letter

_CLOUD: Final = frozenset({"s3", "gs", "az"})
"""What obstore opens: a bucket or a container, then the object's key as it is, unquoted."""

_HEAD: Final = 4096
"""Bytes that the first request brings: enough to know the audio by."""

_BLOCK: Final = 1 << 20
"""Bytes that a file system of fsspec may read ahead; some take 50 MiB when nobody says so."""

_TAGS: Final = (
    *("ETag", "etag", "generation", "version_id", "VersionId", "md5Hash", "mtime", "LastModified"),
    *("last_modified", "modified", "last_write_time", "updated", "created"),
)
"""Names in fsspec for what differs between two contents of one file; the surest first."""

_TYPES: Final = ("ContentType", "contentType", "content_type", "mimetype")

_A_FOLDER: Final = "it is a folder; list_urls lists what is in it"

REFUSED: Final = frozenset({"PermissionDeniedError", "UnauthenticatedError", "PermissionError"})


def is_url(given: object) -> bool:
    """Return whether a source is the URL of something elsewhere, and no path of this machine."""
    return isinstance(given, str) and _URL.match(given) is not None


def shown_url(url: str) -> str:
    """Return a URL without the password in it, as it may be shown and kept."""
    # What stands alone before the host of a web page is a token, and no user's name.
    shown = re.sub(r"^(https?://)[^/]*@", r"\1", url, flags=re.IGNORECASE)
    shown = re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1@", shown)
    return shown.encode("utf-8", "backslashreplace").decode()


def url_of(source: Any) -> str | None:
    """Return the URL of a source, or of a file or path of fsspec; None for what has none."""
    if isinstance(source, str):
        return source if is_url(source) else None
    fs: Any = getattr(source, "fs", None)
    path: Any = getattr(source, "path", None)
    if not isinstance(path, str) or not callable(getattr(fs, "info", None)):
        return None
    if getattr(source, "compression", None) is not None:
        return None  # its bytes are others than the file's
    text = str(source)
    url: str = text if is_url(text) else fs.unstrip_protocol(path)
    return None if url.startswith(("file://", "local://")) else url


def list_urls(place: str, *, recursive: bool = True) -> Iterator[str]:
    """Yield the URLs of what is in a bucket or a remote folder, as it is listed.

    Args:
        place: a URL that ends in `/` (all that is in it), or one with `*`, `?`, `[…]` or `**` in
            what follows the bucket or the host, such as `s3://calls/2026/**/*.wav`.
        recursive: whether a place that ends in `/` has its folders listed too.

    Raises:
        ValueError: the place is no URL, or a pattern begins before the first `/` of the path.
        ConfigurationError: the library that opens it is not installed.
        SourceError: it cannot be listed.

    """
    if not is_url(place):
        raise ValueError(f"{place!r} is no URL; glob.iglob lists what is on this machine")
    if not glob.has_magic(place):
        place = place.rstrip("/") + ("/**" if recursive else "/*")
    top = re.split(r"[*?[]", place, maxsplit=1)[0].rpartition("/")[0]
    if not _URL.match(top):
        raise ValueError(f"{shown_url(place)!r}: a pattern begins after the bucket or the host")
    folder, matches = place_at(top), _regex(shown_url(place)).fullmatch
    with explained(folder.url):
        for url in folder.below():
            stop_if_asked()
            if matches(url):
                yield url


def _regex(pattern: str) -> re.Pattern[str]:
    def one(found: re.Match[str]) -> str:
        wild = found[0]
        if len(wild) > 1 and wild.startswith("["):
            among = wild[1:-1].replace("\\", r"\\").replace("^", r"\^")
            return f"[{among.replace('!', '^', among.startswith('!'))}]"
        known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        return known.get(wild) or re.escape(wild)

    try:
        return re.compile(re.sub(r"\*\*/|\*\*|[*?]|\[!?[^]]+\]|(?s:.)", one, pattern), re.DOTALL)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no pattern: {error}") from None


def place_of(source: Any) -> Place | None:
    """Return where a source is, if it is a URL, or a file or path of fsspec; else None."""
    url = url_of(source)
    if url is None or isinstance(source, str):
        return None if url is None else place_at(url)
    # A file that was read from already is taken from where it stands.
    if callable(getattr(source, "tell", None)) and source.tell():
        return None
    shown = shown_url(url)
    return _File(shown.partition("?")[0] if has_query(url) else shown, source.fs, source.path)


@attrs.frozen
class Found:
    """What a look at something says: `tag` is another one where the contents are others."""

    size: int
    tag: str | None
    content_type: str | None = attrs.field(default=None, eq=False)


class Place(Protocol):
    """Something elsewhere, whose `url` may be shown. What its methods raise is the library's."""

    @property
    def url(self) -> str: ...

    def look(self) -> Found: ...
    def begin(self) -> tuple[Found, bytes]: ...
    def open(self, found: Found, start: int) -> Any: ...
    def below(self) -> Iterator[str]: ...


def has_query(url: str) -> bool:
    """Return whether a URL is a web page's with a query, which may be a signature."""
    return re.match(r"https?://[^?]*\?", url, re.IGNORECASE) is not None


@hides_arguments
def check_kept(source: str) -> None:
    """Raise SourceError for a URL whose query may be a signature, which no journal may keep."""
    if has_query(source):
        raise SourceError(
            f"{shown_url(source).partition('?')[0]!r} has a query, which may be a signature that "
            "no journal may keep; open it yourself, and give the file with a key"
        )


def place_at(url: str) -> Place:
    scheme = url.partition("://")[0].lower()
    if scheme in _CLOUD:
        bucket, _, key = url.partition("://")[2].partition("/")
        if "@" in bucket or ":" in bucket:
            raise SourceError(
                f"{shown_url(url)!r}: obstore takes credentials from the environment, not the URL"
            )
        if not bucket or {"", ".", ".."} & set(key.split("/")[:-1]):
            raise SourceError(f"{url!r} has an empty part, or one that is '.' or '..'")
        return _Object(url, _store(f"{scheme}://{bucket}"), key)
    if scheme == "file":
        raise SourceError(f"{url!r} is a file of this machine: give its path")
    check_kept(url)
    fsspec = _library("fsspec", f"{scheme}:// is opened by fsspec: pip install fsspec")
    try:
        fs, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise ConfigurationError(f"{shown_url(url)!r}: {error}") from None
    except Exception as error:
        raise source_error(shown_url(url), error) from None
    return _File(shown_url(url), fs, path)


def _library(name: str, missing: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ConfigurationError(missing) from None


@functools.lru_cache(maxsize=32)
def _store(bucket: str) -> Any:
    missing = 's3://, gs:// and az:// are opened by obstore: pip install "bota-sdk[cloud]"'
    store = _library("obstore.store", missing)
    with explained(bucket):
        return store.from_url(bucket)


@attrs.frozen
class _Object:
    url: str
    _store: Any
    _key: str

    def look(self) -> Found:
        meta = self._store.head(self._key)
        return Found(meta["size"], meta["e_tag"] or meta["version"])

    def begin(self) -> tuple[Found, bytes]:
        if not self._key or self._key.endswith("/"):
            raise IsADirectoryError(errno.EISDIR, _A_FOLDER)
        try:
            first = self._store.get(self._key, options={"range": (0, _HEAD)})
        except Exception:
            found = self.look()
            if found.size:
                raise
            return found, b""  # of an empty object S3 refuses every range
        meta, kind = first.meta, first.attributes.get("Content-Type")
        return Found(meta["size"], meta["e_tag"] or meta["version"], kind), bytes(first.bytes())

    def open(self, found: Found, start: int) -> Any:
        # What S3 sends of one GET is of one version; If-Match lets another GET go on with that one.
        options = {"range": {"offset": start}, **({"if_match": found.tag} if found.tag else {})}
        return _Stream(self._store.get(self._key, options=options).stream(min_chunk_size=CHUNK))

    def below(self) -> Iterator[str]:
        bucket = self.url.removesuffix(self._key).rstrip("/")
        for page in self._store.list(self._key or None, chunk_size=1000):
            for meta in page:
                yield f"{bucket}/{meta['path']}"


class _Stream:
    """What a store sends, as a file that is read from its beginning to its end."""

    def __init__(self, chunks: Any) -> None:
        self._chunks, self._rest = iter(chunks), memoryview(b"")

    def read(self, count: int) -> bytes:
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        chunk, self._rest = self._rest[:count], self._rest[count:]
        return bytes(chunk)

    def close(self) -> None:
        self._chunks = iter(())


@attrs.frozen
class _File:
    url: str
    _fs: Any
    _path: str

    def look(self) -> Found:
        self._fs.invalidate_cache(self._path)
        known = self._fs.info(self._path)
        if known.get("type") == "directory":
            raise IsADirectoryError(errno.EISDIR, _A_FOLDER)
        if known["size"] is None:
            raise ValueError("nobody says how many bytes it has")
        tag = next((str(known[name]) for name in _TAGS if known.get(name)), None)
        kind = next((str(known[name]) for name in _TYPES if known.get(name)), None)
        return Found(known["size"], tag, kind)

    def begin(self) -> tuple[Found, bytes]:
        found = self.look()
        with closing(self.open(found, 0)) as file:
            return found, file.read(_HEAD)

    def open(self, found: Found, start: int) -> Any:  # noqa: ARG002 - fsspec has no If-Match
        file = self._fs.open(self._path, "rb", block_size=_BLOCK)
        if start:
            file.seek(start)
        return file

    def below(self) -> Iterator[str]:
        for folder, _, names in self._fs.walk(self._path, on_error="raise"):
            for name in names:
                path = f"{folder.rstrip('/')}/{name}"
                yield self.url + path.removeprefix(self._path.rstrip("/"))


@contextmanager
def explained(url: str) -> Generator[None]:
    try:
        yield
    except BotaError:
        raise
    except Exception as error:
        found = source_error(url, error)
        raise found from found.__cause__


def source_error(url: str, error: Exception) -> SourceError:
    """Return an error in our own words, or in the first ones of a library's.

    Whole, they are pages long, and a server's own words stand in them.
    """
    cause = None
    if isinstance(error, FileNotFoundError):
        reason = "there is nothing of that name"
        cause = FileNotFoundError(errno.ENOENT, reason)
    elif type(error).__name__ in REFUSED:
        reason = "access is refused to the credentials of this process"
    else:
        text = getattr(error, "strerror", None) or str(error) or type(error).__name__
        line = text.split("\n", 1)[0].partition("<?xml")[0]
        reason = redact(shown_url(line))[:300].rstrip(" :")
    found = SourceError(f"{url!r} cannot be read: {reason}")
    found.__cause__ = cause
    return found
