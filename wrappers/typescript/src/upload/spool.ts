// Keeps a source that can be read only once, so that it can be sent again after a fault.

import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SourceError } from "../errors.ts";
import { orAborted } from "../shared/waiting.ts";
import { MAX_BYTES } from "./size.ts";

/** Bytes that are kept in memory; what is longer goes to a temporary file as a whole. */
const SPOOL_MEMORY = 1 << 20;

/** An open temporary file of so many bytes. */
export interface KeptFile {
  readonly file: FileHandle;
  readonly size: number;
  /** Close and delete it. */
  remove(): Promise<void>;
}

/** What was kept: bytes in memory, or a file. */
export type Kept = Uint8Array | KeptFile;

/**
 * Read chunks to their end and return what was kept of them.
 *
 * Rejects with a SourceError when they fail, are too many, or cannot be kept, and with the signal's
 * reason as soon as it is aborted.
 */
export async function spool(
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
  signal: AbortSignal | null,
): Promise<Kept> {
  const spooled = new Spool();
  let opened: ChunkIterator | null = null;
  try {
    const source = await explained(spooled, async () => iteratorOf(chunks));
    opened = source;
    for (;;) {
      signal?.throwIfAborted();
      const next = explained(spooled, async () => source.next());
      const step = await orAborted(next, signal);
      if (step.done) return spooled.kept();
      await spooled.add(step.value);
    }
  } catch (error) {
    if (opened !== null) letGo(opened);
    await spooled.remove();
    throw error;
  }
}

type ChunkIterator = AsyncIterator<unknown> | Iterator<unknown>;

/** Let a source close what it holds. Nothing waits for it: one that stalls may never come to it. */
function letGo(source: ChunkIterator): void {
  const closing = (async () => source.return?.())();
  closing.catch(() => {
    // The failure that the caller hears of came first.
  });
}

function iteratorOf(chunks: AsyncIterable<unknown> | Iterable<unknown>): ChunkIterator {
  return Symbol.asyncIterator in chunks
    ? chunks[Symbol.asyncIterator]()
    : chunks[Symbol.iterator]();
}

async function explained<Result>(spooled: Spool, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new SourceError(
      `the source failed after ${spooled.size} bytes (${said}); nothing was sent`,
      {
        cause: error,
      },
    );
  }
}

class Spool {
  size = 0;
  #chunks: Uint8Array[] = [];
  #file: FileHandle | null = null;
  #folder: string | null = null;

  async add(chunk: unknown): Promise<void> {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(
        `the source yielded ${chunk === null ? "null" : typeof chunk}, not bytes`,
      );
    }
    this.size += chunk.length;
    if (this.size > MAX_BYTES) {
      throw new SourceError(
        `the source has more than ${MAX_BYTES} bytes, the most that S3 takes in one PUT`,
      );
    }
    // Whoever yields it may use the memory again.
    if (this.#file === null) this.#chunks.push(Uint8Array.from(chunk));
    if (this.size <= SPOOL_MEMORY) return;
    try {
      if (this.#file === null) {
        this.#folder = await mkdtemp(join(tmpdir(), "bota-sdk-"));
        this.#file = await open(join(this.#folder, "audio"), "wx+", 0o600);
        await this.#file.writev(this.#chunks);
        this.#chunks = [];
      } else {
        await writeAll(this.#file, chunk);
      }
    } catch (error) {
      throw new SourceError(
        "the source cannot be kept in the folder for temporary files, which TMPDIR names: " +
          `${(error as Error).message}; nothing was sent`,
        { cause: error },
      );
    }
  }

  kept(): Kept {
    const file = this.#file;
    return file === null
      ? Buffer.concat(this.#chunks)
      : { file, size: this.size, remove: () => this.remove() };
  }

  async remove(): Promise<void> {
    await this.#file?.close();
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
    this.#file = this.#folder = null;
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    done += (await file.write(chunk, done)).bytesWritten;
  }
}
