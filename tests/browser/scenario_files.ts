// The scenarios of tests/conformance, as far as a page can play them.

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

const FOLDER = new URL("../conformance/", import.meta.url);

/** The fields are those of scenario.schema.json. */
export interface Scenario {
  readonly name: string;
  readonly source?: {
    readonly kind?: string;
    readonly size?: number;
    readonly change?: object;
    readonly fails_after?: number;
  };
  readonly client?: Readonly<Record<string, number>>;
  readonly upload?: { readonly checksum?: string; readonly content_type?: string };
  readonly before?: number;
  readonly settings?: object;
  readonly skew?: number;
  readonly faults?: readonly Fault[];
  readonly expect: {
    readonly requests: readonly string[];
    readonly outcome: "uploaded" | "error";
    readonly receipt?: Readonly<Record<string, unknown>>;
    readonly error?: { readonly type: string; readonly words?: readonly string[] };
    readonly stored?: string;
    readonly status?: string;
    readonly sleeps?: readonly number[];
  };
}

/** What goes wrong in a scenario. */
export interface Fault {
  readonly kind: string;
  readonly operation?: string;
  readonly status?: number;
}

/** Return the scenarios of all files, in order. */
export function loadScenarios(): readonly Scenario[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => parse(readFileSync(new URL(name, FOLDER), "utf8")) as Scenario[]);
}
