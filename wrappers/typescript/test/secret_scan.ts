// Looks, over a whole test run, for a key or a signature in what people or machines could read: all
// that the process writes, and every error that was made, however it is shown.
//
// Loaded before anything else (`node --import`), so that each class of errors inherits from the one
// below. What it finds ends the process with status 1.

import { inspect } from "node:util";

const SECRET =
  /X-Amz-Signature=[0-9a-f]{8}|\b[sr]k_(?:test|live)_\w|\b(?:dtok|up)_\w{8}|Bearer [A-Za-z]/g;

/** Return each secret with what stands around it. */
export function secretsIn(text: string): readonly string[] {
  return [...text.matchAll(SECRET)].map(({ 0: found, index }) =>
    text.slice(Math.max(0, index - 60), index + found.length),
  );
}

const found = new Set<string>();
const made: Error[] = [];

function look(where: string, text: string): void {
  for (const each of secretsIn(text)) found.add(`${where}: ${each}`);
}

/** Return all that is ever printed or logged of an error, with its causes. */
function shown(error: Error): string {
  const seen = [inspect(error, { depth: 20, showHidden: true }), String(error), error.stack ?? ""];
  try {
    seen.push(JSON.stringify({ ...error, message: error.message, cause: error.cause }));
  } catch {
    // What cannot be made JSON of is not logged so.
  }
  return seen.join("\n");
}

for (const name of ["Error", "TypeError", "RangeError"] as const) {
  globalThis[name] = new Proxy(globalThis[name], {
    construct(target, given, newTarget) {
      const error: Error = Reflect.construct(target, given, newTarget);
      made.push(error);
      return error;
    },
  });
}

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1");
    look(stream === process.stdout ? "stdout" : "stderr", text);
    return write(chunk, ...rest);
  }) as typeof stream.write;
}

process.on("exit", () => {
  for (const error of made) look(`an error made, ${error.name}`, shown(error));
  if (found.size === 0) return;
  process.exitCode = 1;
  // Past the streams above, which would find it once more.
  console.error(`secrets were shown:\n${[...found].join("\n")}`);
});
