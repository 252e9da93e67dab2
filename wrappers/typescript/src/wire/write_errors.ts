// Keeps a failed write from hiding a response.
//
// A server that refuses a body early sends its response and resets the connection. The response has
// been received then, but the next write fails before the event loop reads it, and a stream whose write
// has failed gives out nothing more of what it reads.

import type { Socket } from "node:net";

type Done = (error?: Error | null) => void;

/** Whether a response has begun, of the exchange that has the connection; null while none has it. */
interface Owner {
  hasResponse: (() => boolean) | null;
}

const owners = new WeakMap<Socket, Owner>();

/**
 * Hold back the errors of a socket's writes until all that had come over it is read, and for good where
 * a response has begun by then. Returns what lets go of the socket; the next exchange may have it by
 * then.
 */
export function holdWriteErrors(socket: Socket, hasResponse: () => boolean): () => void {
  const owner = ownerOf(socket);
  owner.hasResponse = hasResponse;
  return () => {
    if (owner.hasResponse === hasResponse) owner.hasResponse = null;
  };
}

/** Return the owner of a socket, whose writes look at it from the first time on. */
function ownerOf(socket: Socket): Owner {
  const known = owners.get(socket);
  if (known !== undefined) return known;
  const owner: Owner = { hasResponse: null };
  owners.set(socket, owner);
  const held = (done: Done): Done => {
    const { hasResponse } = owner;
    if (hasResponse === null) return done;
    return (error) => {
      if (!error) return done(error);
      // The first turn may be that of a loop that has read already.
      setImmediate(() => setImmediate(() => hasResponse() || done(error)));
    };
  };
  // What a stream is made of (Node, "Implementing a writable stream"); `_writev` is not everywhere.
  const { _write: write, _writev: writev } = socket;
  socket._write = (chunk, encoding, done) => write.call(socket, chunk, encoding, held(done));
  if (writev) socket._writev = (chunks, done) => writev.call(socket, chunks, held(done));
  return owner;
}
