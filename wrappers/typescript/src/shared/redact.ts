// Keeps API keys and signatures out of everything a person or a log reader can see.

const REDACTED = "[redacted]";

// None looks at a text twice: a server may send a long one, and what goes before a cut is kept.
const SIGNED_QUERY =
  /((?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|\b(?:Signature|Credential|AWSAccessKeyId|GoogleAccessId|sig))(?:=|%3D))(?!\[redacted\])[^&\s"'<>,;)\]\\]+/gi;
const SIGNATURE_ELEMENT =
  /<(SignatureProvided|StringToSign|StringToSignBytes|CanonicalRequest|CanonicalRequestBytes|AWSAccessKeyId|Token-[0-9]{1,9})>[^<]+/gi;
const BEARER = /(Bearer\s+)[^\s"',;]+/gi;
const KEY = /([sr]k_(?:live|test)_|\b(?:dtok|up|whsec)_)[A-Za-z0-9_-]+/g;

const EXCERPT = 4096;

/** Return `text` with API keys, bearer tokens and the secret parts of signed URLs replaced. */
export function redact(text: string): string {
  return text
    .replace(SIGNED_QUERY, `$1${REDACTED}`)
    .replace(SIGNATURE_ELEMENT, `<$1>${REDACTED}`)
    .replace(BEARER, `$1${REDACTED}`)
    .replace(KEY, `$1${REDACTED}`);
}

/** Return what may be shown of a text that a server has sent, which may be of any length. */
export function redactedExcerpt(text: string): string {
  return redact(text.slice(0, EXCERPT)) + (text.length > EXCERPT ? "…" : "");
}

/** A string that shows itself only to `reveal()`: in no log, no inspection and no JSON. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** Return the protected string, for the one place that puts it on the wire. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `Secret(${REDACTED})`;
  }

  toJSON(): string {
    return REDACTED;
  }
}

/** Let `util.inspect` and `console.log` show an object, or all of a prototype, in another way. */
export function showAs<Shown extends object>(object: Shown, show: (self: Shown) => unknown): void {
  Object.defineProperty(object, Symbol.for("nodejs.util.inspect.custom"), {
    enumerable: false,
    value(this: Shown, _: number, options: object, inspect: (...given: unknown[]) => string) {
      const shown = show(this);
      return typeof shown === "string" ? shown : inspect(shown, options);
    },
  });
}

showAs(Secret.prototype, (secret) => secret.toString());

/** Let nothing but JSON show the secret fields of an object. */
export function hideFields(object: Record<string, unknown>, names: readonly string[]): void {
  showAs(object, (self) => {
    const shown = { ...self };
    for (const name of names) if (name in shown) shown[name] = new Secret("");
    return shown;
  });
}
