// Reads what a success holds by the rules of the contract, so that errors name what breaks them.

import { type Field, LEFT_OUT } from "../../../../generated/typescript/calling.ts";
import { MODELS } from "../../../../generated/typescript/reading.ts";
import { hideFields } from "../shared/redact.ts";
import { warn } from "../shared/warning.ts";

/** A field of a response is missing, or is what the contract rules out. Names the field. */
export class ResponseError extends Error {}

/** What a value of each kind is called in messages. */
export const WORDS: Readonly<Record<Field["kind"], string>> = {
  integer: "a number",
  number: "a number",
  string: "text",
  boolean: "a boolean",
  date: "a date and time",
  object: "an object",
  array: "an array",
  any: "anything",
};

const DATE =
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * Return an object of a response as its type says it is, with the objects inside it.
 *
 * A null where none may be is the same as a field that was left out; a number written as text is
 * that number. What is unknown stays as it is. `util.inspect` does not show its secret fields.
 *
 * @throws ResponseError when a required field is missing, or a field is of another type.
 */
export function readModel(name: string, source: unknown): Record<string, unknown> {
  const model = MODELS[name];
  if (!isObject(source)) throw new ResponseError(`${name} is ${word(source)}, not an object`);
  const values: Record<string, unknown> = { ...source };
  for (const [key, field] of Object.entries(model?.fields ?? {})) {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) {
      if (field.required) throw new ResponseError(`${name}.${key} is missing`);
    } else if (value === null) {
      if (field.nullable) continue;
      if (field.required) throw new ResponseError(`${name}.${key} is null`);
      delete values[key];
    } else {
      const read = readField(`${name}.${key}`, value, field);
      if (read === undefined) delete values[key];
      else values[key] = read;
    }
  }
  if (model?.secrets.length) hideFields(values, model.secrets);
  return values;
}

function readField(name: string, value: unknown, field: Field): unknown {
  if (!fits(value, field.kind)) return converted(name, value, field);
  const { model } = field;
  if (model === undefined) return value;
  if (!Array.isArray(value)) return isObject(value) ? readModel(model, value) : value;
  return field.rows ? readRows(name, model, value) : value.map((item) => readModel(model, item));
}

/** Leave out of a page a row that cannot be read, with a warning: the others can be. */
function readRows(name: string, model: string, rows: readonly unknown[]): readonly unknown[] {
  const read = rows.flatMap((row, index) => {
    try {
      return [readModel(model, row)];
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      warn(`${name}[${index}] was left out: ${error.message}`);
      return [];
    }
  });
  LEFT_OUT.set(read, rows.length - read.length);
  return read;
}

/** Return whether a value is of a kind. */
export function fits(value: unknown, kind: Field["kind"]): boolean {
  switch (kind) {
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "string":
    case "boolean":
      return typeof value === kind;
    case "date":
      return typeof value === "string" && isDate(value);
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    default:
      return true;
  }
}

function converted(name: string, value: unknown, field: Field): unknown {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  if (field.kind === "integer" && Number.isInteger(number)) return number;
  if (field.kind === "number" && Number.isFinite(number)) return number;
  // Nothing depends on an optional plain value: without one that is odd there is still a response.
  const plain = ["integer", "number", "string", "boolean", "date"].includes(field.kind);
  if (field.nullable || (plain && !field.required)) return undefined;
  throw new ResponseError(`${name} is ${word(value)}, not ${WORDS[field.kind]}`);
}

function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10)));
}

/** Return whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function word(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  const words: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    boolean: "a boolean",
    object: "an object",
  };
  return words[typeof value] ?? typeof value;
}
