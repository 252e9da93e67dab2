// Warnings, as the platform gives them.

/** The part of Node's `process` that warns. */
interface Warns {
  emitWarning(text: string, kind: string): void;
}

/** Warn the developer of something that is odd, but stops nothing. */
export function warn(text: string): void {
  const { process } = globalThis as { process?: Warns };
  if (process === undefined) console.warn(`BotaWarning: ${text}`);
  else process.emitWarning(text, "BotaWarning");
}
