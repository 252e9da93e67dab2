"""The models of the contract: what its operations take and return."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .audio_content_type import AudioContentType, AudioContentTypeLiteral
    from .bind_device_request import BindDeviceRequest
    from .complete_upload_request import CompleteUploadRequest
    from .create_device_request import CreateDeviceRequest
    from .create_end_user_request import CreateEndUserRequest
    from .create_recording_request import CreateRecordingRequest
    from .create_summary_request import CreateSummaryRequest
    from .create_transcription_request import CreateTranscriptionRequest
    from .create_upload_url_request import CreateUploadUrlRequest
    from .device import Device
    from .device_binding import DeviceBinding
    from .device_metadata import DeviceMetadata
    from .device_model import DeviceModel, DeviceModelLiteral
    from .device_page import DevicePage
    from .device_settings import DeviceSettings
    from .download_url import DownloadUrl
    from .end_user import EndUser
    from .end_user_metadata import EndUserMetadata
    from .end_user_page import EndUserPage
    from .error_body import ErrorBody
    from .error_details import ErrorDetails
    from .error_response import ErrorResponse
    from .media_type import MediaType, MediaTypeLiteral
    from .recording import Recording
    from .recording_event import RecordingEvent
    from .recording_event_data import RecordingEventData
    from .recording_media import RecordingMedia
    from .recording_metadata import RecordingMetadata
    from .recording_page import RecordingPage
    from .recording_search_result import RecordingSearchResult
    from .recording_search_results import RecordingSearchResults
    from .recording_source import RecordingSource, RecordingSourceLiteral
    from .recording_status import RecordingStatus, RecordingStatusLiteral
    from .search_recordings_request import SearchRecordingsRequest
    from .service_health import ServiceHealth
    from .summary import Summary
    from .summary_event import SummaryEvent
    from .summary_page import SummaryPage
    from .summary_provider import SummaryProvider, SummaryProviderLiteral
    from .summary_status import SummaryStatus, SummaryStatusLiteral
    from .summary_template import SummaryTemplate, SummaryTemplateLiteral
    from .transcription import Transcription
    from .transcription_event import TranscriptionEvent
    from .transcription_page import TranscriptionPage
    from .transcription_provider import TranscriptionProvider, TranscriptionProviderLiteral
    from .transcription_segment import TranscriptionSegment
    from .transcription_status import TranscriptionStatus, TranscriptionStatusLiteral
    from .unknown_variant import UnknownVariant
    from .update_device_request import UpdateDeviceRequest
    from .upload_headers import UploadHeaders
    from .upload_method import UploadMethod, UploadMethodLiteral
    from .upload_url import UploadUrl

_MODULES: dict[str, str] = {
    "AudioContentType": "audio_content_type",
    "AudioContentTypeLiteral": "audio_content_type",
    "BindDeviceRequest": "bind_device_request",
    "CompleteUploadRequest": "complete_upload_request",
    "CreateDeviceRequest": "create_device_request",
    "CreateEndUserRequest": "create_end_user_request",
    "CreateRecordingRequest": "create_recording_request",
    "CreateSummaryRequest": "create_summary_request",
    "CreateTranscriptionRequest": "create_transcription_request",
    "CreateUploadUrlRequest": "create_upload_url_request",
    "Device": "device",
    "DeviceBinding": "device_binding",
    "DeviceMetadata": "device_metadata",
    "DeviceModel": "device_model",
    "DeviceModelLiteral": "device_model",
    "DevicePage": "device_page",
    "DeviceSettings": "device_settings",
    "DownloadUrl": "download_url",
    "EndUser": "end_user",
    "EndUserMetadata": "end_user_metadata",
    "EndUserPage": "end_user_page",
    "ErrorBody": "error_body",
    "ErrorDetails": "error_details",
    "ErrorResponse": "error_response",
    "MediaType": "media_type",
    "MediaTypeLiteral": "media_type",
    "Recording": "recording",
    "RecordingEvent": "recording_event",
    "RecordingEventData": "recording_event_data",
    "RecordingMedia": "recording_media",
    "RecordingMetadata": "recording_metadata",
    "RecordingPage": "recording_page",
    "RecordingSearchResult": "recording_search_result",
    "RecordingSearchResults": "recording_search_results",
    "RecordingSource": "recording_source",
    "RecordingSourceLiteral": "recording_source",
    "RecordingStatus": "recording_status",
    "RecordingStatusLiteral": "recording_status",
    "SearchRecordingsRequest": "search_recordings_request",
    "ServiceHealth": "service_health",
    "Summary": "summary",
    "SummaryEvent": "summary_event",
    "SummaryPage": "summary_page",
    "SummaryProvider": "summary_provider",
    "SummaryProviderLiteral": "summary_provider",
    "SummaryStatus": "summary_status",
    "SummaryStatusLiteral": "summary_status",
    "SummaryTemplate": "summary_template",
    "SummaryTemplateLiteral": "summary_template",
    "Transcription": "transcription",
    "TranscriptionEvent": "transcription_event",
    "TranscriptionPage": "transcription_page",
    "TranscriptionProvider": "transcription_provider",
    "TranscriptionProviderLiteral": "transcription_provider",
    "TranscriptionSegment": "transcription_segment",
    "TranscriptionStatus": "transcription_status",
    "TranscriptionStatusLiteral": "transcription_status",
    "UnknownVariant": "unknown_variant",
    "UpdateDeviceRequest": "update_device_request",
    "UploadHeaders": "upload_headers",
    "UploadMethod": "upload_method",
    "UploadMethodLiteral": "upload_method",
    "UploadUrl": "upload_url",
}

__all__ = (
    "AudioContentType",
    "AudioContentTypeLiteral",
    "BindDeviceRequest",
    "CompleteUploadRequest",
    "CreateDeviceRequest",
    "CreateEndUserRequest",
    "CreateRecordingRequest",
    "CreateSummaryRequest",
    "CreateTranscriptionRequest",
    "CreateUploadUrlRequest",
    "Device",
    "DeviceBinding",
    "DeviceMetadata",
    "DeviceModel",
    "DeviceModelLiteral",
    "DevicePage",
    "DeviceSettings",
    "DownloadUrl",
    "EndUser",
    "EndUserMetadata",
    "EndUserPage",
    "ErrorBody",
    "ErrorDetails",
    "ErrorResponse",
    "MediaType",
    "MediaTypeLiteral",
    "Recording",
    "RecordingEvent",
    "RecordingEventData",
    "RecordingMedia",
    "RecordingMetadata",
    "RecordingPage",
    "RecordingSearchResult",
    "RecordingSearchResults",
    "RecordingSource",
    "RecordingSourceLiteral",
    "RecordingStatus",
    "RecordingStatusLiteral",
    "SearchRecordingsRequest",
    "ServiceHealth",
    "Summary",
    "SummaryEvent",
    "SummaryPage",
    "SummaryProvider",
    "SummaryProviderLiteral",
    "SummaryStatus",
    "SummaryStatusLiteral",
    "SummaryTemplate",
    "SummaryTemplateLiteral",
    "Transcription",
    "TranscriptionEvent",
    "TranscriptionPage",
    "TranscriptionProvider",
    "TranscriptionProviderLiteral",
    "TranscriptionSegment",
    "TranscriptionStatus",
    "TranscriptionStatusLiteral",
    "UnknownVariant",
    "UpdateDeviceRequest",
    "UploadHeaders",
    "UploadMethod",
    "UploadMethodLiteral",
    "UploadUrl",
)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
