"""Reads the bytes behind a download URL, with the standard library and without the API key."""

from __future__ import annotations

import http.client
import re
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast
from urllib.error import HTTPError, URLError

from bota_sdk import InvalidResponseError, StorageConnectionError, StorageError
from bota_sdk._settings import why_not_safe
from bota_sdk._upload.source import CHUNK


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: Any
    ) -> None:
        """Follow none: the URL is signed for one place."""


@contextmanager
def opened(url: str, timeout: float) -> Generator[BinaryIO]:
    """Give the stream of bytes of a signed URL.

    Args:
        url: the download URL.
        timeout: seconds in which the storage must send something.

    Raises:
        InvalidResponseError: the URL is not safe to use.
        StorageError: the storage refused.
        StorageConnectionError: it gave no answer.

    """
    problem = why_not_safe(url)
    if problem is not None:
        raise InvalidResponseError(f"the download URL {problem}")
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        answer = opener.open(url, timeout=timeout)
    except HTTPError as error:
        raise _refusal(error) from None
    except URLError as error:
        raise StorageConnectionError(f"the storage gave no answer: {error.reason}") from None
    except (OSError, http.client.HTTPException) as error:
        raise _broken(error) from None
    with answer:
        yield cast("BinaryIO", answer)


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a stream to its end.

    Raises:
        StorageConnectionError: the connection broke.

    """
    while True:
        try:
            chunk = stream.read(CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise _broken(error) from None
        if not chunk:
            return
        yield chunk


def _broken(error: Exception) -> StorageConnectionError:
    reason = str(error) or type(error).__name__
    return StorageConnectionError(f"the download broke off: {reason}; try again")


def _refusal(error: HTTPError) -> StorageError:
    body = error.read(10_000).decode("utf-8", "replace")
    found = re.search(r"<Code>(\w+)</Code>", body)
    code = found.group(1) if found else None
    if error.code in (301, 302, 303, 307, 308):
        text = f"the storage redirects the download ({error.code}), which is not followed"
    else:
        text = f"the storage refused the download: {error.code} {code or error.reason}"
    return StorageError(text, status_code=error.code, code=code, message=str(error.reason))
