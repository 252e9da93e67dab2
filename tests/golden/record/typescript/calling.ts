// How an operation is called, and how a list is walked over. The same for each contract.

/** What the contract says of a field: its kind, and whether it may be left out or be null. */
export interface Field {
  readonly kind: "integer" | "number" | "string" | "boolean" | "date" | "object" | "array" | "any";
  readonly required?: boolean;
  readonly nullable?: boolean;
  /** Whether it is the list of a page: one row that cannot be read does not lose the others. */
  readonly rows?: boolean;
  /** The object that the field, or each item of its array, is. */
  readonly model?: string;
}

/** What the contract says of an object, and which of its fields nobody should see in a log. */
export interface Model {
  readonly fields: Readonly<Record<string, Field>>;
  readonly secrets: readonly string[];
}

/** Which object the body of a webhook is, by the value of one of its fields. */
export interface Webhook {
  /** The field; empty for a body that is always the same object. */
  readonly field: string;
  readonly models: Readonly<Record<string, string>>;
}

/** The names of what splits a list into pages. */
export interface Paging {
  readonly items: string;
  readonly has_more?: string;
  readonly next_cursor?: string;
  readonly cursor?: string;
  readonly offset?: string;
}

/** One operation of the contract. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** How a success is read. */
  readonly result: "json" | "text" | "bytes" | "none";
  /** The classes of limits that a request counts in, the widest one first. */
  readonly limits: readonly string[];
  /** What leads from the client's base URL to that of the operation, such as `..`. */
  readonly base?: string;
  /** The object that a success is. */
  readonly model?: string;
  /** The media type of the body. */
  readonly media?: string;
  /** Whether the body may be left out. */
  readonly optionalBody?: boolean;
  /** What joins the values of a query parameter that is a list, by its name. */
  readonly styles?: Readonly<Record<string, string>>;
  readonly paging?: Paging;
}

/** What one call of an operation sends. */
export interface Call {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

/** What every method takes beside the arguments of its operation. */
export interface CallOptions {
  /** Ends the call; it then rejects with the client's error for that, whose `cause` is the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one request may take, to the end of its response. */
  readonly timeout?: number | undefined;
  /** Sent with the request, after the client's own headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Names this call, so that the service does it once however often it is sent. */
  readonly idempotencyKey?: string | undefined;
}

/** What the operations are called over: a client. */
export interface Caller {
  /** Send one request of an operation, and resolve to what its success holds. */
  send<Result>(operation: Operation, call: Call, options?: CallOptions): Promise<Result>;
  /** Return the error for a success that leads nowhere. */
  invalid(text: string): Error;
}

/** How many rows of a page could not be read, by the list of the others: they count in an offset. */
export const LEFT_OUT: WeakMap<object, number> = new WeakMap();

/** A list in pages: `for await` gives the items of all of them, `page()` the first one. */
export class Pages<Item, Page> implements AsyncIterable<Item> {
  readonly #caller: Caller;
  readonly #operation: Operation;
  readonly #call: Call;
  readonly #options: CallOptions | undefined;

  constructor(caller: Caller, operation: Operation, call: Call, options?: CallOptions) {
    this.#caller = caller;
    this.#operation = operation;
    this.#call = call;
    this.#options = options;
  }

  /** Ask for the first page. */
  page(): Promise<Page> {
    return this.#caller.send<Page>(this.#operation, this.#call, this.#options);
  }

  /**
   * Ask for one page after the other, while the service says that there is another one.
   *
   * @throws what the client has for an invalid response, when a page leads nowhere, which would mean asking for ever.
   */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const paging = this.#operation.paging;
    const query: Record<string, unknown> = { ...this.#call.query };
    const followed = new Set<unknown>();
    const offset = Number(query[paging?.offset ?? ""] ?? 0);
    // Of a walk that begins with a cursor nobody knows the items before it.
    let seen = paging?.cursor !== undefined && query[paging.cursor] !== undefined ? Number.NaN : offset;
    for (;;) {
      const call = { ...this.#call, query };
      const page = await this.#caller.send<Page>(this.#operation, call, this.#options);
      yield page;
      if (paging === undefined) return;
      const fields = page as Readonly<Record<string, unknown>>;
      const list = listOf(fields[paging.items]);
      const items = list.length + (LEFT_OUT.get(list) ?? 0);
      const cursor = paging.cursor !== undefined && fields[paging.next_cursor ?? ""];
      seen += items;
      if (cursor) {
        if (followed.has(cursor)) throw this.#caller.invalid("the list repeats a cursor, so it would never end");
        followed.add(cursor);
        delete query[paging.offset ?? ""];
        query[paging.cursor as string] = cursor;
      } else if (fields[paging.has_more ?? ""] !== true) {
        return;
      } else if (items === 0 || paging.offset === undefined || Number.isNaN(seen)) {
        throw this.#caller.invalid("the list says that there is more, but gives no way to it");
      } else {
        delete query[paging.cursor ?? ""];
        query[paging.offset] = seen;
      }
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      const items = (page as Readonly<Record<string, unknown>>)[this.#operation.paging?.items ?? ""];
      yield* listOf(items) as readonly Item[];
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
