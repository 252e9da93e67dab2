// The package itself: it brings nothing along, and its version is the one of Python's.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { VERSION } from "../src/index.ts";
import { Emulator } from "./emulator.ts";

const ROOT = new URL("../", import.meta.url);
const PACKAGE = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8"));
const GENERATED = new URL("../../generated/typescript/", ROOT);

test("there is no dependency at run time", () => {
  const kinds = ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"];
  for (const kind of kinds) assert.equal(PACKAGE[kind], undefined);
  for (const folder of [new URL("src/", ROOT), GENERATED]) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".ts"))) {
      const source = readFileSync(new URL(file.replaceAll("\\", "/"), folder), "utf8");
      const imports = source.matchAll(/(?:\bfrom|^import|\bimport\() ?"([^"]+)"/gm);
      for (const [, from = ""] of imports) assert.match(from, /^(?:node:|\.\.?\/)/, file);
    }
  }
});

test("the version is the same in each place", () => {
  const python = readFileSync(new URL("../python/bota_sdk/_version.py", ROOT), "utf8");
  assert.equal(PACKAGE.version, VERSION);
  assert.match(python, new RegExp(`"${VERSION.replaceAll(".", "\\.")}"`));
});

const LOADED = `process.on("exit", () =>
  console.log(process.moduleLoadList.filter((name) => /undici|parse_args/.test(name))))`;

// Only Node says what it has loaded.
const NOT_NODE = { skip: !("moduleLoadList" in process) };
// An import of node:http takes undici along, 6 MiB, and one of node:util all that it can do, 1 MiB.
test("an upload loads nothing of Node's that it does not use", NOT_NODE, async () => {
  const emulator = await Emulator.start();
  try {
    const program = fileURLToPath(new URL("upload_once.ts", import.meta.url));
    const audio = fileURLToPath(new URL("../../../tests/audio/speech.wav", import.meta.url));
    const watching = ["--import", `data:text/javascript,${encodeURIComponent(LOADED)}`];
    const { stdout } = await promisify(execFile)(process.execPath, [...watching, program, audio], {
      env: { ...process.env, ...emulator.environment },
    });
    assert.equal(stdout, "verified: true\n[]\n");
  } finally {
    await emulator.stop();
  }
});
