"""Contains all the data models used in inputs/outputs"""

from .audio_content_type import AudioContentType
from .complete_upload_request import CompleteUploadRequest
from .create_recording_request import CreateRecordingRequest
from .create_upload_url_request import CreateUploadUrlRequest
from .download_url import DownloadUrl
from .error_body import ErrorBody
from .error_details import ErrorDetails
from .error_response import ErrorResponse
from .recording import Recording
from .recording_metadata import RecordingMetadata
from .recording_page import RecordingPage
from .recording_source import RecordingSource
from .recording_status import RecordingStatus
from .upload_headers import UploadHeaders
from .upload_method import UploadMethod
from .upload_url import UploadUrl

__all__ = (
    "AudioContentType",
    "CompleteUploadRequest",
    "CreateRecordingRequest",
    "CreateUploadUrlRequest",
    "DownloadUrl",
    "ErrorBody",
    "ErrorDetails",
    "ErrorResponse",
    "Recording",
    "RecordingMetadata",
    "RecordingPage",
    "RecordingSource",
    "RecordingStatus",
    "UploadHeaders",
    "UploadMethod",
    "UploadUrl",
)
