// The service on this machine: bota-emulator in a process of its own, steered by its control routes.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A Python that has bota_emulator, and what the tests start beside it. */
export const PYTHON: string = process.env["BOTA_TEST_PYTHON"] ?? "python3";

/** One request as the service saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly operation: string | null;
  readonly status: number | null;
  readonly body_bytes: number;
}

/** A running emulator. */
export class Emulator {
  readonly baseUrl: string;
  readonly apiKey: string = "sk_test_emulator";
  /** The file of the authority that vouches for it; null without `--tls`. */
  readonly caFile: string | null;
  readonly #process: ChildProcess;

  private constructor(baseUrl: string, caFile: string | null, process: ChildProcess) {
    this.baseUrl = baseUrl;
    this.caFile = caFile;
    this.#process = process;
  }

  /** Start one, with options of its command, and wait until it listens. */
  static async start(...options: readonly string[]): Promise<Emulator> {
    const started = spawn(PYTHON, ["-m", "bota_emulator", "--port", "0", ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let baseUrl = "";
    for await (const line of createInterface({ input: started.stdout })) {
      baseUrl ||= /base URL (\S+)/.exec(line)?.[1] ?? "";
      const caFile = /SSL_CERT_FILE=(\S+)/.exec(line)?.[1] ?? null;
      const isLast = options.includes("--tls") ? caFile !== null : /BOTA_API_KEY=/.test(line);
      if (isLast) return new Emulator(baseUrl, caFile, started);
    }
    throw new Error(`${PYTHON} -m bota_emulator ended before it listened`);
  }

  /** Return what a client in a process of its own finds it by. */
  get environment(): Readonly<Record<string, string>> {
    return { BOTA_BASE_URL: this.baseUrl, BOTA_API_KEY: this.apiKey };
  }

  /** Send a control request and return what its response holds. */
  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(new URL(`/_control${path}`, this.baseUrl), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_control${path}: ${response.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  }

  async requests(): Promise<readonly SeenRequest[]> {
    return (await this.control("GET", "/requests")) as SeenRequest[];
  }

  /** Return a recording's status and the SHA-256 of its audio; null where none is stored. */
  async recording(id: string): Promise<{ status: string; sha256: string | null }> {
    const found = (await this.control("GET", `/recordings/${id}`)) as {
      recording: { status: string };
      object_sha256: string | null;
    };
    return { status: found.recording.status, sha256: found.object_sha256 };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
  }
}
