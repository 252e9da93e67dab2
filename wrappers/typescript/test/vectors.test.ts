// The tables of tests/vectors, which every language reads, so that all of them decide alike.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { apiError } from "../src/api/translate.ts";
import { NoResponse, Response } from "../src/shared/outcome.ts";
import { redact } from "../src/shared/redact.ts";
import { backoff, isTransient, mayRepeat, serverWait } from "../src/shared/retry.ts";
import { type Action, after, type Budget, decide } from "../src/storage/decision.ts";
import { type Digests, parseResponse, type StorageOutcome } from "../src/storage/response.ts";
import { checkedUrl, needsRefresh, readSignedUrl } from "../src/storage/signed_url.ts";
import { known, sniff } from "../src/upload/audio_type.ts";
import { verifyWebhook } from "../src/webhooks.ts";
import { settingsOf } from "./settings.ts";

// biome-ignore lint/suspicious/noExplicitAny: each table has columns of its own
type Case = Record<string, any>;

const FOLDER = new URL("../../../tests/vectors/", import.meta.url);
const READ = new Set<string>();

/** Run a function over each case of a table. */
function table(file: string, name: string, check: (given: Case) => unknown): void {
  READ.add(`${file}.yaml: ${name}`);
  const cases = tablesOf(`${file}.yaml`)[name] ?? [];
  test(`${file}: ${name}`, async (t) => {
    assert.ok(cases.length > 0, "the table is empty");
    // The run's output is looked through for secrets, and some tables hold what looks like one.
    for (const given of cases)
      await t.test(redact(JSON.stringify(given)), async () => void (await check(given)));
  });
}

function tablesOf(file: string): Record<string, Case[]> {
  return parse(readFileSync(new URL(file, FOLDER), "utf8"));
}

table("retry", "may_repeat", ({ method, headers, result }) =>
  assert.equal(mayRepeat(method, headers), result),
);
table("retry", "is_transient", ({ status, result }) => assert.equal(isTransient(status), result));
table("retry", "server_wait", ({ headers, now, limited, result }) =>
  assert.equal(serverWait(headers, now, limited), result),
);
table("retry", "backoff", ({ attempt, random, result }) =>
  assert.equal(
    backoff(attempt, () => random),
    result,
  ),
);

const SECRET = "a1B2c3D4e5F6a1B2";
table("redact", "redact", ({ text, result }) =>
  assert.equal(redact(text.replaceAll("{secret}", SECRET)), result),
);

const MD5 = "d41d8cd98f00b204e9800998ecf8427e";

function outcomeOf(given: Case): StorageOutcome {
  const about = {
    phase: given["phase"] ?? "after",
    bytesSent: 0,
    urlEnd: given["url_end"] ?? null,
  };
  if (given["no_response"] !== undefined) {
    const timedOut = given["no_response"] === "timeout";
    return {
      ...about,
      response: new NoResponse("it broke", { timedOut, sent: true }),
      digests: null,
    };
  }
  const headers: Record<string, string> = {};
  let digests: Digests | null = null;
  if (given["retry_after"] !== undefined) headers["retry-after"] = String(given["retry_after"]);
  if (given["date"] !== undefined) headers["date"] = new Date(given["date"] * 1000).toUTCString();
  if (given["etag"] !== undefined) {
    headers["etag"] = `"${MD5}"`;
    const md5 = given["etag"] === "same" ? MD5 : [...MD5].reverse().join("");
    digests = { sha256: "0".repeat(64), md5 };
  }
  const { code, message = "" } = given;
  const body = code ? `<Error><Code>${code}</Code><Message>${message}</Message></Error>` : "";
  const response = parseResponse(new Response(given["status"], headers, Buffer.from(body)));
  return { ...about, response, digests };
}

function actionOf(given: Case): Action {
  switch (given["action"]) {
    case "done":
      return { kind: "done" };
    case "retry":
      return { kind: "retry", price: given["price"] ?? 5, askedWait: given["asked_wait"] ?? null };
    case "refresh":
    case "doubtful_refresh":
      return { kind: "refresh", isDoubtful: given["action"] === "doubtful_refresh" };
    default:
      return { kind: "stop" };
  }
}

function budgetOf(given: Case): Budget {
  return {
    retries: given["retries"],
    refreshes: given["refreshes"],
    doubtfulRefreshes: given["doubtful_refreshes"],
  };
}

table("decision", "decide", (given) => {
  const full = { retries: 3, refreshes: 2, doubtful_refreshes: 1 };
  const budget = budgetOf(given["budget"] ?? full);
  const action = decide(outcomeOf(given), budget);
  assert.deepEqual(action, actionOf(given));
  if (given["left"]) assert.deepEqual(after(budget, action), budgetOf(given["left"]));
});

table("error_body", "api_error", (given) => {
  const body = given["hex"] ? Buffer.from(given["hex"], "hex") : Buffer.from(given["body"]);
  const error = apiError(new Response(given["status"], given["headers"] ?? {}, body), "");
  assert.equal(error.name, given["type"]);
  const { status, code, param, requestId } = error;
  const { code: named = null, param: about = null, request_id: ticket = null } = given;
  assert.deepEqual([status, code, param, requestId], [given["status"], named, about, ticket]);
  assert.ok(error.message.includes(given["message"]), error.message);
});

table("signed_url", "needs_refresh", ({ expires_at, now, refresh }) =>
  assert.equal(needsRefresh(expires_at, now), refresh),
);
table("signed_url", "read_signed_url", ({ query, expires_at, end }) => {
  const response = { upload_url: `https://h/k?${query}`, expires_at };
  const found = readSignedUrl(response, settingsOf(), { contentType: "audio/wav", size: 5 });
  assert.equal(found.expiresAt, end && Date.parse(end) / 1000);
});
table("signed_url", "checked_url", ({ api, url, plain_http = false, usable }) => {
  const settings = settingsOf({ baseUrl: api, allowPlainHttp: plain_http || /^http:/.test(api) });
  const check = () => checkedUrl(url, { ...settings, allowPlainHttp: plain_http }, "a URL");
  if (usable) assert.equal(check().reveal(), url);
  else assert.throws(check, { name: "InvalidResponseError" });
});

table("audio_type", "sniff", async ({ head, result }) => {
  const bytes = Buffer.from(head, "hex");
  assert.equal(await sniff(async (start, count) => bytes.subarray(start, start + count)), result);
});
table("audio_type", "given", ({ given, result }) => assert.equal(known(given), result));

const UNLESS_SAID = tablesOf("webhook.yaml")["default"]?.[0];
READ.add("webhook.yaml: default");
table("webhook", "verify", (row) => {
  const given: Case = { ...UNLESS_SAID, ...row };
  const sent = given["hex"] === undefined ? given["body"] : Buffer.from(given["hex"], "hex");
  const headers = {
    "X-Bota-Signature": given["signature"],
    "X-Bota-Timestamp": given["timestamp"],
  };
  const tolerance = (given["tolerance"] ?? 300) * 1000;
  const options = { now: given["now"] * 1000, tolerance };
  const verify = () => verifyWebhook(sent, headers, given["secrets"], options);
  if (given["error"] === undefined) assert.equal(verify()["id"], given["result"]);
  else assert.throws(verify, { name: given["error"], message: new RegExp(given["words"]) });
});

test("every table of tests/vectors is read here", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
  const all = files.flatMap((file) =>
    Object.keys(tablesOf(file)).map((name) => `${file}: ${name}`),
  );
  assert.deepEqual(all.sort(), [...READ].sort());
});
