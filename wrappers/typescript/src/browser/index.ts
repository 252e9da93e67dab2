/** Uploads from a web page to the Bota recordings API, without an API key in the page. */

export type * from "../../../../generated/typescript/types.gen.ts";
export type { Steering } from "../api/fields.ts";
export * from "../errors.ts";
export type { RequestRecord } from "../shared/outcome.ts";
export type { Phase, Progress, Receipt } from "../upload/progress.ts";
export { VERSION } from "../version.ts";
export type {
  Asking,
  Backend,
  CompletionRequest,
  PageUploadUrl,
  UploadUrlRequest,
} from "./backend.ts";
export { type UploadBlobOptions, uploadBlob } from "./upload_blob.ts";
