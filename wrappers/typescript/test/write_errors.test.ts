// A failed write of a connection that one exchange after the other has.

import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { holdWriteErrors } from "../src/wire/write_errors.ts";

const BROKEN = new Error("broken pipe");

/** A connection whose writes fail; `said` has the errors that its owner hears of. */
function broken(): { socket: Socket; said: Error[] } {
  const said: Error[] = [];
  const stream = new Duplex({
    read: () => {},
    write: (_chunk, _encoding, done) => done(BROKEN),
  });
  stream.on("error", (error) => said.push(error));
  return { socket: stream as Socket, said };
}

async function written(socket: Socket): Promise<void> {
  socket.write("a chunk");
  for (let turns = 0; turns < 4; turns++) await turn();
}

describe("an error of a write", () => {
  test("is held back for good where a response has begun", async () => {
    const { socket, said } = broken();
    holdWriteErrors(socket, () => true);
    await written(socket);
    assert.deepEqual(said, []);
  });

  test("is heard of where none has", async () => {
    const { socket, said } = broken();
    holdWriteErrors(socket, () => false);
    await written(socket);
    assert.deepEqual(said, [BROKEN]);
  });

  test("is that of the exchange that has the connection, also when the one before ends late", async () => {
    const { socket, said } = broken();
    const first = holdWriteErrors(socket, () => false);
    holdWriteErrors(socket, () => true);
    first();
    await written(socket);
    assert.deepEqual(said, []);
  });

  test("is heard of when nobody has the connection, in whatever order they let go of it", async () => {
    const { socket, said } = broken();
    const first = holdWriteErrors(socket, () => true);
    const second = holdWriteErrors(socket, () => true);
    first();
    second();
    await written(socket);
    assert.deepEqual(said, [BROKEN]);
  });
});
