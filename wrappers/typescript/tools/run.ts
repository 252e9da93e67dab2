// Runs tests under a runtime: `node tools/run.ts RUNTIME [TEST …]`, where RUNTIME is node, node22,
// deno or bun; every scenario, when no test is named.

import { spawnSync } from "node:child_process";
import { programOf } from "./runtimes.ts";

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  node: ["--test"],
  node22: ["--no-warnings", "--test"],
  deno: ["test", "--no-check", "--allow-all"],
  bun: ["test", "--timeout=120000"],
};

const [runtime = "", ...tests] = process.argv.slice(2);
const own = ARGUMENTS[runtime];
if (own === undefined) throw new Error(`name one of ${Object.keys(ARGUMENTS).join(", ")}`);
const program = programOf(runtime);
if (program === null) {
  console.log(`${runtime} is not there for this system; nothing was run`);
} else {
  const files = tests.length > 0 ? tests : ["./test/conformance.test.ts"];
  const { status } = spawnSync(program, [...own, ...files], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
