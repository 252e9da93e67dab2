// What the contract says of each object's fields.
// Generated: to change it, change openapi.yaml and generate.

import type { Model, Webhook } from "./calling.ts";

/** The objects of the contract, by the name of their type. */
export const MODELS: Readonly<Record<string, Model>> = {
  BindDeviceRequest: {
    fields: {
      end_user_id: { kind: "string", required: true },
      pk_d: { kind: "string" },
    },
    secrets: [],
  },
  CompleteUploadRequest: {
    fields: {
      content_sha256: { kind: "string" },
      file_size_bytes: { kind: "integer" },
      duration_seconds: { kind: "integer" },
    },
    secrets: [],
  },
  CreateDeviceRequest: {
    fields: {
      serial_number: { kind: "string", required: true },
      model: { kind: "string" },
      firmware_version: { kind: "string" },
      name: { kind: "string" },
      metadata: { kind: "object" },
    },
    secrets: [],
  },
  CreateEndUserRequest: {
    fields: {
      external_id: { kind: "string" },
      email: { kind: "string" },
      name: { kind: "string" },
      metadata: { kind: "object" },
    },
    secrets: [],
  },
  CreateRecordingRequest: {
    fields: {
      device_id: { kind: "string" },
      end_user_id: { kind: "string" },
      name: { kind: "string" },
      started_at: { kind: "date" },
      ended_at: { kind: "date" },
      recorded_at: { kind: "date" },
      metadata: { kind: "object" },
      source: { kind: "string" },
      upload_method: { kind: "string" },
    },
    secrets: [],
  },
  CreateSummaryRequest: {
    fields: {
      transcription_id: { kind: "string", required: true },
      template_id: { kind: "string" },
      prompt: { kind: "string" },
      provider: { kind: "string" },
    },
    secrets: [],
  },
  CreateTranscriptionRequest: {
    fields: {
      recording_id: { kind: "string", required: true },
      language: { kind: "string" },
      diarization: { kind: "boolean" },
      provider: { kind: "string" },
    },
    secrets: [],
  },
  CreateUploadUrlRequest: {
    fields: {
      content_type: { kind: "string", required: true },
      file_size_bytes: { kind: "integer" },
      type: { kind: "string" },
      captured_at: { kind: "date" },
    },
    secrets: [],
  },
  Device: {
    fields: {
      id: { kind: "string", required: true },
      serial_number: { kind: "string", nullable: true },
      model: { kind: "string", nullable: true },
      firmware_version: { kind: "string", nullable: true },
      name: { kind: "string", nullable: true },
      end_user_id: { kind: "string", nullable: true },
      metadata: { kind: "object", nullable: true },
      settings: { kind: "object", nullable: true },
      created_at: { kind: "date", nullable: true },
      updated_at: { kind: "date", nullable: true },
    },
    secrets: [],
  },
  DeviceBinding: {
    fields: {
      id: { kind: "string", required: true },
      serial_number: { kind: "string", nullable: true },
      model: { kind: "string", nullable: true },
      firmware_version: { kind: "string", nullable: true },
      name: { kind: "string", nullable: true },
      end_user_id: { kind: "string", nullable: true },
      metadata: { kind: "object", nullable: true },
      settings: { kind: "object", nullable: true },
      created_at: { kind: "date", nullable: true },
      updated_at: { kind: "date", nullable: true },
      device_token: { kind: "string", required: true },
      cert: { kind: "string", nullable: true },
      ble_pubkey: { kind: "string", nullable: true },
    },
    secrets: ["device_token"],
  },
  DeviceMetadata: {
    fields: {
    },
    secrets: [],
  },
  DevicePage: {
    fields: {
      data: { kind: "array", required: true, rows: true, model: "Device" },
      has_more: { kind: "boolean", required: true },
      next_cursor: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  DeviceSettings: {
    fields: {
    },
    secrets: [],
  },
  DownloadUrl: {
    fields: {
      download_url: { kind: "string", required: true },
      expires_in: { kind: "integer" },
      expires_at: { kind: "date" },
      media_id: { kind: "string" },
      content_type: { kind: "string", nullable: true },
      file_size_bytes: { kind: "integer", nullable: true },
    },
    secrets: ["download_url"],
  },
  EndUser: {
    fields: {
      id: { kind: "string", required: true },
      external_id: { kind: "string", nullable: true },
      email: { kind: "string", nullable: true },
      name: { kind: "string", nullable: true },
      metadata: { kind: "object", nullable: true },
      created_at: { kind: "date", nullable: true },
      updated_at: { kind: "date", nullable: true },
    },
    secrets: [],
  },
  EndUserMetadata: {
    fields: {
    },
    secrets: [],
  },
  EndUserPage: {
    fields: {
      data: { kind: "array", required: true, rows: true, model: "EndUser" },
      has_more: { kind: "boolean", required: true },
      next_cursor: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  ErrorBody: {
    fields: {
      code: { kind: "string" },
      type: { kind: "string" },
      message: { kind: "string", required: true },
      details: { kind: "object", model: "ErrorDetails" },
      param: { kind: "string", nullable: true },
      request_id: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  ErrorDetails: {
    fields: {
      field: { kind: "string" },
      reason: { kind: "string" },
    },
    secrets: [],
  },
  ErrorResponse: {
    fields: {
      error: { kind: "object", required: true, model: "ErrorBody" },
    },
    secrets: [],
  },
  Recording: {
    fields: {
      id: { kind: "string", required: true },
      status: { kind: "string", required: true },
      project_id: { kind: "string", nullable: true },
      device_id: { kind: "string", nullable: true },
      end_user_id: { kind: "string", nullable: true },
      name: { kind: "string", nullable: true },
      duration_ms: { kind: "integer", nullable: true },
      duration_seconds: { kind: "number", nullable: true },
      file_size_bytes: { kind: "integer", nullable: true },
      mime_type: { kind: "string", nullable: true },
      started_at: { kind: "date", nullable: true },
      ended_at: { kind: "date", nullable: true },
      recorded_at: { kind: "date", nullable: true },
      transcription_id: { kind: "string", nullable: true },
      metadata: { kind: "object", nullable: true },
      source: { kind: "string", nullable: true },
      upload_method: { kind: "string", nullable: true },
      media: { kind: "array", model: "RecordingMedia" },
      audio_url: { kind: "string", nullable: true },
      recording_uuid: { kind: "string", nullable: true },
      recording_generation: { kind: "integer", nullable: true },
      content_sha256: { kind: "string", nullable: true },
      content_sha256_verified_at: { kind: "date", nullable: true },
      created_at: { kind: "date", nullable: true },
      uploaded_at: { kind: "date", nullable: true },
      updated_at: { kind: "date", nullable: true },
      deleted_at: { kind: "date", nullable: true },
    },
    secrets: ["audio_url"],
  },
  RecordingEvent: {
    fields: {
      id: { kind: "string", required: true },
      type: { kind: "string", required: true },
      created_at: { kind: "date" },
      data: { kind: "object", required: true, model: "RecordingEventData" },
    },
    secrets: [],
  },
  RecordingEventData: {
    fields: {
      id: { kind: "string", required: true },
      status: { kind: "string" },
      end_user_id: { kind: "string", nullable: true },
      device_id: { kind: "string", nullable: true },
      consent_obtained: { kind: "boolean", nullable: true },
      metadata: { kind: "object", nullable: true },
      duration_seconds: { kind: "number", nullable: true },
      file_size_bytes: { kind: "integer", nullable: true },
      format: { kind: "string", nullable: true },
      started_at: { kind: "date", nullable: true },
      ended_at: { kind: "date", nullable: true },
      created_at: { kind: "date", nullable: true },
      uploaded_at: { kind: "date", nullable: true },
    },
    secrets: [],
  },
  RecordingMedia: {
    fields: {
      id: { kind: "string", required: true },
      type: { kind: "string" },
      mime_type: { kind: "string", nullable: true },
      file_size_bytes: { kind: "integer", nullable: true },
      status: { kind: "string", nullable: true },
      captured_at: { kind: "date", nullable: true },
      created_at: { kind: "date", nullable: true },
    },
    secrets: [],
  },
  RecordingMetadata: {
    fields: {
    },
    secrets: [],
  },
  RecordingPage: {
    fields: {
      data: { kind: "array", required: true, rows: true, model: "Recording" },
      has_more: { kind: "boolean", required: true },
      next_cursor: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  RecordingSearchResult: {
    fields: {
      chunk_id: { kind: "string", required: true },
      recording_id: { kind: "string", required: true },
      transcription_id: { kind: "string", required: true },
      chunk_text: { kind: "string", required: true },
      speaker: { kind: "string", nullable: true },
      start_ms: { kind: "integer", nullable: true },
      end_ms: { kind: "integer", nullable: true },
      recorded_at: { kind: "date", nullable: true },
      score: { kind: "number", required: true },
    },
    secrets: [],
  },
  RecordingSearchResults: {
    fields: {
      results: { kind: "array", required: true, model: "RecordingSearchResult" },
    },
    secrets: [],
  },
  SearchRecordingsRequest: {
    fields: {
      query: { kind: "string", required: true },
      end_user_id: { kind: "string" },
      limit: { kind: "integer" },
      recording_ids: { kind: "array" },
    },
    secrets: [],
  },
  ServiceHealth: {
    fields: {
      status: { kind: "string", required: true },
      database: { kind: "string" },
      billing: { kind: "string" },
    },
    secrets: [],
  },
  Summary: {
    fields: {
      id: { kind: "string", required: true },
      status: { kind: "string", required: true },
      project_id: { kind: "string", nullable: true },
      transcription_id: { kind: "string", nullable: true },
      template_id: { kind: "string", nullable: true },
      provider: { kind: "string", nullable: true },
      custom_prompt: { kind: "string", nullable: true },
      output: { kind: "string", nullable: true },
      error: { kind: "string", nullable: true },
      error_message: { kind: "string", nullable: true },
      created_at: { kind: "date", nullable: true },
      started_at: { kind: "date", nullable: true },
      completed_at: { kind: "date", nullable: true },
      updated_at: { kind: "date", nullable: true },
    },
    secrets: [],
  },
  SummaryEvent: {
    fields: {
      id: { kind: "string", required: true },
      type: { kind: "string", required: true },
      created_at: { kind: "date" },
      data: { kind: "object", required: true, model: "Summary" },
    },
    secrets: [],
  },
  SummaryPage: {
    fields: {
      data: { kind: "array", required: true, rows: true, model: "Summary" },
      has_more: { kind: "boolean", required: true },
      next_cursor: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  Transcription: {
    fields: {
      id: { kind: "string", required: true },
      status: { kind: "string", required: true },
      recording_id: { kind: "string", nullable: true },
      language: { kind: "string", nullable: true },
      provider: { kind: "string", nullable: true },
      duration_ms: { kind: "integer", nullable: true },
      text: { kind: "string", nullable: true },
      full_text: { kind: "string", nullable: true },
      segments: { kind: "any", nullable: true, model: "TranscriptionSegment" },
      word_count: { kind: "integer", nullable: true },
      error: { kind: "string", nullable: true },
      error_message: { kind: "string", nullable: true },
      created_at: { kind: "date", nullable: true },
      started_at: { kind: "date", nullable: true },
      completed_at: { kind: "date", nullable: true },
      updated_at: { kind: "date", nullable: true },
    },
    secrets: [],
  },
  TranscriptionEvent: {
    fields: {
      id: { kind: "string", required: true },
      type: { kind: "string", required: true },
      created_at: { kind: "date" },
      data: { kind: "object", required: true, model: "Transcription" },
    },
    secrets: [],
  },
  TranscriptionPage: {
    fields: {
      data: { kind: "array", required: true, rows: true, model: "Transcription" },
      has_more: { kind: "boolean", required: true },
      next_cursor: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  TranscriptionSegment: {
    fields: {
      text: { kind: "string", required: true },
      speaker: { kind: "string", nullable: true },
      start: { kind: "number", nullable: true },
      end: { kind: "number", nullable: true },
      confidence: { kind: "number", nullable: true },
    },
    secrets: [],
  },
  UnknownVariant: {
    fields: {
    },
    secrets: [],
  },
  UpdateDeviceRequest: {
    fields: {
      name: { kind: "string" },
      firmware_version: { kind: "string" },
      metadata: { kind: "object" },
      settings: { kind: "object" },
    },
    secrets: [],
  },
  UploadHeaders: {
    fields: {
    },
    secrets: [],
  },
  UploadUrl: {
    fields: {
      upload_url: { kind: "string", required: true },
      expires_at: { kind: "date" },
      headers: { kind: "object" },
      content_type: { kind: "string" },
      media_id: { kind: "string" },
      upload_token: { kind: "string" },
    },
    secrets: ["upload_token", "upload_url"],
  },
};

/** The values of each enumeration that the contract lists; a service may know more. */
export const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  AudioContentType: ["audio/wav", "audio/mpeg", "audio/mp4", "audio/webm", "audio/ogg", "audio/flac", "audio/opus", "audio/aac"],
  DeviceModel: ["bota_pin", "bota_note"],
  MediaType: ["audio", "image", "video"],
  RecordingSource: ["device", "app_import", "api_upload"],
  RecordingStatus: ["pending", "uploaded", "processing", "completed", "failed", "streaming", "integrity_failure"],
  SummaryProvider: ["gemini", "openai", "claude"],
  SummaryStatus: ["pending", "processing", "completed", "failed"],
  SummaryTemplate: ["tmpl_general_notes", "tmpl_sales_call", "tmpl_clinical_soap", "tmpl_legal_memo"],
  TranscriptionProvider: ["whisper", "deepgram", "assemblyai", "elevenlabs"],
  TranscriptionStatus: ["pending", "processing", "completed", "failed"],
  UploadMethod: ["import", "ble"],
};

/** What each webhook of the contract brings. */
export const WEBHOOKS: {
  readonly event: Webhook;
} = {
  event: {
    field: "type",
    models: {
      "recording.created": "RecordingEvent",
      "recording.uploaded": "RecordingEvent",
      "recording.deleted": "RecordingEvent",
      "transcription.queued": "TranscriptionEvent",
      "transcription.started": "TranscriptionEvent",
      "transcription.completed": "TranscriptionEvent",
      "transcription.failed": "TranscriptionEvent",
      "summary.started": "SummaryEvent",
      "summary.completed": "SummaryEvent",
      "summary.failed": "SummaryEvent",
    },
  },
};
