"""Contains all the data models used in inputs/outputs"""

from .audio_content_type import AudioContentType
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
from .device_model import DeviceModel
from .device_page import DevicePage
from .device_settings import DeviceSettings
from .download_url import DownloadUrl
from .end_user import EndUser
from .end_user_metadata import EndUserMetadata
from .end_user_page import EndUserPage
from .error_body import ErrorBody
from .error_details import ErrorDetails
from .error_response import ErrorResponse
from .media_type import MediaType
from .recording import Recording
from .recording_event import RecordingEvent
from .recording_event_data import RecordingEventData
from .recording_media import RecordingMedia
from .recording_metadata import RecordingMetadata
from .recording_page import RecordingPage
from .recording_search_result import RecordingSearchResult
from .recording_search_results import RecordingSearchResults
from .recording_source import RecordingSource
from .recording_status import RecordingStatus
from .search_recordings_request import SearchRecordingsRequest
from .service_health import ServiceHealth
from .summary import Summary
from .summary_event import SummaryEvent
from .summary_page import SummaryPage
from .summary_provider import SummaryProvider
from .summary_status import SummaryStatus
from .summary_template import SummaryTemplate
from .transcription import Transcription
from .transcription_event import TranscriptionEvent
from .transcription_page import TranscriptionPage
from .transcription_provider import TranscriptionProvider
from .transcription_segment import TranscriptionSegment
from .transcription_status import TranscriptionStatus
from .unknown_variant import UnknownVariant
from .update_device_request import UpdateDeviceRequest
from .upload_headers import UploadHeaders
from .upload_method import UploadMethod
from .upload_url import UploadUrl

__all__ = (
    "AudioContentType",
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
    "Recording",
    "RecordingEvent",
    "RecordingEventData",
    "RecordingMedia",
    "RecordingMetadata",
    "RecordingPage",
    "RecordingSearchResult",
    "RecordingSearchResults",
    "RecordingSource",
    "RecordingStatus",
    "SearchRecordingsRequest",
    "ServiceHealth",
    "Summary",
    "SummaryEvent",
    "SummaryPage",
    "SummaryProvider",
    "SummaryStatus",
    "SummaryTemplate",
    "Transcription",
    "TranscriptionEvent",
    "TranscriptionPage",
    "TranscriptionProvider",
    "TranscriptionSegment",
    "TranscriptionStatus",
    "UnknownVariant",
    "UpdateDeviceRequest",
    "UploadHeaders",
    "UploadMethod",
    "UploadUrl",
)
