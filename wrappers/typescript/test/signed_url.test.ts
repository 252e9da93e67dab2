// What can be read from a signed URL before anything is sent to it, beside tests/vectors.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Secret } from "../src/shared/redact.ts";
import {
  checkSignedHeaders,
  endOf,
  readSignedUrl,
  type SignedUrl,
} from "../src/storage/signed_url.ts";
import { settingsOf } from "./settings.ts";

const SIGNED =
  "https://b.s3.amazonaws.com/proj/rec_1/audio.wav?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
  "&X-Amz-Date=20250115T110000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost" +
  "&X-Amz-Signature=abcdef0123";
const NOON = Date.parse("2025-01-15T12:00:00Z") / 1000;

function read(fields: object = {}): SignedUrl {
  const about = { contentType: "audio/wav", size: 5 };
  return readSignedUrl({ upload_url: SIGNED, ...fields }, settingsOf(), about);
}

test("the URL's own dates count before the response's", () => {
  const signedUrl = read({ expires_at: "2031-01-01T00:00:00Z" });
  assert.equal(signedUrl.expiresAt, NOON);
  assert.equal(signedUrl.signedAt, NOON - 3600);
  assert.equal(signedUrl.url.reveal(), SIGNED);
  assert.deepEqual([...signedUrl.signedHeaders], ["content-type", "host"]);
  assert.equal(endOf(new Secret(SIGNED)), NOON);
  assert.equal(endOf(new Secret("https://b.s3.amazonaws.com/key")), null);
});

test("the zone of this machine does not matter", () => {
  const before = process.env["TZ"];
  for (const zone of ["Pacific/Kiritimati", "America/Los_Angeles"]) {
    process.env["TZ"] = zone;
    const bare = read({ upload_url: "https://h/k", expires_at: "2025-01-15T12:00:00" });
    assert.equal(bare.expiresAt, NOON);
    assert.equal(read().expiresAt, NOON);
  }
  if (before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = before;
});

test("a day that its month does not have is no date", () => {
  const bare = { upload_url: "https://h/k" };
  assert.equal(read({ ...bare, expires_at: "2025-02-30T12:00:00Z" }).expiresAt, null);
  assert.equal(read({ ...bare, expires_at: "2025-02-28T12:00:00.5Z" }).expiresAt, 1740744000.5);
});

test("the headers of the PUT", () => {
  const cases: [object, object][] = [
    [{}, { "Content-Type": "audio/wav" }],
    [{ content_type: "audio/x" }, { "Content-Type": "audio/x" }],
    [{ content_type: "" }, { "Content-Type": "audio/wav" }],
    [{ headers: { "content-type": "audio/y" } }, { "content-type": "audio/y" }],
    [{ headers: null }, { "Content-Type": "audio/wav" }],
    [
      { headers: { "x-amz-meta-a": "1" }, content_type: "audio/x" },
      { "x-amz-meta-a": "1", "Content-Type": "audio/x" },
    ],
    // What the connection sets is not taken from the response.
    [
      { headers: { Host: "other", "content-length": "5", "X-A": " b " } },
      { "X-A": "b", "Content-Type": "audio/wav" },
    ],
  ];
  for (const [fields, headers] of cases) assert.deepEqual(read(fields).headers, headers);
});

test("headers that no PUT can carry", () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ "Content-Length": "6" }, /a body of 6 bytes, but the source has 5/],
    [{ "a b": "c" }, /'a b', which cannot be sent/],
    [{ "": "c" }, /cannot be sent/],
    [{ "x-amz-meta-a": "b\r\nc: d" }, /cannot be sent/],
    [{ "x-amz-meta-a": "\u20ac" }, /cannot be sent/],
    [{ "x-amz-meta-a": 5 }, /cannot be sent/],
  ];
  for (const name of [
    "Authorization",
    "Connection",
    "cookie",
    "Expect",
    "te",
    "transfer-encoding",
    "Upgrade",
  ])
    cases.push([{ [name]: "x" }, new RegExp(`the header ${name}, which has no place`)]);
  for (const [headers, message] of cases)
    assert.throws(() => read({ headers }), { name: "InvalidResponseError", message });
});

test("an unsafe URL is refused without repeating it", () => {
  const cases: [string, RegExp][] = [
    ["http://b.s3.amazonaws.com/k?X-Amz-Signature=abc", /plain http/],
    ["https://u:p@h/k?X-Amz-Signature=abc", /user name/],
    ["ftp://h/k", /not an https URL/],
    ["", /not an https URL/],
    ["https://[::1", /cannot be read/],
    ["https://h/a b", /holds a space/],
  ];
  for (const [url, words] of cases) {
    assert.throws(
      () => read({ upload_url: url }),
      (error: Error) => {
        assert.match(error.message, words);
        assert.doesNotMatch(inspect(error, { showHidden: true }), /X-Amz|u:p/);
        return error.name === "InvalidResponseError";
      },
    );
  }
});

function withSigned(names: string): string {
  return SIGNED.replace("content-type%3Bhost", names);
}

test("a signed header that cannot be sent is found before the first byte", () => {
  const signedUrl = read({ upload_url: withSigned("content-type%3Bhost%3Bx-amz-meta-a") });
  assert.throws(() => checkSignedHeaders(signedUrl, signedUrl.headers), {
    name: "SignedUrlError",
    message: /signed with the header x-amz-meta-a/,
  });
  checkSignedHeaders(signedUrl, { ...signedUrl.headers, "X-Amz-Meta-A": "1" });
  const several = read({ upload_url: withSigned("host%3Bx-b%3Bx-a") });
  assert.throws(() => checkSignedHeaders(several, several.headers), { message: /x-a, x-b/ });
});

test("a header that is not signed is found before the first byte", () => {
  const signedUrl = read({ headers: { "X-Amz-B": "1", "X-Amz-Acl": "private" } });
  assert.throws(() => checkSignedHeaders(signedUrl, signedUrl.headers), {
    name: "SignedUrlError",
    message: /x-amz-acl, x-amz-b, but did not sign/,
  });
  const one = read({ headers: { "X-Amz-Acl": "private" } });
  assert.throws(() => checkSignedHeaders(one, one.headers), { message: /x-amz-acl, but did not/ });
  // Others may be sent without being signed, and of a URL that does not say nothing is known.
  checkSignedHeaders(signedUrl, { "Content-Type": "a/b", "Content-MD5": "x", "X-Other": "y" });
  const bare = read({
    upload_url: "https://h/k?Signature=x",
    headers: { "X-Amz-Acl": "private" },
  });
  checkSignedHeaders(bare, bare.headers);
});

test("Content-Length may be signed", () => {
  const signedUrl = read({ upload_url: withSigned("content-length%3Bcontent-type%3Bhost") });
  checkSignedHeaders(signedUrl, signedUrl.headers);
});

test("a signed URL never shows itself", () => {
  const signedUrl = read();
  const shows = [inspect(signedUrl), `${signedUrl.url}`, JSON.stringify(signedUrl)];
  assert.doesNotMatch(shows.join(), /abcdef0123/);
});
