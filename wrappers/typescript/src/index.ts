/** A client of the Bota recordings API that gets audio into the service whole, once and verified. */

export type * from "../../../generated/typescript/calling.ts";
export { Pages } from "../../../generated/typescript/calling.ts";
export type * from "../../../generated/typescript/operations.ts";
export type * from "../../../generated/typescript/types.gen.ts";
export type { Camel, FieldOptions, Steering } from "./api/fields.ts";
export { Bota } from "./client.ts";
export type { Download, DownloadOptions } from "./download/download.ts";
export type { DownloadTarget } from "./download/target.ts";
export * from "./errors.ts";
export type { JobOptions, SummarizeOptions, TranscribeOptions } from "./jobs/job.ts";
export type { BotaOptions } from "./settings.ts";
export type { RequestRecord } from "./shared/outcome.ts";
export type { UploadOptions } from "./upload/options.ts";
export type { Phase, Progress, Receipt } from "./upload/progress.ts";
export type { UploadSource } from "./upload/source.ts";
export { VERSION } from "./version.ts";
export { verifyWebhook, type WebhookHeaders, type WebhookOptions } from "./webhooks.ts";
