// Where a download goes: a new file, named when it is whole, or what is written to as it comes.

import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, link, lstat, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { BotaError, TargetError } from "../errors.ts";
import { quoted } from "../shared/text.ts";
import { ENDINGS } from "../upload/audio_type.ts";

/** A file's path, a folder, or a stream to write to. */
export type DownloadTarget = string | URL | Writable | WritableStream<Uint8Array>;

/** Where the bytes are written to. */
export interface OpenTarget {
  /** Of the file that will be there; null for a stream of the caller's. */
  readonly path: string | null;
  /** Write all of a piece, whose place is known; a stream has only the one behind the last piece. */
  write(chunk: Uint8Array, position: number): Promise<void>;
  /** Of so many bytes that were written, make what was asked for. */
  finish(size: number): Promise<void>;
  /** Let go of it; what was not finished of a file is removed. */
  close(): Promise<void>;
}

/** Throw what makes a target unfit, as far as is known before anything is sent. */
export async function checkTarget(target: DownloadTarget, overwrite: boolean): Promise<void> {
  if (target instanceof Writable) {
    if (!target.writable) throw new TypeError("the stream to write to has ended");
    return;
  }
  if (target instanceof WritableStream) {
    if (target.locked) throw new TypeError("the stream to write to has a writer already");
    return;
  }
  const path = pathOf(target);
  await explained(path, async () => {
    const found = await stat(path).catch(() => null);
    if (found !== null && !found.isFile() && !found.isDirectory()) {
      throw new TargetError(`${quoted(path)} is a pipe or a device; give a stream to it`);
    }
    const folder = found?.isDirectory() ? path : dirname(path);
    await access(folder, constants.W_OK);
    if (!overwrite && !found?.isDirectory()) await mustBeFree(path);
  });
}

/**
 * Open what to write to.
 *
 * In a folder the file is named for the recording, with the ending of its content type.
 */
export async function openTarget(
  target: DownloadTarget,
  recordingId: string,
  contentType: string,
  overwrite: boolean,
): Promise<OpenTarget> {
  if (target instanceof Writable) return openStream(target);
  if (target instanceof WritableStream) return openWebStream(target);
  const given = pathOf(target);
  return explained(given, async () => {
    const isFolder = (await stat(given).catch(() => null))?.isDirectory() ?? false;
    const name = recordingId.replace(/[^A-Za-z0-9_-]/g, "_");
    const path = isFolder ? join(given, name + (ENDINGS[contentType] ?? ".audio")) : given;
    if (!overwrite) await mustBeFree(path);
    return openFile(path, overwrite);
  });
}

async function openFile(path: string, overwrite: boolean): Promise<OpenTarget> {
  // A link stays one: the file behind it is replaced.
  const place = overwrite ? await realpath(path).catch(() => path) : path;
  const part = join(dirname(place), `.bota-${randomBytes(8).toString("hex")}.part`);
  const file = await open(part, "wx");
  return {
    path,
    write: (chunk, position) =>
      explained(path, async () => {
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await file.write(
            chunk,
            done,
            chunk.length - done,
            position + done,
          );
          done += bytesWritten;
        }
      }),
    finish: (size) =>
      explained(path, async () => {
        // An object that became another one under way may have become shorter.
        await file.truncate(size);
        await file.sync();
        await file.close();
        if (overwrite) await rename(part, place);
        else await nameFile(part, place);
      }),
    close: async () => {
      await file.close().catch(() => {});
      await rm(part, { force: true });
    },
  };
}

function openStream(stream: Writable): OpenTarget {
  // Without a listener an error would end the process; what it is comes with the piece.
  const ignore = (): void => {};
  stream.on("error", ignore);
  return {
    path: null,
    write: (chunk) =>
      explained(null, () => {
        return new Promise<void>((resolve, reject) => {
          // One that is destroyed meanwhile may call nobody back.
          stream.once("close", reject);
          stream.write(chunk, (error) => {
            stream.off("close", reject);
            if (error) reject(error);
            else resolve();
          });
        });
      }),
    finish: async () => {},
    close: async () => {
      if (!stream.errored) stream.off("error", ignore);
    },
  };
}

function openWebStream(stream: WritableStream<Uint8Array>): OpenTarget {
  const writer = stream.getWriter();
  return {
    path: null,
    write: (chunk) => explained(null, () => writer.write(chunk)),
    finish: async () => {},
    close: async () => writer.releaseLock(),
  };
}

function pathOf(target: unknown): string {
  if (target instanceof URL) return fileURLToPath(target);
  if (typeof target === "string" && target && !target.includes("\0")) return target;
  const given = typeof target === "string" ? quoted(target) : typeof target;
  throw new TypeError(`download() takes a path or a stream to write to, not ${given}`);
}

async function mustBeFree(path: string): Promise<void> {
  if ((await lstat(path).catch(() => null)) !== null) {
    throw new TargetError(`${quoted(path)} is there already; \`overwrite\` would replace it`);
  }
}

async function nameFile(part: string, path: string): Promise<void> {
  try {
    // A link, unlike a rename, never replaces what somebody made meanwhile.
    await link(part, path);
  } catch {
    await mustBeFree(path);
    await rename(part, path); // a file system without links
  }
}

async function explained<Result>(
  path: string | null,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof BotaError || error instanceof TypeError) throw error;
    const reason = error instanceof Error ? error.message : "it was closed";
    const what = path === null ? "the stream" : quoted(basename(path));
    throw new TargetError(`${what} cannot be written: ${reason}`, { cause: error });
  }
}
