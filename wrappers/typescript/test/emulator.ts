// The service on this machine: bota-emulator in a process of its own, steered by its control routes.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

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
  readonly #process: ChildProcess;

  private constructor(baseUrl: string, process: ChildProcess) {
    this.baseUrl = baseUrl;
    this.#process = process;
  }

  /** Start one, with the Python that BOTA_TEST_PYTHON names, and wait until it listens. */
  static async start(): Promise<Emulator> {
    const python = process.env["BOTA_TEST_PYTHON"] ?? "python3";
    const started = spawn(python, ["-m", "bota_emulator", "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: started.stdout })) {
      const found = /base URL (\S+)/.exec(line)?.[1];
      if (found !== undefined) return new Emulator(found, started);
    }
    throw new Error(`${python} -m bota_emulator ended before it listened`);
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
