// The package itself: it brings nothing along, and its version is the one of Python's.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { VERSION } from "../src/index.ts";

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
