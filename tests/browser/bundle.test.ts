// What a page loads of this package: nothing of Node's, and not much.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { bundleForPage } from "./bundling.ts";

/** Bytes, minified and then compressed: with room for the contract to grow. */
const MOST = 24_000;

test("bota-sdk/browser bundles without a module of Node's", async (about) => {
  const folder = mkdtempSync(join(tmpdir(), "bota-bundle-"));
  try {
    const file = join(folder, "bundle.js");
    const { metafile } = await bundleForPage(file);
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    assert.deepEqual(
      imports.filter(({ path }) => path.startsWith("node:")),
      [],
    );
    const bundle = readFileSync(file);
    const packed = gzipSync(bundle, { level: 9 });
    about.diagnostic(`${bundle.length} bytes minified, ${packed.length} with gzip`);
    assert.doesNotMatch(bundle.toString(), /\bBuffer\b|\bprocess\.(?:env|versions)\b/);
    assert.ok(packed.length < MOST, `${packed.length} bytes`);
    const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    const errors = Object.entries(exported).filter(([name]) => /Error$/.test(name));
    assert.ok(errors.length > 20);
    for (const [name, kind] of errors) {
      const error = new (kind as new (...given: unknown[]) => Error)("", {});
      assert.equal(error.name, name, "a bundler has renamed the class");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a module of Node's would be found", async () => {
  const contents = 'import "node:crypto";';
  const bundling = build({
    stdin: { contents },
    bundle: true,
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  await assert.rejects(bundling, /node:crypto/);
});
