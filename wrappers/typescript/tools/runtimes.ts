// The programs that run TypeScript, out of the packages in runtimes/. Their install scripts do not
// run, so each program is taken from the package of this system.

import { existsSync } from "node:fs";
import { arch, platform } from "node:os";
import { fileURLToPath } from "node:url";

const suffix = platform() === "win32" ? ".exe" : "";
const system = `${platform() === "win32" ? "windows" : platform()}-${arch() === "arm64" ? "aarch64" : arch()}`;
const node = `node-${platform() === "win32" ? "win" : platform()}-${arch()}`;

const PROGRAMS: Readonly<Record<string, string>> = {
  bun: `@oven/bun-${system}/bin/bun${suffix}`,
  deno: `.bin/deno${platform() === "win32" ? ".cmd" : ""}`,
  node22: `${node}/bin/node${suffix}`,
};

/** Return the path of a runtime's program; null where there is none for this system. */
export function programOf(runtime: string): string | null {
  if (runtime === "node") return process.execPath;
  const name = PROGRAMS[runtime];
  if (name === undefined) return null;
  const path = fileURLToPath(new URL(`./runtimes/node_modules/${name}`, import.meta.url));
  return existsSync(path) ? path : null;
}
