"""Contains some shared types for properties"""

from collections.abc import Mapping, MutableMapping
from typing import IO, Any, ClassVar, Generic, Literal, TypeVar, final

from attrs import define, field


@final
class Unset:
    """The type of UNSET, which stands for a value that was left out. There is one instance."""

    _instance: ClassVar["Unset | None"] = None

    def __new__(cls) -> "Unset":
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> Literal[False]:
        return False

    def __copy__(self) -> "Unset":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Unset":
        return self

    def __reduce__(self) -> str:
        return "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: FileContent
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: int
    # It may hold a signed URL.
    content: bytes = field(repr=lambda content: f"<{len(content)} bytes>")
    headers: MutableMapping[str, str]
    parsed: T | None


def expect_success(response: Response[Any], operation: str) -> None:
    """Make sure that a response without content is a success."""
    if not 200 <= response.status_code < 300:
        raise TypeError(f"{operation} got the status {response.status_code}, which is no success")


def expect(response: Response[Any], kind: type[T], operation: str) -> T:
    """Return what a response holds when it is of the success type, else raise a TypeError."""
    if isinstance(response.parsed, kind):
        return response.parsed
    raise TypeError(f"{operation} got the status {response.status_code} without a {kind.__name__}")


def expect_value(response: Response[Any], statuses: tuple[int, ...], operation: str) -> Any:
    """Return what a response of one of the success's statuses holds, else raise a TypeError."""
    if response.status_code in statuses:
        return response.parsed
    raise TypeError(f"{operation} got the status {response.status_code}, which is no success")


__all__ = [
    "UNSET",
    "File",
    "FileContent",
    "FileTypes",
    "RequestFiles",
    "Response",
    "Unset",
    "expect",
    "expect_success",
    "expect_value",
]
