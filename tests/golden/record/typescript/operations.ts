// The operations of the contract.
// Generated: to change it, change openapi.yaml and generate.

import { type Caller, type CallOptions, type Operation, Pages } from "./calling.ts";
import type {
  ABThing,
  Alias,
  CastBallotData,
  CreateThingData,
  DeleteThingData,
  EventPage,
  GetThingData,
  GrowUploadData,
  HeadThingData,
  Inherited,
  Label,
  LabelUploadData,
  ListEventsData,
  ListRowsData,
  ListSeveralData,
  ListThingsData,
  MyThing,
  OptionsOfThingData,
  RowPage,
  Series,
  ThingPage,
  TraceThingData,
  Tree,
  UpdateThingData,
} from "./types.gen.ts";

/** Requests in a window that the service allows, by the class of limits. */
export const LIMITS: Readonly<Record<string, number>> = {"requests": 100, "labels": 30, "writes": 60};

/** Milliseconds that a limit is about. */
export const WINDOW: number = 60_000;

/** The operations, by the id that the contract has for them. */
const OPERATIONS = {
  listSeveral: { id: "listSeveral", method: "POST", path: "/import", result: "json", limits: ["requests"], model: "Inherited", media: "application/json", optionalBody: true },
  castBallot: { id: "castBallot", method: "PUT", path: "/v2/speech", result: "json", limits: ["requests"], model: "Alias", media: "application/vnd.torture+json" },
  getThing: { id: "getThing", method: "GET", path: "/things/{thing_id}", result: "json", limits: ["requests"], model: "ABThing" },
  deleteThing: { id: "deleteThing", method: "DELETE", path: "/things/{thing_id}", result: "none", limits: ["requests"] },
  optionsOfThing: { id: "optionsOfThing", method: "OPTIONS", path: "/things/{thing_id}", result: "none", limits: ["requests"] },
  headThing: { id: "headThing", method: "HEAD", path: "/things/{thing_id}", result: "none", limits: ["requests"] },
  updateThing: { id: "updateThing", method: "PATCH", path: "/things/{thing_id}", result: "json", limits: ["requests", "writes"], model: "MyThing", media: "application/merge-patch+json" },
  traceThing: { id: "traceThing", method: "TRACE", path: "/things/{thing_id}", result: "none", limits: ["requests"] },
  listThings: { id: "listThings", method: "GET", path: "/things", result: "json", limits: ["requests"], model: "ThingPage" },
  createThing: { id: "createThing", method: "POST", path: "/things", result: "json", limits: ["requests"], model: "ABThing", media: "application/json", optionalBody: true },
  getThing2: { id: "getThing2", method: "POST", path: "/things/{kind}/{code}/{owner}", result: "json", limits: ["requests"], model: "Series" },
  pingUploads: { id: "pingUploads", method: "GET", path: "/uploads/ping", result: "none", limits: ["requests"] },
  listRows: { id: "listRows", method: "GET", path: "/uploads/rows", result: "json", limits: ["requests"], model: "RowPage", paging: {"items": "rows", "has_more": "is-more", "next_cursor": "after", "cursor": "start-after", "offset": "skip"} },
  listEvents: { id: "listEvents", method: "GET", path: "/uploads/events", result: "json", limits: ["requests"], model: "EventPage", paging: {"items": "data", "next_cursor": "next_cursor", "cursor": "cursor"} },
  growUpload: { id: "growUpload", method: "POST", path: "/uploads/tree", result: "json", limits: ["requests", "writes"], model: "Tree", media: "application/json" },
  labelUpload: { id: "labelUpload", method: "PUT", path: "/uploads/label", result: "json", limits: ["requests", "labels", "writes"], model: "Label", media: "application/json" },
} satisfies Readonly<Record<string, Operation>>;

/** The operations of the tag import_. */
export class ImportOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  listSeveral(body?: ListSeveralData["body"], options?: CallOptions): Promise<Inherited> {
    return this.#caller.send(OPERATIONS.listSeveral, { body }, options);
  }
}

/** The operations of the tag speech_to_text_v2. */
export class SpeechToTextV2Operations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  castBallot(body: CastBallotData["body"], options?: CallOptions): Promise<Alias> {
    return this.#caller.send(OPERATIONS.castBallot, { body }, options);
  }
}

/** What there is. */
export class ThingsOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Say "hi" \ """ and {{x}}.
   *
   * Several lines, one of them far longer than the hundred columns to which the generated code is wrapped anyway. * A list with `code`.
   */
  get(thingId: string, query?: GetThingData["query"], options?: CallOptions): Promise<ABThing> {
    return this.#caller.send(OPERATIONS.getThing, { path: { "thing_id": thingId }, query }, options);
  }

  /**
   * Deprecated. Use `updateThing` instead.
   * @deprecated
   */
  delete(thingId: string, query?: DeleteThingData["query"], options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.deleteThing, { path: { "thing_id": thingId }, query }, options);
  }

  optionsOf(thingId: string, query?: OptionsOfThingData["query"], options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.optionsOfThing, { path: { "thing_id": thingId }, query }, options);
  }

  head(thingId: string, query?: HeadThingData["query"], options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.headThing, { path: { "thing_id": thingId }, query }, options);
  }

  update(thingId: string, body: UpdateThingData["body"], query?: UpdateThingData["query"], options?: CallOptions): Promise<MyThing> {
    return this.#caller.send(OPERATIONS.updateThing, { path: { "thing_id": thingId }, body, query }, options);
  }

  trace(thingId: string, query?: TraceThingData["query"], options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.traceThing, { path: { "thing_id": thingId }, query }, options);
  }

  list(query: ListThingsData["query"], options?: CallOptions): Promise<ThingPage> {
    return this.#caller.send(OPERATIONS.listThings, { query }, options);
  }

  create(body?: CreateThingData["body"], query?: CreateThingData["query"], options?: CallOptions): Promise<ABThing> {
    return this.#caller.send(OPERATIONS.createThing, { body, query }, options);
  }

  get2(kind: string, code: string, owner: string, options?: CallOptions): Promise<Series> {
    return this.#caller.send(OPERATIONS.getThing2, { path: { kind, code, owner } }, options);
  }
}

/** The operations of the tag uploads. */
export class UploadsOperations {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  ping(options?: CallOptions): Promise<void> {
    return this.#caller.send(OPERATIONS.pingUploads, {}, options);
  }

  listRows(query?: ListRowsData["query"], options?: CallOptions): Pages<NonNullable<RowPage["rows"]>[number], RowPage> {
    return new Pages(this.#caller, OPERATIONS.listRows, { query }, options);
  }

  listEvents(query?: ListEventsData["query"], options?: CallOptions): Pages<NonNullable<EventPage["data"]>[number], EventPage> {
    return new Pages(this.#caller, OPERATIONS.listEvents, { query }, options);
  }

  grow(body: GrowUploadData["body"], options?: CallOptions): Promise<Tree> {
    return this.#caller.send(OPERATIONS.growUpload, { body }, options);
  }

  label(body: LabelUploadData["body"], options?: CallOptions): Promise<Label> {
    return this.#caller.send(OPERATIONS.labelUpload, { body }, options);
  }
}

/** Every tag of the contract as an attribute: what a client inherits. */
export class Resources {
  readonly import: ImportOperations;
  readonly speechToTextV2: SpeechToTextV2Operations;
  readonly things: ThingsOperations;
  readonly uploads: UploadsOperations;

  constructor(caller: Caller) {
    this.import = new ImportOperations(caller);
    this.speechToTextV2 = new SpeechToTextV2Operations(caller);
    this.things = new ThingsOperations(caller);
    this.uploads = new UploadsOperations(caller);
  }
}
