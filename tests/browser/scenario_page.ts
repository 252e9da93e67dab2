// A page that plays scenarios of tests/conformance, and the server behind it.

import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, json } from "node:stream/consumers";
import type { Page } from "playwright-core";
import {
  optionsOf,
  type Played,
  type Scenario,
} from "../../wrappers/typescript/test/scenario_files.ts";

interface Api {
  readonly baseUrl: string;
  readonly apiKey: string;
}

interface Forwarded {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Serve a page, a bundle, and what uploadBlob asks its server: each request as it is, to the API. */
export async function serve(api: Api, bundle: Buffer): Promise<{ url: string; server: Server }> {
  /** The recordings by their idempotency keys, as a server would keep them. */
  const created = new Map<string, string>();

  async function uploadUrl(asked: Record<string, unknown>): Promise<Forwarded> {
    const { recording_id, content_type, file_size_bytes, idempotency_key } = asked;
    const key = String(idempotency_key);
    let id = (recording_id as string | null) ?? created.get(key);
    if (id === undefined) {
      const fields = { end_user_id: "eu_1", source: "api_upload", upload_method: "import" };
      const found = await forward(api, "/recordings", fields, key);
      if (found.status >= 300) return found;
      id = (JSON.parse(found.body.toString()) as { id: string }).id;
      created.set(key, id);
    }
    const found = await forward(api, `/recordings/${id}/upload-url`, {
      content_type,
      file_size_bytes,
    });
    if (found.status >= 300) return found;
    const fields = JSON.parse(found.body.toString()) as object;
    return { ...found, body: Buffer.from(JSON.stringify({ ...fields, recording_id: id })) };
  }

  function completion(asked: Record<string, unknown>): Promise<Forwarded> {
    const { recording_id, ...proof } = asked;
    return forward(api, `/recordings/${String(recording_id)}/upload-complete`, proof);
  }

  const server = createServer(async (incoming, response) => {
    try {
      if (incoming.url === "/bundle.js") {
        response.setHeader("Content-Type", "text/javascript").end(bundle);
      } else if (incoming.method === "POST") {
        const asked = (await json(incoming)) as Record<string, unknown>;
        const found = await (incoming.url === "/uploads" ? uploadUrl : completion)(asked);
        const wait = found.headers["retry-after"];
        // Else a browser repeats by itself what breaks on a connection that was kept.
        response.writeHead(found.status, {
          Connection: "close",
          ...(wait === undefined ? {} : { "Retry-After": wait }),
        });
        response.end(found.body);
      } else {
        response.setHeader("Content-Type", "text/html").end("<!doctype html><title>Test</title>");
      }
    } catch {
      incoming.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function forward(api: Api, path: string, fields: object, key?: string): Promise<Forwarded> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      api.baseUrl + path,
      {
        method: "POST",
        agent: false,
        headers: {
          Authorization: `Bearer ${api.apiKey}`,
          "Content-Type": "application/json",
          ...(key === undefined ? {} : { "Idempotency-Key": key }),
        },
      },
      (incoming) => {
        buffer(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
          reject,
        );
      },
    );
    outgoing.on("error", reject).end(JSON.stringify(fields));
  });
}

/** Upload the source of a scenario from a page. */
export function play(page: Page, scenario: Scenario): Promise<Played> {
  const { upload = {}, source = {} } = scenario;
  const options = optionsOf(scenario);
  const given = {
    size: source.size ?? 300_000,
    options: { ...options, ...(upload.content_type && { contentType: upload.content_type }) },
  };
  return page.evaluate(async ({ size, options }) => {
    const bundle = "/bundle.js";
    const { uploadBlob, BotaError } = (await import(
      bundle
    )) as typeof import("../../wrappers/typescript/src/browser/index.ts");
    const sleeps: number[] = [];
    const world = {
      random: () => 1,
      now: () => performance.now() / 1000,
      sleep: async (seconds: number, signal: AbortSignal | null) => {
        signal?.throwIfAborted();
        sleeps.push(seconds);
      },
    };
    const audio = new Uint8Array(size);
    audio.set(new TextEncoder().encode("RIFF\0\0\0\0WAVE").subarray(0, size));
    for (let place = 12; place < size; place += 1) audio[place] = (place - 12) % 256;
    const post =
      (path: string) =>
      (asked: object, { signal }: { signal: AbortSignal }) =>
        fetch(path, { method: "POST", body: JSON.stringify(asked), signal });
    try {
      const receipt = await uploadBlob(
        new File([audio], "audio.wav"),
        { createUploadUrl: post("/uploads"), completeUpload: post("/complete"), ...options },
        world,
      );
      return { sleeps, receipt: { ...receipt }, error: null };
    } catch (error) {
      if (!(error instanceof BotaError)) throw error;
      const { name, message, recordingId } = error;
      return { sleeps, receipt: null, error: { name, message, recordingId } };
    }
  }, given);
}
