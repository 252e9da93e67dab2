// Loaded before a test (`node --import`): changes one place of one module, as BOTA_MUTANT says.

import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

/** One change of a module's source, whose types are blanks. */
export interface Mutant {
  /** The module's URL. */
  readonly url: string;
  readonly start: number;
  readonly end: number;
  /** What stands there instead. */
  readonly text: string;
}

/** Return the JavaScript of a module, in which everything stands where it did. */
export function javascriptOf(url: string): string {
  return stripTypeScriptTypes(readFileSync(fileURLToPath(url), "utf8"));
}

const given = process.env["BOTA_MUTANT"];
if (given !== undefined) {
  const mutant: Mutant = JSON.parse(given);
  registerHooks({
    load(url, context, next) {
      if (url !== mutant.url) return next(url, context);
      const code = javascriptOf(url);
      const source = code.slice(0, mutant.start) + mutant.text + code.slice(mutant.end);
      return { format: "module", source, shortCircuit: true };
    },
  });
}
