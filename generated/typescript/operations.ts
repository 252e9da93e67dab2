// The operations of the contract.
// Generated: to change it, change openapi.yaml and generate.

import { type Caller, type CallOptions, type Operation, Pages } from "./calling.ts";
import type {
  BindDeviceData,
  CompleteUploadData,
  CreateDeviceData,
  CreateEndUserData,
  CreateRecordingData,
  CreateSummaryData,
  CreateTranscriptionData,
  CreateUploadUrlData,
  Device,
  DeviceBinding,
  DevicePage,
  DownloadUrl,
  EndUser,
  EndUserPage,
  GetDownloadUrlData,
  ListDevicesData,
  ListEndUsersData,
  ListRecordingsData,
  ListSummariesData,
  ListTranscriptionsData,
  Recording,
  RecordingPage,
  RecordingSearchResults,
  SearchRecordingsData,
  ServiceHealth,
  Summary,
  SummaryPage,
  Transcription,
  TranscriptionPage,
  UpdateDeviceData,
  UploadUrl,
} from "./types.gen.ts";

/** Requests in a window that the service allows, by the class of limits. */
export const LIMITS: Readonly<Record<string, number>> = {"requests": 100, "upload_urls": 30, "transcriptions": 10};

/** Milliseconds that a limit is about. */
export const WINDOW: number = 60_000;

/** The operations, by the id that the contract has for them. */
const OPERATIONS = {
  listDevices: { id: "listDevices", method: "GET", path: "/devices", result: "json", limits: ["requests"], model: "DevicePage", paging: {"items": "data", "has_more": "has_more", "next_cursor": "next_cursor", "cursor": "cursor", "offset": "offset"} },
  createDevice: { id: "createDevice", method: "POST", path: "/devices", result: "json", limits: ["requests"], model: "Device", media: "application/json" },
  getDevice: { id: "getDevice", method: "GET", path: "/devices/{id}", result: "json", limits: ["requests"], model: "Device" },
  updateDevice: { id: "updateDevice", method: "PATCH", path: "/devices/{id}", result: "json", limits: ["requests"], model: "Device", media: "application/json" },
  bindDevice: { id: "bindDevice", method: "POST", path: "/devices/{id}/bind", result: "json", limits: ["requests"], model: "DeviceBinding", media: "application/json" },
  unbindDevice: { id: "unbindDevice", method: "POST", path: "/devices/{id}/unbind", result: "json", limits: ["requests"], model: "Device" },
  listEndUsers: { id: "listEndUsers", method: "GET", path: "/end-users", result: "json", limits: ["requests"], model: "EndUserPage", paging: {"items": "data", "has_more": "has_more", "next_cursor": "next_cursor", "cursor": "cursor", "offset": "offset"} },
  createEndUser: { id: "createEndUser", method: "POST", path: "/end-users", result: "json", limits: ["requests"], model: "EndUser", media: "application/json" },
  getEndUser: { id: "getEndUser", method: "GET", path: "/end-users/{id}", result: "json", limits: ["requests"], model: "EndUser" },
  deleteEndUser: { id: "deleteEndUser", method: "DELETE", path: "/end-users/{id}", result: "none", limits: ["requests"] },
  getHealth: { id: "getHealth", method: "GET", path: "/health", result: "json", limits: ["requests"], base: "..", model: "ServiceHealth" },
  listRecordings: { id: "listRecordings", method: "GET", path: "/recordings", result: "json", limits: ["requests"], model: "RecordingPage", paging: {"items": "data", "has_more": "has_more", "next_cursor": "next_cursor", "cursor": "cursor", "offset": "offset"} },
  createRecording: { id: "createRecording", method: "POST", path: "/recordings", result: "json", limits: ["requests"], model: "Recording", media: "application/json" },
  getRecording: { id: "getRecording", method: "GET", path: "/recordings/{id}", result: "json", limits: ["requests"], model: "Recording" },
  deleteRecording: { id: "deleteRecording", method: "DELETE", path: "/recordings/{id}", result: "none", limits: ["requests"] },
  getDownloadUrl: { id: "getDownloadUrl", method: "GET", path: "/recordings/{id}/download-url", result: "json", limits: ["requests"], model: "DownloadUrl" },
  searchRecordings: { id: "searchRecordings", method: "POST", path: "/recordings/search", result: "json", limits: ["requests"], model: "RecordingSearchResults", media: "application/json" },
  listSummaries: { id: "listSummaries", method: "GET", path: "/summaries", result: "json", limits: ["requests"], model: "SummaryPage", paging: {"items": "data", "has_more": "has_more", "next_cursor": "next_cursor", "cursor": "cursor", "offset": "offset"} },
  createSummary: { id: "createSummary", method: "POST", path: "/summaries", result: "json", limits: ["requests"], model: "Summary", media: "application/json" },
  getSummary: { id: "getSummary", method: "GET", path: "/summaries/{id}", result: "json", limits: ["requests"], model: "Summary" },
  listTranscriptions: { id: "listTranscriptions", method: "GET", path: "/transcriptions", result: "json", limits: ["requests"], model: "TranscriptionPage", paging: {"items": "data", "has_more": "has_more", "next_cursor": "next_cursor", "cursor": "cursor", "offset": "offset"} },
  createTranscription: { id: "createTranscription", method: "POST", path: "/transcriptions", result: "json", limits: ["requests", "transcriptions"], model: "Transcription", media: "application/json" },
  getTranscription: { id: "getTranscription", method: "GET", path: "/transcriptions/{id}", result: "json", limits: ["requests"], model: "Transcription" },
  createUploadUrl: { id: "createUploadUrl", method: "POST", path: "/recordings/{id}/upload-url", result: "json", limits: ["requests", "upload_urls"], model: "UploadUrl", media: "application/json" },
  completeUpload: { id: "completeUpload", method: "POST", path: "/recordings/{id}/upload-complete", result: "json", limits: ["requests"], model: "Recording", media: "application/json", optionalBody: true },
} satisfies Readonly<Record<string, Operation>>;

/** Recording devices, and whom they belong to. */
export class DevicesOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List devices.
   *
   * A page of devices, newest first.
   */
  list(query?: ListDevicesData["query"], options?: CallOptions): Pages<NonNullable<DevicePage["data"]>[number], DevicePage> {
    return new Pages(this.#caller, OPERATIONS.listDevices, { query }, options);
  }

  /**
   * Register a device.
   *
   * Registering a serial number again returns the device that has it.
   */
  create(body: CreateDeviceData["body"], options?: CallOptions): Promise<Device> {
    return this.#caller.send(OPERATIONS.createDevice, { body }, options);
  }

  /**
   * Get a device.
   * @param id The device's id, `dev_...`.
   */
  get(id: string, options?: CallOptions): Promise<Device> {
    return this.#caller.send(OPERATIONS.getDevice, { path: { id } }, options);
  }

  /**
   * Update a device.
   *
   * What is left out stays as it is. `metadata` and `settings` are merged with what is there, key by key and at every depth.
   * @param id The device's id, `dev_...`.
   */
  update(id: string, body: UpdateDeviceData["body"], options?: CallOptions): Promise<Device> {
    return this.#caller.send(OPERATIONS.updateDevice, { path: { id }, body }, options);
  }

  /**
   * Bind a device to an end user.
   *
   * The device token is shown this once. A device that is bound already is refused (409, `device_already_bound`).
   * @param id The device's id, `dev_...`.
   */
  bind(id: string, body: BindDeviceData["body"], options?: CallOptions): Promise<DeviceBinding> {
    return this.#caller.send(OPERATIONS.bindDevice, { path: { id }, body }, options);
  }

  /**
   * Unbind a device.
   *
   * Revokes the device token. Nothing happens when the device is bound to nobody.
   * @param id The device's id, `dev_...`.
   */
  unbind(id: string, options?: CallOptions): Promise<Device> {
    return this.#caller.send(OPERATIONS.unbindDevice, { path: { id } }, options);
  }
}

/** The people whose recordings they are. */
export class EndUsersOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List end users.
   *
   * A page of end users, newest first.
   */
  list(query?: ListEndUsersData["query"], options?: CallOptions): Pages<NonNullable<EndUserPage["data"]>[number], EndUserPage> {
    return new Pages(this.#caller, OPERATIONS.listEndUsers, { query }, options);
  }

  /**
   * Create an end user.
   *
   * An `external_id` belongs to one end user of a project at a time (409 otherwise); it is free again when that one was deleted.
   */
  create(body: CreateEndUserData["body"], options?: CallOptions): Promise<EndUser> {
    return this.#caller.send(OPERATIONS.createEndUser, { body }, options);
  }

  /**
   * Get an end user.
   * @param id The end user's id, `eu_...`.
   */
  get(id: string, options?: CallOptions): Promise<EndUser> {
    return this.#caller.send(OPERATIONS.getEndUser, { path: { id } }, options);
  }

  /**
   * Delete an end user.
   *
   * Deletes the end user and all recordings, transcriptions and summaries of it; unbinds its devices.
   * @param id The end user's id, `eu_...`.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.deleteEndUser, { path: { id } }, options);
  }
}

/** Whether the service works. */
export class HealthOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Ask whether the service works.
   */
  get(options?: CallOptions): Promise<ServiceHealth> {
    return this.#caller.send(OPERATIONS.getHealth, {}, options);
  }
}

/** Recordings and what is known about them. */
export class RecordingsOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List recordings.
   *
   * A page of recordings, newest first. Follow `next_cursor` when the page has one, else raise `offset` by the number of recordings read while `has_more` is true.
   */
  list(query?: ListRecordingsData["query"], options?: CallOptions): Pages<NonNullable<RecordingPage["data"]>[number], RecordingPage> {
    return new Pages(this.#caller, OPERATIONS.listRecordings, { query }, options);
  }

  /**
   * Create a recording.
   *
   * Makes an empty recording with the status `pending`. Its audio follows with an upload URL. With a secret or restricted key `end_user_id` is required; with a device token neither `device_id` nor `end_user_id` is sent, since the token names both.
   */
  create(body: CreateRecordingData["body"], options?: CallOptions): Promise<Recording> {
    return this.#caller.send(OPERATIONS.createRecording, { body }, options);
  }

  /**
   * Get a recording.
   * @param id The recording's id, `rec_...`.
   */
  get(id: string, options?: CallOptions): Promise<Recording> {
    return this.#caller.send(OPERATIONS.getRecording, { path: { id } }, options);
  }

  /**
   * Delete a recording.
   *
   * Deletes the recording and its audio.
   * @param id The recording's id, `rec_...`.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.deleteRecording, { path: { id } }, options);
  }

  /**
   * Get a download URL.
   *
   * A pre-signed URL for reading the audio. A `pending` recording has none (409).
   * @param id The recording's id, `rec_...`.
   */
  getDownloadUrl(id: string, query?: GetDownloadUrlData["query"], options?: CallOptions): Promise<DownloadUrl> {
    return this.#caller.send(OPERATIONS.getDownloadUrl, { path: { id }, query }, options);
  }

  /**
   * Search what was said.
   *
   * Finds the passages of transcriptions that mean what the query says. The project needs automatic embedding; what was transcribed a moment ago may not be found yet.
   */
  search(body: SearchRecordingsData["body"], options?: CallOptions): Promise<RecordingSearchResults> {
    return this.#caller.send(OPERATIONS.searchRecordings, { body }, options);
  }
}

/** What a transcription comes down to. */
export class SummariesOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List summaries.
   *
   * A page of summaries, newest first.
   */
  list(query?: ListSummariesData["query"], options?: CallOptions): Pages<NonNullable<SummaryPage["data"]>[number], SummaryPage> {
    return new Pages(this.#caller, OPERATIONS.listSummaries, { query }, options);
  }

  /**
   * Start a summary.
   *
   * Summarises a completed transcription, by a template or by a prompt of your own: exactly one of `template_id` and `prompt`.
   */
  create(body: CreateSummaryData["body"], options?: CallOptions): Promise<Summary> {
    return this.#caller.send(OPERATIONS.createSummary, { body }, options);
  }

  /**
   * Get a summary.
   * @param id The summary's id, `sum_...`.
   */
  get(id: string, options?: CallOptions): Promise<Summary> {
    return this.#caller.send(OPERATIONS.getSummary, { path: { id } }, options);
  }
}

/** What was said in a recording, as text. */
export class TranscriptionsOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List transcriptions.
   *
   * A page of transcriptions, newest first.
   */
  list(query?: ListTranscriptionsData["query"], options?: CallOptions): Pages<NonNullable<TranscriptionPage["data"]>[number], TranscriptionPage> {
    return new Pages(this.#caller, OPERATIONS.listTranscriptions, { query }, options);
  }

  /**
   * Start a transcription.
   *
   * Transcribes the audio of an uploaded recording. It takes about a tenth to a third of the audio's length; get it again, or wait for its webhook. Another one for the same recording replaces the first.
   */
  create(body: CreateTranscriptionData["body"], options?: CallOptions): Promise<Transcription> {
    return this.#caller.send(OPERATIONS.createTranscription, { body }, options);
  }

  /**
   * Get a transcription.
   * @param id The transcription's id, `txn_...`.
   */
  get(id: string, options?: CallOptions): Promise<Transcription> {
    return this.#caller.send(OPERATIONS.getTranscription, { path: { id } }, options);
  }
}

/** Getting the audio of a recording into the service. */
export class UploadsOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Create an upload URL.
   *
   * A pre-signed S3 URL for one PUT of the whole audio file, good for one hour. PUT the raw bytes with exactly the returned `headers`, a `Content-Length` and no API key. S3 takes up to 5 GB (5 x 2^30 bytes) in one PUT. When the URL has expired, ask for another one.
   * @param id The recording's id, `rec_...`.
   */
  createUrl(id: string, body: CreateUploadUrlData["body"], options?: CallOptions): Promise<UploadUrl> {
    return this.#caller.send(OPERATIONS.createUploadUrl, { path: { id }, body }, options);
  }

  /**
   * Complete an upload.
   *
   * Says that the PUT is done. With `content_sha256` the service compares the stored bytes. It responds with 425 while it still does so (repeat the identical request), then with the recording and its `content_sha256_verified_at`; when they differ, the recording's status is `integrity_failure`. Repeating a completion is safe.
   * @param id The recording's id, `rec_...`.
   */
  complete(id: string, body?: CompleteUploadData["body"], options?: CallOptions): Promise<Recording> {
    return this.#caller.send(OPERATIONS.completeUpload, { path: { id }, body }, options);
  }
}

/** Every tag of the contract as an attribute: what a client inherits. */
export class Resources {
  readonly devices: DevicesOperations;
  readonly endUsers: EndUsersOperations;
  readonly health: HealthOperations;
  readonly recordings: RecordingsOperations;
  readonly summaries: SummariesOperations;
  readonly transcriptions: TranscriptionsOperations;
  readonly uploads: UploadsOperations;

  constructor(caller: Caller) {
    this.devices = new DevicesOperations(caller);
    this.endUsers = new EndUsersOperations(caller);
    this.health = new HealthOperations(caller);
    this.recordings = new RecordingsOperations(caller);
    this.summaries = new SummariesOperations(caller);
    this.transcriptions = new TranscriptionsOperations(caller);
    this.uploads = new UploadsOperations(caller);
  }
}
