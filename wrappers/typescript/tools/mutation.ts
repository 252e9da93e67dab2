// Breaks the rules of the upload's decisions one by one and runs their tests on each, as
// tests/mutation.py does with Python's. A mutant that no test sees is a rule that nothing proves.
// Prints the score; fails when one survives.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { type AnyNode, parse } from "acorn";
import { javascriptOf, type Mutant } from "./mutant.ts";

const TARGETS: Readonly<Record<string, readonly string[]>> = {
  "storage/decision.ts": ["vectors.test.ts", "decision.test.ts"],
  "storage/signed_url.ts": ["vectors.test.ts", "signed_url.test.ts"],
};

const OTHERS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  "??": "&&",
};

/** What stands in the place of one part of a source. */
type Change = Omit<Mutant, "url">;

function* changesOf(code: string): Generator<Change> {
  for (const node of nodesOf(parse(code, { ecmaVersion: "latest", sourceType: "module" }))) {
    switch (node.type) {
      case "BinaryExpression":
      case "LogicalExpression": {
        const other = OTHERS[node.operator];
        if (other === undefined) break;
        const [start, end] = [node.left.end, node.right.start];
        yield { start, end, text: code.slice(start, end).replace(node.operator, () => other) };
        break;
      }
      case "ObjectExpression":
        for (const each of node.properties) yield instead(each, "...{}");
        break;
      case "NewExpression":
        // The entries of a Map or a Set.
        for (const list of node.arguments)
          if (list.type === "ArrayExpression")
            for (const each of list.elements) if (each !== null) yield instead(each, "...[]");
        break;
      case "UnaryExpression":
        if (node.operator === "!") yield { start: node.start, end: node.start + 1, text: " " };
        break;
      case "Literal":
        if (typeof node.value === "number") yield instead(node, String(node.value + 1));
        break;
      case "IfStatement":
      case "ConditionalExpression":
        yield instead(node.test, "false");
        break;
    }
  }
}

function instead({ start, end }: { start: number; end: number }, text: string): Change {
  return { start, end, text };
}

function* nodesOf(given: unknown): Generator<AnyNode> {
  if (typeof given !== "object" || given === null) return;
  if ("type" in given) yield given as AnyNode;
  for (const inner of Object.values(given)) yield* nodesOf(inner);
}

/** Return whether all tests of a module pass with a mutant of it, or without any. */
async function passes(tests: readonly string[], mutant?: Mutant): Promise<boolean> {
  for (const test of tests) {
    const path = new URL(`../test/${test}`, import.meta.url).pathname;
    const preload = new URL("./mutant.ts", import.meta.url).href;
    const env = { ...process.env };
    if (mutant !== undefined) env["BOTA_MUTANT"] = JSON.stringify(mutant);
    const child = spawn(process.execPath, ["--no-warnings", "--import", preload, path], {
      env,
      stdio: "ignore",
      timeout: 60_000,
    });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    if (code !== 0) return false;
  }
  return true;
}

const survivors: string[] = [];
let total = 0;
for (const [module, tests] of Object.entries(TARGETS)) {
  const { href: url } = new URL(`../src/${module}`, import.meta.url);
  const code = javascriptOf(url);
  if (!(await passes(tests))) throw new Error(`the tests of ${module} fail without any change`);
  const left = [...changesOf(code)];
  total += left.length;
  const work = async (): Promise<void> => {
    for (let change = left.pop(); change !== undefined; change = left.pop()) {
      if (!(await passes(tests, { url, ...change }))) continue;
      const line = code.slice(0, change.start).split("\n").length;
      const was = code.slice(change.start, change.end).trim();
      survivors.push(`${module}, line ${line}: ${was} -> ${change.text.trim()}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}
console.log(`${total - survivors.length} of ${total} mutants killed`);
for (const each of survivors) console.log(each);
process.exitCode = survivors.length > 0 ? 1 : 0;
