// The TypeScript of the README and of the site's pages fits the types, and does what it says.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  copyFileSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Emulator } from "./emulator.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PACKAGE = join(ROOT, "wrappers", "typescript");
const BLOCK = /^```ts\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms;

let emulator: Emulator;
let folder: string;

/** Where a block stands, the file with it, and what it prints; null where the page does not say. */
interface Program {
  readonly place: string;
  readonly file: string;
  readonly prints: string | null;
}

function programs(): Program[] {
  const found: Program[] = [];
  const sources = relative(folder, join(PACKAGE, "src", "index.ts")).replaceAll("\\", "/");
  const readmes = ["README.md", "wrappers/typescript/README.md"];
  for (const page of [...readmes, ...globSync("docs/**/*.md", { cwd: ROOT }).sort()]) {
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const block of text.matchAll(BLOCK)) {
      const line = text.slice(0, block.index).split("\n").length;
      const file = join(folder, `block_${found.length}.mts`);
      writeFileSync(file, (block[1] ?? "").replace('"bota-sdk"', JSON.stringify(sources)));
      found.push({ place: `${page}:${line}`, file, prints: block[2] ?? null });
    }
  }
  return found;
}

before(async () => {
  emulator = await Emulator.start();
  folder = realpathSync(mkdtempSync(join(tmpdir(), "bota-pages-")));
  copyFileSync(join(ROOT, "tests", "audio", "speech.wav"), join(folder, "standup.wav"));
});

after(async () => {
  rmSync(folder, { recursive: true });
  await emulator.stop();
});

test("the pages' blocks fit the types", async () => {
  const count = programs().length;
  const settings = {
    extends: join(PACKAGE, "tsconfig.test.json"),
    compilerOptions: {
      allowImportingTsExtensions: true,
      rootDir: "/",
      typeRoots: [join(PACKAGE, "node_modules", "@types")],
    },
    include: ["*.mts"],
    exclude: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const tsc = join(PACKAGE, "node_modules", "typescript", "bin", "tsc");
  const done = await run(process.execPath, [tsc, "-p", folder]).catch((error: unknown) => error);
  assert.equal((done as { stdout: string }).stdout, "");
  assert.ok(count >= 10, `${count} blocks`);
});

test("the pages' blocks print what stands below them", async () => {
  for (const { place, file, prints } of programs()) {
    await emulator.control("POST", "/reset");
    const env = { ...process.env, ...emulator.environment };
    const ran = await run(process.execPath, [file], { cwd: folder, env });
    if (prints !== null) assert.equal(ran.stdout, prints, place);
  }
});
