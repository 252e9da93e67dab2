// The connections of a client: kept open, dropped when anything is left over on them.

import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";

/** Milliseconds after which an idle connection is not used again. */
const KEEPALIVE = 30_000;

/** Where a request goes: taken apart once, its path kept byte for byte. */
export interface Target {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number | undefined;
  /** What stands in the `Host` header. */
  readonly origin: string;
  readonly path: string;
}

/** Return where a URL leads, with the path and the query as they are written. */
export function targetOf(url: string): Target {
  const { protocol, hostname, port, host } = new URL(url);
  const path = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1] ?? "";
  return {
    secure: protocol === "https:",
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: port ? Number(port) : undefined,
    origin: host,
    path: path.startsWith("/") ? path : `/${path}`,
  };
}

/** The open connections of a client, for the API and for S3. */
export class Pool {
  /** Hosts that send no `100 Continue`. */
  readonly silentHosts: Set<string> = new Set();
  readonly #plain: http.Agent;
  readonly #secure: https.Agent;

  constructor() {
    // Unlike the global agent, one of our own looks at HTTPS_PROXY and NO_PROXY only when asked.
    const options = { keepAlive: true, timeout: KEEPALIVE, proxyEnv: process.env };
    this.#plain = new http.Agent(options);
    this.#secure = new https.Agent(options);
    for (const agent of [this.#plain, this.#secure]) {
      // What comes over an idle connection belongs to no request, and must not be read as the
      // response to the next one.
      agent.on("free", (socket: Socket) => socket.on("data", drop));
    }
  }

  /** Begin a request; its headers are sent as they are. */
  request(
    target: Target,
    method: string,
    headers: Readonly<Record<string, string>>,
  ): http.ClientRequest {
    const request = (target.secure ? https : http).request({
      agent: target.secure ? this.#secure : this.#plain,
      hostname: target.hostname,
      port: target.port,
      path: target.path,
      method,
      headers: { Host: target.origin, ...headers },
    });
    request.once("socket", (socket) => socket.off("data", drop));
    return request;
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

function drop(this: Socket): void {
  this.destroy();
}
