// Every error that a public call rejects with, beside `TypeError` for a wrong argument.
//
// BotaError
// ├── ConfigurationError            settings
// ├── SourceError                   what was given to upload
// │   └── SourceChangedError        it changed while it was being sent
// ├── TargetError                   where a download should go
// ├── ClientClosedError             the client was used after close()
// ├── ConnectionFailedError         no response
// │   ├── ApiConnectionError        … from the API
// │   │   └── ApiTimeoutError       … in time
// │   └── StorageConnectionError    … from S3
// │       └── StorageTimeoutError   … in time
// ├── DeadlineExceededError         all of it was not done in time
// ├── VerificationTimeoutError      the service has not verified the stored bytes in time
// ├── UploadCancelledError          its signal was aborted
// ├── ApiError                      the API refused; one child for each status
// ├── InvalidResponseError          a success status with a body that breaks the contract
// │   └── SignedUrlError            an upload URL that S3 would refuse; nothing was sent
// ├── StorageError                  S3 refused the PUT or the download
// │   └── UploadUrlExpiredError
// ├── IntegrityError                stored bytes differ from the source, or those that came
// ├── JobFailedError                the service could not do what it had begun
// │   ├── TranscriptionFailedError
// │   └── SummaryFailedError
// └── WebhookError                  a webhook that is no event of the contract
//     └── WebhookSignatureError     … or does not prove that the service sent it

/** The parent of every error of this library. */
export class BotaError extends Error {
  // Written out, in each of them: what bundles a page renames classes.
  override name: string = "BotaError";
  /** The recording that an upload had created or was given; null when there is none. */
  recordingId: string | null = null;
  /** What an upload has left in the service, in words; null for what is no upload's. */
  state: string | null = null;
}

/** A setting is missing or cannot be used; nothing was sent. */
export class ConfigurationError extends BotaError {
  override name: string = "ConfigurationError";
}

/** What was given to upload cannot be uploaded; nothing was sent. */
export class SourceError extends BotaError {
  override name: string = "SourceError";
}

/** The file became shorter, longer or another one during its upload; nothing was completed. */
export class SourceChangedError extends SourceError {
  override name: string = "SourceChangedError";
}

/** Where a download should go cannot be written to, or is there already; nothing is left there. */
export class TargetError extends BotaError {
  override name: string = "TargetError";
}

/** The client was used after it was closed. */
export class ClientClosedError extends BotaError {
  override name: string = "ClientClosedError";
}

/** There was no response: no connection, or it broke. Its `cause` is the platform's error. */
export class ConnectionFailedError extends BotaError {
  override name: string = "ConnectionFailedError";
  /** The platform's code for it, such as `ECONNREFUSED`; null where it has none. */
  readonly code: string | null;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    const { code } = (options?.cause ?? {}) as { code?: unknown };
    this.code = typeof code === "string" ? code : null;
  }
}

/** The API gave no response: no connection, or it broke. What the request did is unknown. */
export class ApiConnectionError extends ConnectionFailedError {
  override name: string = "ApiConnectionError";
}

/** The API gave no response in time. What the request did is unknown. */
export class ApiTimeoutError extends ApiConnectionError {
  override name: string = "ApiTimeoutError";
}

/** S3 gave no response, after all retries. */
export class StorageConnectionError extends ConnectionFailedError {
  override name: string = "StorageConnectionError";
}

/** S3 gave no response in time, after all retries. */
export class StorageTimeoutError extends StorageConnectionError {
  override name: string = "StorageTimeoutError";
}

/** It was not done by its deadline; the text says what is left in the service. */
export class DeadlineExceededError extends BotaError {
  override name: string = "DeadlineExceededError";
}

/** The bytes are stored, but the service had not verified them in time. */
export class VerificationTimeoutError extends BotaError {
  override name: string = "VerificationTimeoutError";
}

/** It was stopped by its signal; the text says what is left in the service. */
export class UploadCancelledError extends BotaError {
  override name: string = "UploadCancelledError";
}

/** The API responded with success, but with a body that is not what the contract says. */
export class InvalidResponseError extends BotaError {
  override name: string = "InvalidResponseError";
}

/** The service signed an upload URL whose PUT S3 would refuse; nothing was sent to S3. */
export class SignedUrlError extends InvalidResponseError {
  override name: string = "SignedUrlError";
}

/** The service holds other bytes than were sent (also after a second full upload), or sent others. */
export class IntegrityError extends BotaError {
  override name: string = "IntegrityError";
}

/** What a failed job says of itself. */
export interface JobFailedFields {
  readonly jobId: string;
  readonly status: string;
  readonly code: string | null;
  /** Why, in the service's words. */
  readonly said: string;
}

/** The service could not do what it had begun. */
export class JobFailedError extends BotaError {
  override name: string = "JobFailedError";
  /** The id of the transcription or the summary. */
  readonly jobId: string;
  /** Its status, `failed`. */
  readonly status: string;
  /** Why, for programs, such as `audio_too_short`; null when the service named nothing. */
  readonly code: string | null;

  constructor({ jobId, status, code, said }: JobFailedFields) {
    super(`${jobId} is ${status}: ${code ? `${code}: ` : ""}${said}`);
    this.jobId = jobId;
    this.status = status;
    this.code = code;
  }
}

/** The service could not transcribe the recording. */
export class TranscriptionFailedError extends JobFailedError {
  override name: string = "TranscriptionFailedError";
}

/** The service could not summarise the transcription. */
export class SummaryFailedError extends JobFailedError {
  override name: string = "SummaryFailedError";
}

/** A webhook's body is signed as it should be, but is no event that the contract describes. */
export class WebhookError extends BotaError {
  override name: string = "WebhookError";
}

/** A webhook does not prove that the service sent it just now; the text says what is wrong. */
export class WebhookSignatureError extends WebhookError {
  override name: string = "WebhookSignatureError";
}

/** What a refusal of the API says. */
export interface ApiErrorFields {
  readonly status: number;
  readonly code?: string | null;
  /** The response's own words; a short excerpt of the body when it had no envelope. */
  readonly said: string;
  readonly requestId?: string | null;
  readonly param?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What follows the text, such as how often it was tried. */
  readonly note?: string;
}

/** The API responded with a status that is not a success. */
export class ApiError extends BotaError {
  override name: string = "ApiError";
  /** The HTTP status. */
  readonly status: number;
  /** The error code of the response, such as `invalid_request`; null when it gave none. */
  readonly code: string | null;
  /** The service's id of the request, for its support; null when it gave none. */
  readonly requestId: string | null;
  /** The field or parameter that was wrong; null when the response named none. */
  readonly param: string | null;
  /** Further fields of the response. */
  readonly details: Readonly<Record<string, unknown>>;
  /** The response's headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(fields: ApiErrorFields) {
    const { status, code, said, requestId, param } = fields;
    const about = param ? ` (about ${param})` : "";
    const ticket = requestId ? ` [request ${requestId}]` : "";
    super(`${status}${code ? ` ${code}` : ""}: ${said}${about}${ticket}${fields.note ?? ""}`);
    this.status = status;
    this.code = code ?? null;
    this.requestId = requestId ?? null;
    this.param = param ?? null;
    this.details = fields.details ?? {};
    this.headers = fields.headers ?? {};
  }
}

/** 400: a field, a parameter or the body is wrong. */
export class BadRequestError extends ApiError {
  override name: string = "BadRequestError";
}

/** 401: the key is missing, unknown or expired. */
export class AuthenticationError extends ApiError {
  override name: string = "AuthenticationError";
}

/** 403: the key is good, but not for this. */
export class PermissionDeniedError extends ApiError {
  override name: string = "PermissionDeniedError";
}

/** 404: there is no such thing. */
export class NotFoundError extends ApiError {
  override name: string = "NotFoundError";
}

/** 409: the recording is not in a state that allows this. */
export class ConflictError extends ApiError {
  override name: string = "ConflictError";
}

/** 422: well-formed, but not acceptable. */
export class UnprocessableContentError extends ApiError {
  override name: string = "UnprocessableContentError";
}

/** 425: the stored bytes are still being verified; repeat the identical request. */
export class TooEarlyError extends ApiError {
  override name: string = "TooEarlyError";
}

/** 429: over the rate limit, after all retries; or a wait for it that is longer than `maxWait`. */
export class RateLimitError extends ApiError {
  override name: string = "RateLimitError";
  /** Milliseconds after which the request may be sent; null when nothing says so. */
  retryAfter: number | null = null;
}

/** 500 and above: the service failed, after all retries. */
export class ServerError extends ApiError {
  override name: string = "ServerError";
}

/** What a refusal of S3 says. */
export interface StorageErrorFields {
  readonly status: number;
  readonly code: string | null;
  readonly requestId: string | null;
  readonly hostId: string | null;
}

/** S3 refused the request. */
export class StorageError extends BotaError {
  override name: string = "StorageError";
  /** The HTTP status. */
  readonly status: number;
  /** S3's error code, such as `SignatureDoesNotMatch`; null when the response had none. */
  readonly code: string | null;
  /** S3's id of the request (`x-amz-request-id`). */
  readonly requestId: string | null;
  /** S3's id of its host (`x-amz-id-2`). */
  readonly hostId: string | null;

  constructor(text: string, fields: StorageErrorFields) {
    super(text);
    this.status = fields.status;
    this.code = fields.code;
    this.requestId = fields.requestId;
    this.hostId = fields.hostId;
  }
}

/** S3 said that the upload URL had expired, and so were those asked for in its place. */
export class UploadUrlExpiredError extends StorageError {
  override name: string = "UploadUrlExpiredError";
}

const BY_STATUS: ReadonlyMap<number, typeof ApiError> = new Map<number, typeof ApiError>([
  [400, BadRequestError],
  [401, AuthenticationError],
  [403, PermissionDeniedError],
  [404, NotFoundError],
  [409, ConflictError],
  [422, UnprocessableContentError],
  [425, TooEarlyError],
  [429, RateLimitError],
]);

/** Return the class of error for an HTTP status. */
export function errorClassFor(status: number): typeof ApiError {
  return status >= 500 ? ServerError : (BY_STATUS.get(status) ?? ApiError);
}
