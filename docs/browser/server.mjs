// The server behind public/: it has the API key, and asks the API for what its users may do.
//
//     npm install bota-sdk
//     BOTA_API_KEY=sk_live_... node server.mjs

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { ApiError, Bota } from "bota-sdk";

const bota = new Bota();

/** Whose request it is. Yours reads the session that your log-in made. */
const userOf = (_request) => "eu_1";

/** Create the recording, where there is none yet, and an upload URL for it. */
async function createUploadUrl(asked, user) {
  const id =
    asked.recording_id === null
      ? await newRecording(asked, user)
      : await ownRecording(asked.recording_id, user);
  const { content_type, file_size_bytes } = asked;
  const found = await bota.uploads.createUrl(id, { content_type, file_size_bytes });
  // The page needs the URL alone.
  return { ...found, upload_token: undefined, recording_id: id };
}

/** Complete an upload with the SHA-256 that the page has computed. */
async function completeUpload({ recording_id, content_sha256 }, user) {
  return bota.uploads.complete(await ownRecording(recording_id, user), { content_sha256 });
}

async function newRecording({ name, idempotency_key: idempotencyKey }, user) {
  const fields = { end_user_id: user, name: name ?? "Recording" };
  return (await bota.recordings.create(fields, { idempotencyKey })).id;
}

/** Let nobody have what is another user's. */
async function ownRecording(id, user) {
  if ((await bota.recordings.get(id)).end_user_id !== user)
    throw new ApiError({ status: 404, said: "there is no such recording" });
  return id;
}

const ROUTES = { "POST /uploads": createUploadUrl, "POST /uploads/complete": completeUpload };
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css" };

async function serve(request) {
  const route = ROUTES[`${request.method} ${request.url}`];
  if (route !== undefined) {
    const found = await route(await json(request), userOf(request));
    return { type: "application/json", body: JSON.stringify(found) };
  }
  const [, name = "index.html"] = /^\/(\w[\w.-]*)?$/.exec(request.url) ?? [];
  const file = new URL(`public/${name}`, import.meta.url);
  return { type: TYPES[name.split(".").pop()] ?? "text/plain", body: await readFile(file) };
}

const server = createServer(async (request, response) => {
  try {
    const { type, body } = await serve(request);
    response.writeHead(200, { "Content-Type": type }).end(body);
  } catch (error) {
    if (error instanceof ApiError) {
      // What the API says, so that the page knows whether to repeat its request.
      const wait = error.headers["retry-after"];
      const { code, message, param } = error;
      response
        .writeHead(error.status, wait === undefined ? {} : { "Retry-After": wait })
        .end(JSON.stringify({ error: { code, message, param } }));
    } else {
      response.writeHead(error.code === "ENOENT" ? 404 : 500).end();
    }
  }
});
server.listen(Number(process.env.PORT ?? 8000), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
);
