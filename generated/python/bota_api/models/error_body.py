from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..writing import write_fields as _write_fields

if TYPE_CHECKING:
    from ..models.error_details import ErrorDetails

T = TypeVar("T", bound="ErrorBody")


@_attrs_define
class ErrorBody:
    """Three forms occur: `code` with `details`, `code` with `param` and `request_id`, and `type`.

    Attributes:
        message (str): What went wrong, for people.
        code (str | Unset): What went wrong, for programs, such as `invalid_request`.
        type_ (str | Unset): What went wrong, in the form that has no `code`.
        details (ErrorDetails | Unset): More about what went wrong.
        param (None | str | Unset): The field or parameter that is wrong.
        request_id (None | str | Unset): Names the request to the service's support, `req_...`.
    """

    message: str
    code: str | Unset = UNSET
    type_: str | Unset = UNSET
    details: ErrorDetails | Unset = UNSET
    param: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(
        init=False, factory=dict, repr=lambda found: str([*found])
    )

    def to_dict(self) -> dict[str, Any]:
        return _write_fields(self, _NAMES)

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.error_details import ErrorDetails  # noqa: PLC0415

        d_ = dict(src_dict)
        message = d_.pop("message")

        code = d_.pop("code", UNSET)

        type_ = d_.pop("type", UNSET)

        _details = d_.pop("details", UNSET)
        details: ErrorDetails | Unset
        if isinstance(_details, Unset):
            details = UNSET
        else:
            details = ErrorDetails.from_dict(_details)

        def _parse_param(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        param = _parse_param(d_.pop("param", UNSET))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d_.pop("request_id", UNSET))

        made_ = cls(
            message=message,
            code=code,
            type_=type_,
            details=details,
            param=param,
            request_id=request_id,
        )

        made_.additional_properties = d_
        return made_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


_NAMES: dict[str, str] = {
    "message": "message",
    "code": "code",
    "type_": "type",
    "details": "details",
    "param": "param",
    "request_id": "request_id",
}
