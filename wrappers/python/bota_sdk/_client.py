"""`Bota`: what people import."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack

from bota_api.resources import Resources

from bota_sdk._base_client import DEFAULT_JOB_DEADLINE, BaseClient
from bota_sdk._bulk_client import BulkUploads

if TYPE_CHECKING:
    import httpx
    from bota_api.models import Recording, Summary, Transcription
    from bota_api.params import (
        CreateRecordingParams,
        CreateSummaryParams,
        CreateTranscriptionParams,
    )

    from bota_sdk._download.download import Download, OnDownload
    from bota_sdk._shared.cancel import CancelToken
    from bota_sdk._upload.options import Checksum
    from bota_sdk._upload.progress import OnProgress, Receipt
    from bota_sdk._upload.source import UploadSource


class Bota(BulkUploads, BaseClient["httpx.Client"], Resources):
    """A client of the Bota recordings API. Safe to share over threads; close it when done.

    Every operation of the contract is a typed method of the attribute named for its tag, such as
    `bota.recordings.get(...)`; `bota.api` is the generated client over the same connections.
    Settings come from arguments and environment; the config file is that of `botactl` alone.

    Args:
        api_key: the key or token; `BOTA_API_KEY` when left out.
        base_url: the API's URL with its version; `BOTA_BASE_URL`, then the live service, when left
            out.
        api_version: a date for the `Bota-Version` header, to pin the service's behaviour.
        timeout: seconds that one API request may take, from the connection to the response's end;
            30 when left out. Of the head that comes over a blocking `http_client` only httpx knows,
            which gives each read that time.
        storage_timeout: seconds that may pass without S3 accepting a byte, and until it responds
            after the last one; 60 when left out. No limit on a whole upload, which may be slow.
        max_retries: requests that may follow the first one of a call; 3 when left out.
        max_wait: seconds that a single call may be held back, by the rate limits that the client
            keeps or by what the service asks; its timeout when left out. A longer wait raises at
            once. Inside an upload nothing but its deadline and its token ends a wait.
        default_headers: sent with every request to the API.
        http_client: an `httpx.Client` of yours that API calls go over as it is, with its proxies,
            certificates, hooks, mounts and mocks. It stays yours to close; uploads to S3 do not go
            over it.
        proxy: the URL of a proxy for the API and for S3: http, https or, with the extra
            `bota-sdk[socks]`, SOCKS. The environment's proxies (`HTTPS_PROXY`, `NO_PROXY`) count
            when it is left out.
        ssl_context: the TLS settings for the API and for S3; certifi's certificates or those of
            `SSL_CERT_FILE` count when it is left out.
        allow_plain_http: whether plain http may go to a host that is not this machine, such as one
            of a compose network; `BOTA_ALLOW_PLAIN_HTTP=1` when left out.

    Raises:
        ConfigurationError: no key, or a setting that cannot be used.
        TypeError: an argument has the wrong type.

    """

    _is_async = False

    def upload(
        self,
        audio: UploadSource,
        /,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        checksum: Checksum = "sha256",
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        on_progress: OnProgress | None = None,
        **recording: Unpack[CreateRecordingParams],
    ) -> Receipt:
        """Upload one audio file and return when the service has it, whole.

        Creates the recording (unless `recording_id` names one), asks for a signed URL, PUTs the
        bytes to S3, completes the upload with their SHA-256 and waits for its verification.

        Args:
            audio: a path, bytes, a binary file, read from where it stands, an iterable of bytes, or
                the `UploadFile` of a web framework; 1 byte to 5 GiB. What can be read only once
                (an iterable, a pipe) is first read to its end and kept: up to 1 MiB in memory, else
                in a temporary file.
            recording_id: an existing recording to upload the audio of.
            content_type: one of the contract's audio types; else known by the name and checked
                against the first bytes.
            checksum: `sha256` compares hashes of what was sent with what S3 and the service say
                they stored; `md5` reads the audio once more, first, and has S3 itself refuse a
                damaged body (Content-MD5, RFC 1864).
            deadline: seconds for the whole upload, whatever its size; None for no limit.
            cancel: a token that stops it from another thread or task.
            on_progress: called with a `Progress` at each phase and about every MiB, and with a
                `Rewind` when bytes have to be sent again.
            **recording: the fields of the new recording, as createRecording of the contract has
                them, such as `end_user_id` (needed with a secret key), `name` (the file's name when
                left out) and `metadata`.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            SourceError: the audio cannot be uploaded (nothing was sent), or changed under way.
            ApiError, ApiConnectionError: the API refused or gave no response, after all retries.
            StorageError, StorageConnectionError: S3 refused or gave no response, after all retries.
            IntegrityError: the service holds other bytes than were sent.
            VerificationTimeoutError: stored, but not verified in time.
            UploadCancelledError, DeadlineExceededError: stopped by `cancel` or `deadline`.

        """
        from bota_sdk._upload.options import UploadOptions
        from bota_sdk._upload.upload import upload

        options = UploadOptions(
            recording_id=recording_id,
            content_type=content_type,
            checksum=checksum,
            deadline=deadline,
            cancel=cancel,
            on_progress=on_progress,
            recording=recording,
        )
        return upload(self._runtime, audio, options)

    def download(
        self,
        recording_id: str,
        target: str | os.PathLike[str] | BinaryIO,
        *,
        overwrite: bool = False,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        on_progress: OnDownload | None = None,
    ) -> Download:
        """Download the audio of a recording, and return when it is whole and checked.

        Its length and, where the service knows it, its SHA-256 are compared. A connection that
        breaks is gone on from where it broke. A file gets its name only when it is whole and right.

        Args:
            recording_id: the recording.
            target: a file's path, a folder (the file is then named for the recording and its
                type), or a binary file to write to.
            overwrite: whether to replace a file that is there.
            deadline: seconds for all of it; None for no limit.
            cancel: a token that stops it from another thread or task.
            on_progress: called about every MiB with the bytes that have come, and with those that
                there are in all, or None while that is not known.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            FileExistsError: there is such a file, and `overwrite` is false.
            OSError: the target cannot be written.
            ApiError, ApiConnectionError: the API refused or gave no response, after all retries.
            StorageError, StorageConnectionError: S3 refused or gave no response, after all retries.
            IntegrityError: the bytes are not those that the service says it has.
            UploadCancelledError, DeadlineExceededError: stopped by `cancel` or `deadline`.

        """
        from bota_sdk._download.download import DownloadOptions, download

        options = DownloadOptions(overwrite, deadline, cancel, on_progress)
        return download(self._runtime, recording_id, target, options)

    def transcribe(
        self,
        recording: str | Recording,
        /,
        *,
        wait: bool = True,
        deadline: float | None = DEFAULT_JOB_DEADLINE,
        cancel: CancelToken | None = None,
        on_progress: Callable[[Transcription], object] | None = None,
        **fields: Unpack[CreateTranscriptionParams],
    ) -> Transcription:
        """Have an uploaded recording transcribed, and return the transcription when it is done.

        Args:
            recording: its id, or itself.
            wait: False returns the transcription as soon as it has begun, `pending` most likely;
                `transcriptions.get` or a webhook says later what became of it.
            deadline: seconds for all of it; None for no limit.
            cancel: a token that stops the waiting from another thread or task.
            on_progress: called with the transcription whenever the service was asked for it.
            **fields: further fields of createTranscription of the contract, such as `language`.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            TranscriptionFailedError: the service could not do it.
            ApiError, ApiConnectionError: the API refused or gave no response, after all retries.
            UploadCancelledError, DeadlineExceededError: stopped by `cancel` or `deadline`. The
                transcription goes on; the error names it.

        """
        from bota_sdk._jobs.job import JobOptions, transcription_job

        options = JobOptions(wait, deadline, cancel, on_progress)
        return transcription_job(self._runtime, recording, options, fields).run()

    def summarize(
        self,
        transcription: str | Transcription,
        /,
        *,
        wait: bool = True,
        deadline: float | None = DEFAULT_JOB_DEADLINE,
        cancel: CancelToken | None = None,
        on_progress: Callable[[Summary], object] | None = None,
        **fields: Unpack[CreateSummaryParams],
    ) -> Summary:
        """Have a completed transcription summarised, and return the summary when it is done.

        Args:
            transcription: its id, or itself.
            wait: as for `transcribe`, and so are the next three.
            deadline: seconds for all of it; None for no limit.
            cancel: a token that stops the waiting from another thread or task.
            on_progress: called with the summary whenever the service was asked for it.
            **fields: further fields of createSummary of the contract: `template_id` or `prompt`.

        Raises:
            SummaryFailedError: the service could not do it.
            Others: as for `transcribe`.

        """
        from bota_sdk._jobs.job import JobOptions, summary_job

        options = JobOptions(wait, deadline, cancel, on_progress)
        return summary_job(self._runtime, transcription, options, fields).run()

    def close(self) -> None:
        """Close all connections. The client cannot be used any more."""
        self._runtime.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
