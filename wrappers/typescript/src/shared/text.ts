// Which texts of a caller's may be sent. What a file or an environment adds to one is refused.

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about control characters
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/u;

// A server, or what stands before it, may take these for a part of the URL, also when they are
// quoted.
const OF_A_URL = /[\t\r\n/\\?#%]/;

/** Return a value as messages show it: a text in quotes, with what cannot be seen escaped. */
export function quoted(value: unknown): string {
  if (typeof value !== "string") return String(value);
  const escaped = JSON.stringify(value)
    .slice(1, -1)
    .replace(/\\"/g, '"')
    .replace(/[\x7f-\x9f]/g, (found) => `\\x${found.charCodeAt(0).toString(16)}`);
  return escaped.includes("'") && !escaped.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replace(/'/g, "\\'")}'`;
}

/**
 * Throw a TypeError if a field's text cannot be sent as it is, or is an id with white space around it,
 * such as the end of a file's line. Any other text may have that: it is in the caller's own words.
 *
 * @param field its name in the contract, by which ids are known.
 */
export function checkText(name: string, text: string, field: string = name): void {
  if (field.endsWith("_id") && text !== text.trim()) {
    throw new TypeError(`${name} is ${quoted(text)}: white space around it; pass it without`);
  }
  const found = CONTROL.exec(text);
  if (found)
    throw new TypeError(`${name} is ${quoted(text)}: ${quoted(found[0])} cannot be sent in it`);
}

/** Throw a TypeError if an id would make the URL of something else. */
export function checkPathId(name: string, text: unknown): void {
  if (typeof text !== "string") throw new TypeError(`${name} is a string, not ${typeof text}`);
  checkText(name, text, "_id");
  if (!text) throw new TypeError(`${name} is empty`);
  if (text === "." || text === ".." || OF_A_URL.test(text)) {
    throw new TypeError(`${name} is ${quoted(text)}, which is no id: it would change the URL`);
  }
}
