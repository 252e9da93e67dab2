// Packs the package into a folder and proves it: `node tools/pack.ts FOLDER AUDIO`.
//
// publint and attw look at it, esbuild says how large each entry is when it is minified, and in an empty
// folder in which it is installed users' programs are compiled, and the audio is uploaded to an
// emulator, under each runtime that is here.

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { Emulator } from "../test/emulator.ts";
import { TSC, writeProjects } from "./consumer.ts";
import { programOf } from "./runtimes.ts";

const [folder = "", audio = ""] = process.argv.slice(2).map((path) => resolve(path));
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TOOLS = join(ROOT, "tools", "node_modules");
const NPM = process.env["npm_execpath"] ?? "";
if (!NPM) throw new Error("run it as `npm run pack`: what it packs with is that npm");

function run(program: string, given: readonly string[], options: object = {}): string {
  return execFileSync(program, given, {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    ...options,
  });
}

function npm(...given: string[]): string {
  return run(process.execPath, [NPM, ...given]);
}

function pack(): string {
  rmSync(join(ROOT, "dist"), { recursive: true, force: true });
  npm("run", "--silent", "build");
  mkdirSync(folder, { recursive: true });
  const [made] = JSON.parse(npm("pack", "--json", "--pack-destination", folder));
  return join(folder, made.filename);
}

/** Minify each entry with all that it imports, and print what that comes to. */
function measure(installed: string): void {
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const [name, entry] of Object.entries<{ default: string }>(exports)) {
    const platform = name === "./browser" ? "browser" : "node";
    const bundle = ["--bundle", "--minify", "--format=esm", `--platform=${platform}`];
    const path = join(installed, entry.default);
    const minified = run(process.execPath, [join(TOOLS, "esbuild/bin/esbuild"), path, ...bundle]);
    const [size, zipped] = [minified.length, gzipSync(minified).length];
    console.log(`  ${name}: minified ${kib(size)}, gzipped ${kib(zipped)}`);
  }
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

async function upload(place: string): Promise<void> {
  const demo = readFileSync(new URL("./demo.ts", import.meta.url), "utf8");
  writeFileSync(join(place, "demo.ts"), demo.replace("../src/index.ts", "bota-sdk"));
  copyFileSync(audio, join(place, "audio.wav"));
  const emulator = await Emulator.start();
  const env = { ...process.env, ...emulator.environment };
  try {
    for (const [runtime, own] of Object.entries(RUNTIMES)) {
      const program = programOf(runtime);
      if (program === null) console.log(`  ${runtime} is not there for this system`);
      else
        process.stdout.write(run(program, [...own, "demo.ts", "audio.wav"], { cwd: place, env }));
    }
  } finally {
    await emulator.stop();
  }
}

const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  node: [],
  node22: ["--no-warnings"],
  deno: ["run", "--no-check", "--allow-all"],
  bun: ["run"],
};

const packed = pack();
console.log(`${packed}: ${kib(statSync(packed).size)}`);
run(process.execPath, [join(TOOLS, "publint/src/cli.js"), packed, "--strict"], {
  stdio: "inherit",
});
const attw = [join(TOOLS, "@arethetypeswrong/cli/dist/index.js"), packed, "--profile", "esm-only"];
run(process.execPath, attw, { stdio: "inherit" });
const place = mkdtempSync(join(tmpdir(), "bota-package-"));
try {
  writeFileSync(join(place, "package.json"), '{ "private": true, "type": "module" }\n');
  npm("install", "--prefix", place, "--ignore-scripts", "--silent", packed);
  const installed = readdirSync(join(place, "node_modules")).filter(
    (name) => !name.startsWith("."),
  );
  if (installed.join() !== "bota-sdk") throw new Error(`it brings others: ${installed.join()}`);
  measure(join(place, "node_modules", "bota-sdk"));
  const projects = writeProjects(place);
  for (const project of projects) run(process.execPath, [TSC, "-p", project], { cwd: place });
  console.log(`  compiles for a user: ${projects.join(", ")}`);
  await upload(place);
} finally {
  rmSync(place, { recursive: true });
}
