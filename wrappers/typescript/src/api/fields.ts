// What a caller passes to a method of ours, the fields of a request's body too: checked before
// anything is sent.

import { MODELS } from "../../../../generated/typescript/reading.ts";
import { checkOptionsObject, seconds } from "../shared/options.ts";
import { checkText, quoted } from "../shared/text.ts";
import { fits, WORDS } from "./reading.ts";

/** A name of the contract in the spelling of this language: `end_user_id` is `endUserId`. */
export type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** The fields of a request of the contract as options, but for those that come otherwise. */
export type FieldOptions<Request, Without extends string = never> = {
  readonly [Name in Exclude<keyof Request & string, Without> as Camel<Name>]?:
    | Request[Name]
    | undefined;
};

/** What ends a method early, and what it reports to. */
export interface Steering<Report extends readonly unknown[]> {
  /** Milliseconds for all of it. */
  readonly deadline?: number | undefined;
  /** Stops it: it then rejects with UploadCancelledError. */
  readonly signal?: AbortSignal | undefined;
  /** What it throws ends the call. */
  readonly onProgress?: ((...report: Report) => void) | undefined;
}

/** The options that every method has which takes a while. */
export const STEERING: readonly string[] = ["deadline", "signal", "onProgress"];

/** Throw what makes the options unfit that every method has which takes a while. */
export function checkSteering(options: Steering<never>): void {
  checkOptionsObject(options);
  const { deadline, signal, onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new TypeError(`onProgress is a function, not ${typeof onProgress}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal is an AbortSignal, not ${typeof signal}`);
  }
  if (deadline !== undefined) seconds("deadline", deadline, 1);
}

/**
 * Return the fields among options that were given (one that is null was not), by their names in the
 * contract.
 *
 * @param operation its name in the contract, for messages.
 * @param model the name of its body's type.
 * @param own the options that are no fields.
 * @param without the field that comes otherwise.
 * @throws TypeError when there is no such field, or its value has another type.
 */
export function checkedFields(
  operation: string,
  model: string,
  options: object,
  own: ReadonlySet<string>,
  without?: string,
): Record<string, unknown> {
  const kinds = MODELS[model]?.fields ?? {};
  /** The names of the contract, by their spelling here. */
  const names = new Map(
    Object.keys(kinds)
      .filter((name) => name !== without)
      .map((name) => [name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()), name]),
  );
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined || value === null || own.has(name)) continue;
    const wire = names.get(name);
    if (wire === undefined) {
      throw new TypeError(
        `${name} is no option of this method and no field of ${operation}, which are ` +
          [...names.keys()].join(", "),
      );
    }
    const sent: unknown = value instanceof Date ? value.toISOString() : value;
    const kind = kinds[wire]?.kind ?? "any";
    if (!fits(sent, kind)) throw new TypeError(`${name} is ${WORDS[kind]}, not ${quoted(value)}`);
    if (typeof sent === "string") checkText(name, sent, wire);
    fields[wire] = sent;
  }
  return fields;
}
