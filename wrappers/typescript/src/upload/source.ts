// What is uploaded: a path, bytes, a Blob or a stream, read anew from its beginning for every PUT.

import type { BigIntStats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { BotaError, SourceChangedError, SourceError } from "../errors.ts";
import { BodyHash, type Reading } from "../storage/put.ts";
import type { Digests } from "../storage/response.ts";
import { CHUNK } from "../wire/ring.ts";
import { checkSize, labelOf, titleOf } from "./size.ts";
import { type Kept, type KeptFile, spool } from "./spool.ts";

/**
 * A path (or a `file:` URL), the bytes themselves, a Blob or File, or a stream or other iterable of
 * chunks of bytes, which is read to its end and kept before anything is sent.
 */
export type UploadSource =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

/** A place to read from, as often as needed: its bytes by position. */
interface Opened {
  read(buffer: Buffer, position: number): Promise<Uint8Array>;
  /** Reject with SourceChangedError if there is more or something else, now that all is read. */
  checkEnd(): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that can be read from their beginning as often as needed. */
export abstract class Source {
  /** The file's name, without its folder; null where there is none. */
  readonly name: string | null;
  /** Bytes, fixed when the upload begins. */
  readonly size: number;

  constructor(name: string | null, size: number) {
    checkSize(name, size);
    this.name = name;
    this.size = size;
  }

  /** The name of a recording of it that is given none. */
  get title(): string | null {
    return titleOf(this.name);
  }

  protected abstract open(): Promise<Opened>;

  /** Let go of what was made for the upload; what the caller gave stays as it is. */
  async close(): Promise<void> {}

  /** Begin to read it. */
  async begin(): Promise<Reading> {
    const opened = await explained(this.name, () => this.open());
    let position = 0;
    return {
      next: (buffer) =>
        explained(this.name, async () => {
          if (position === this.size) return null;
          const left = this.size - position;
          const chunk = await opened.read(
            left < buffer.length ? buffer.subarray(0, left) : buffer,
            position,
          );
          if (chunk.length === 0) throw this.changed(position);
          position += chunk.length;
          // Before the last piece is handed out: whoever sends it cannot have sent a whole body.
          if (position === this.size) await opened.checkEnd();
          return chunk;
        }),
      close: () => opened.close(),
    };
  }

  /** Return so many bytes, or as many as there are, from a place on. */
  async part(start: number, count: number): Promise<Uint8Array> {
    const wanted = Math.min(count, Math.max(this.size - start, 0));
    if (wanted === 0) return new Uint8Array();
    return explained(this.name, async () => {
      const opened = await this.open();
      try {
        return await opened.read(Buffer.alloc(wanted), start);
      } finally {
        await opened.close();
      }
    });
  }

  /**
   * Read all bytes and return their hashes, unless a signal is aborted meanwhile. MD5 takes twice as
   * long as SHA-256.
   */
  async digests(withMd5: boolean, signal: AbortSignal): Promise<Digests> {
    const hash = new BodyHash(withMd5);
    const reading = await this.begin();
    try {
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (
        let chunk = await reading.next(buffer);
        chunk !== null;
        chunk = await reading.next(buffer)
      ) {
        signal.throwIfAborted();
        hash.update(chunk);
      }
    } finally {
      await reading.close();
    }
    return hash.digests();
  }

  protected changed(size: number): SourceChangedError {
    const how =
      size === this.size ? "its contents or the file itself" : `from ${this.size} to ${size} bytes`;
    return new SourceChangedError(
      `${labelOf(this.name)} changed during its upload (${how}); nothing was completed. Upload it ` +
        "again when nothing writes to it any more",
    );
  }
}

/**
 * Return the Source for what a caller gave.
 *
 * What can be read only once is read to its end and kept: up to 1 MiB in memory, else in a temporary
 * file.
 */
export async function openSource(given: unknown, signal: AbortSignal | null): Promise<Source> {
  if (typeof given === "string" || given instanceof URL) return openPath(given);
  if (given instanceof Uint8Array) return new BytesSource(given);
  if (given instanceof ArrayBuffer) return new BytesSource(new Uint8Array(given));
  if (given instanceof Blob) return new BlobSource(given);
  if (typeof given === "object" && given !== null) {
    if (Symbol.asyncIterator in given || Symbol.iterator in given) {
      return keptSource(await spool(given as AsyncIterable<unknown>, signal));
    }
  }
  throw new TypeError(
    "upload() takes a path, bytes, a Blob or File, or a stream or other iterable of bytes, not " +
      `${given === null ? "null" : typeof given}`,
  );
}

function keptSource(kept: Kept): Source {
  return kept instanceof Uint8Array ? new BytesSource(kept) : new KeptSource(kept);
}

class BytesSource extends Source {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super(null, bytes.length);
    this.#bytes = bytes;
  }

  protected async open(): Promise<Opened> {
    return {
      read: async (buffer, position) => this.#bytes.subarray(position, position + buffer.length),
      checkEnd: async () => {},
      close: async () => {},
    };
  }
}

class BlobSource extends Source {
  readonly #blob: Blob;

  constructor(blob: Blob) {
    const name = "name" in blob && typeof blob.name === "string" && blob.name ? blob.name : null;
    super(name, blob.size);
    this.#blob = blob;
  }

  protected async open(): Promise<Opened> {
    return {
      read: async (buffer, position) =>
        new Uint8Array(await this.#blob.slice(position, position + buffer.length).arrayBuffer()),
      checkEnd: async () => {},
      close: async () => {},
    };
  }
}

class KeptSource extends Source {
  readonly #kept: KeptFile;

  constructor(kept: KeptFile) {
    super(null, kept.size);
    this.#kept = kept;
  }

  protected async open(): Promise<Opened> {
    return {
      read: (buffer, position) => readFully(this.#kept.file, buffer, position),
      checkEnd: async () => {},
      close: async () => {},
    };
  }

  override close(): Promise<void> {
    return this.#kept.remove();
  }
}

async function openPath(given: string | URL): Promise<Source> {
  const path = given instanceof URL ? fileURLToPath(given) : given;
  const name = basename(path);
  return explained(name, async () => {
    const found = await stat(path, { bigint: true });
    if (found.isDirectory())
      throw new SourceError(`${labelOf(name)} is a directory; give one of the files in it`);
    if (!found.isFile())
      throw new SourceError(`${labelOf(name)} is a pipe or a device; give a regular file`);
    await (await open(path)).close(); // it can be read
    return new PathSource(path, found);
  });
}

class PathSource extends Source {
  readonly #path: string;
  readonly #found: BigIntStats;

  constructor(path: string, found: BigIntStats) {
    super(basename(path), Number(found.size));
    this.#path = path;
    this.#found = found;
  }

  protected async open(): Promise<Opened> {
    const file = await open(this.#path);
    try {
      this.#mustBe(await file.stat({ bigint: true }));
    } catch (error) {
      await file.close();
      throw error;
    }
    return {
      read: (buffer, position) => readFully(file, buffer, position),
      checkEnd: () => this.#checkEnd(file),
      close: () => file.close(),
    };
  }

  async #checkEnd(file: FileHandle): Promise<void> {
    this.#mustBe(await file.stat({ bigint: true }));
    // Not by its number, which network drives change; and a new date may be the same audio's.
    const named = await stat(this.#path, { bigint: true });
    if (this.#isAsBefore(named)) return;
    if (named.size !== this.#found.size || !(await hasBytesOf(this.#path, file))) {
      throw this.changed(Number(named.size));
    }
  }

  #isAsBefore(found: BigIntStats): boolean {
    return found.size === this.#found.size && found.mtimeNs === this.#found.mtimeNs;
  }

  #mustBe(found: BigIntStats): void {
    if (!this.#isAsBefore(found)) throw this.changed(Number(found.size));
  }
}

async function hasBytesOf(path: string, read: FileHandle): Promise<boolean> {
  const file = await open(path);
  try {
    for (let position = 0; ; position += CHUNK) {
      const one = await readFully(file, Buffer.alloc(CHUNK), position);
      const other = await readFully(read, Buffer.alloc(CHUNK), position);
      if (!one.equals(other)) return false;
      if (one.length < CHUNK) return true;
    }
  } finally {
    await file.close();
  }
}

/** Fill a buffer from a place of a file on, or as much of it as the file has bytes for. */
async function readFully(file: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      buffer.length - filled,
      position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Make a SourceError of what a source rejects with. */
async function explained<Result>(
  name: string | null,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof BotaError || error instanceof TypeError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(`${labelOf(name)} cannot be read: ${reason}`, { cause: error });
  }
}
