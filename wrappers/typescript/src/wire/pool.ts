// The connections of a client: kept open, dropped when anything is left over on them.

import type * as Http from "node:http";
import type * as Https from "node:https";
import type { Socket } from "node:net";
import { ConfigurationError } from "../errors.ts";
import { isLoopback } from "../shared/safe_url.ts";

// An import takes all that node:http has, of which WebSocket loads undici: 5 MiB, which we never use.
const http: typeof Http = process.getBuiltinModule("node:http");
const https: typeof Https = process.getBuiltinModule("node:https");

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
  /** Whether it is this machine, which is never behind a proxy. */
  readonly isLocal: boolean;
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
    isLocal: isLoopback(hostname),
  };
}

/** What makes connections of one kind, by plain http and by TLS. */
interface Agents {
  readonly plain: Http.Agent;
  readonly secure: Https.Agent;
}

/** Connections to this machine, and to all others, maybe through proxies. */
interface Routes {
  readonly local: Agents;
  readonly others: Agents;
}

/** The open connections of a client, for the API and for S3. */
export class Pool {
  /** Hosts that send no `100 Continue`. */
  readonly silentHosts: Set<string> = new Set();
  /** Hosts that have accepted nothing for too long: they get small pieces from then on. */
  readonly slowHosts: Set<string> = new Set();
  readonly #kept: Routes;
  readonly #fresh: Routes;

  /** @throws ConfigurationError when the environment names a proxy that cannot be used. */
  constructor() {
    const proxyEnv = checkedProxies();
    this.#kept = routesOf({ keepAlive: true, timeout: KEEPALIVE }, proxyEnv);
    this.#fresh = routesOf({}, proxyEnv);
    for (const agent of agentsIn(this.#kept)) {
      // What comes over an idle connection belongs to no request, and must not be read as the
      // response to the next one.
      agent.on("free", (socket: Socket) => socket.on("data", drop));
    }
  }

  /**
   * Begin a request; its headers are sent as they are.
   *
   * @param fresh whether it must have a connection of its own: a server may close one that was kept
   * just when a request goes out on it, and then nobody knows what the request did.
   */
  request(
    target: Target,
    method: string,
    headers: Readonly<Record<string, string>>,
    fresh: boolean,
  ): Http.ClientRequest {
    const { local, others } = fresh ? this.#fresh : this.#kept;
    const { plain, secure } = target.isLocal ? local : others;
    const request = (target.secure ? https : http).request({
      agent: target.secure ? secure : plain,
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
    for (const routes of [this.#kept, this.#fresh])
      for (const agent of agentsIn(routes)) agent.destroy();
  }
}

function agentsOf(options: Http.AgentOptions): Agents {
  return { plain: new http.Agent(options), secure: new https.Agent(options) };
}

/**
 * Return agents, of which those for other machines go by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as Node
 * reads them.
 *
 * Unlike the global agent, which wants NODE_USE_ENV_PROXY=1, one of our own looks at them when it is
 * given the environment; one of an older Node does not even then.
 */
function routesOf(options: Http.AgentOptions, proxyEnv: NodeJS.ProcessEnv): Routes {
  return { local: agentsOf(options), others: agentsOf({ ...options, proxyEnv }) };
}

function agentsIn({ local, others }: Routes): readonly Http.Agent[] {
  return [local.plain, local.secure, others.plain, others.secure];
}

/** Return the environment, if the proxies that it names can be used. */
function checkedProxies(): NodeJS.ProcessEnv {
  const { env } = process;
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY"]) {
    const proxy = env[name.toLowerCase()] || env[name];
    if (!proxy) continue;
    // Node would say nothing of it, or repeat the URL, which may hold a password.
    if (!/^https?:\/\//i.test(proxy) || !URL.canParse(proxy)) {
      throw new ConfigurationError(
        `${name} names a proxy that cannot be used; name one as http://HOST:PORT`,
      );
    }
    if (process.allowedNodeEnvironmentFlags?.has("--use-env-proxy") !== true) {
      process.emitWarning(
        `bota-sdk does not go through the proxy that ${name} names: that takes Node 22.21 or 24.5`,
      );
    }
  }
  return env;
}

function drop(this: Socket): void {
  this.destroy();
}
