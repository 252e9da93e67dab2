// What the contract says of each object's fields.
// Generated: to change it, change openapi.yaml and generate.

import type { Model } from "./calling.ts";

/** The objects of the contract, by the name of their type. */
export const MODELS: Readonly<Record<string, Model>> = {
  ABThing: {
    fields: {
      kind: { kind: "string", required: true },
      truth: { kind: "string" },
      class: { kind: "string", required: true },
      nullable: { kind: "string", required: true, nullable: true },
      when: { kind: "date", required: true },
      day: { kind: "date" },
      maybe_when: { kind: "date", nullable: true },
      uuid: { kind: "any" },
      link: { kind: "string" },
      bytes: { kind: "string" },
      sort: { kind: "string", nullable: true },
      only: { kind: "string" },
      near: { kind: "object", nullable: true, model: "Near" },
      around: { kind: "object", model: "Near" },
      beside: { kind: "object", model: "Near" },
      variant: { kind: "object" },
      anything: { kind: "any", nullable: true },
      list: { kind: "array" },
      text_or_list: { kind: "any" },
      mixed: { kind: "any", nullable: true },
      pair: { kind: "array" },
      rows: { kind: "array", model: "Near" },
      days: { kind: "array" },
      map: { kind: "object" },
      free: { kind: "object" },
      "@id": { kind: "string" },
      größe: { kind: "any", nullable: true },
      "2nd": { kind: "string" },
      "": { kind: "string" },
      "with space": { kind: "integer" },
      deviceId: { kind: "string" },
      device_id: { kind: "string" },
      self: { kind: "string" },
      data: { kind: "string" },
      cls_name: { kind: "string" },
      to_dicts: { kind: "string" },
      rows_items: { kind: "integer" },
      old: { kind: "string" },
      made: { kind: "string" },
      taken: { kind: "string" },
    },
    secrets: [],
  },
  APIKey: {
    fields: {
      key: { kind: "string", required: true },
      class: { kind: "string", required: true },
      list: { kind: "string", nullable: true },
      accessToken: { kind: "string" },
      access_token: { kind: "string" },
      name: { kind: "string" },
    },
    secrets: ["accessToken", "access_token", "class", "key", "list"],
  },
  Alias: {
    fields: {
      key: { kind: "string", required: true },
      class: { kind: "string", required: true },
      list: { kind: "string", nullable: true },
      accessToken: { kind: "string" },
      access_token: { kind: "string" },
      name: { kind: "string" },
    },
    secrets: ["accessToken", "access_token", "class", "key", "list"],
  },
  Cursors: {
    fields: {
      next_cursor: { kind: "string" },
    },
    secrets: [],
  },
  ErrorBody: {
    fields: {
      code: { kind: "string", required: true },
      message: { kind: "string", required: true },
      details: { kind: "object" },
    },
    secrets: [],
  },
  ErrorResponse: {
    fields: {
      error: { kind: "object", required: true, model: "ErrorBody" },
    },
    secrets: [],
  },
  EventData: {
    fields: {
      data: { kind: "array", required: true, model: "Occurrence" },
    },
    secrets: [],
  },
  EventPage: {
    fields: {
      next_cursor: { kind: "string" },
      data: { kind: "array", required: true, rows: true, model: "Occurrence" },
    },
    secrets: [],
  },
  Extended: {
    fields: {
      lat: { kind: "number" },
      lon: { kind: "number" },
      client: { kind: "string", required: true },
      items: { kind: "integer" },
      headers: { kind: "object" },
      list: { kind: "array" },
      when: { kind: "date", nullable: true },
      days: { kind: "array" },
      order: { kind: "string" },
    },
    secrets: [],
  },
  Filter: {
    fields: {
    },
    secrets: [],
  },
  Free: {
    fields: {
    },
    secrets: [],
  },
  Inherited: {
    fields: {
      key: { kind: "string", required: true },
      class: { kind: "string", required: true },
      list: { kind: "string", nullable: true },
      accessToken: { kind: "string" },
      access_token: { kind: "string" },
      name: { kind: "string" },
      lat: { kind: "number" },
      lon: { kind: "number" },
    },
    secrets: ["accessToken", "access_token", "class", "key", "list"],
  },
  Label: {
    fields: {
      label: { kind: "string", required: true },
    },
    secrets: [],
  },
  More: {
    fields: {
      client: { kind: "string", required: true },
      items: { kind: "integer" },
      headers: { kind: "object" },
      list: { kind: "array" },
      when: { kind: "date", nullable: true },
      days: { kind: "array" },
      order: { kind: "string" },
    },
    secrets: [],
  },
  MyThing: {
    fields: {
      language: { kind: "string" },
      parent: { kind: "object", model: "MyThing" },
    },
    secrets: [],
  },
  Near: {
    fields: {
      lat: { kind: "number" },
      lon: { kind: "number" },
    },
    secrets: [],
  },
  Note: {
    fields: {
      text: { kind: "string", required: true },
    },
    secrets: [],
  },
  Notes: {
    fields: {
      notes: { kind: "string" },
    },
    secrets: [],
  },
  Occurrence: {
    fields: {
      name: { kind: "string", required: true },
      thing: { kind: "object", model: "ABThing" },
    },
    secrets: [],
  },
  ResponseBody: {
    fields: {
      value: { kind: "integer" },
    },
    secrets: [],
  },
  RowPage: {
    fields: {
      rows: { kind: "any", nullable: true, rows: true },
      "is-more": { kind: "boolean", nullable: true },
      after: { kind: "string", nullable: true },
      total: { kind: "integer" },
    },
    secrets: [],
  },
  Series: {
    fields: {
      values: { kind: "array", required: true },
    },
    secrets: [],
  },
  ThingPage: {
    fields: {
      data: { kind: "array", required: true, model: "ABThing" },
      has_more: { kind: "boolean", required: true },
      next_cursor: { kind: "string", nullable: true },
    },
    secrets: [],
  },
  Tree: {
    fields: {
      name: { kind: "string", required: true },
      children: { kind: "array", model: "Tree" },
    },
    secrets: [],
  },
};

/** The values of each enumeration that the contract lists; a service may know more. */
export const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  ABThingKind: ["thing"],
  ABThingTruth: ["true"],
  Only: ["one", "one"],
  Sort: ["created_at", "-created_at", "+created_at", "a b", "a-b", "AB", "ab", "", "1", "true", "null", "日本", "a\"b'c\\"],
};
