// The example of docs/browser as a user has it: its page, and its server in Python or in Node.

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { bundleForNode, bundleForPage } from "./bundling.ts";

const EXAMPLE = fileURLToPath(new URL("../../docs/browser/", import.meta.url));

export type Language = "python" | "node";

/** A running server of the example. */
export class App {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  /** Copy the example to a folder of its own, bundle what it imports, and start its server. */
  static async start(language: Language, api: { baseUrl: string; apiKey: string }): Promise<App> {
    const folder = mkdtempSync(join(tmpdir(), "bota-app-"));
    cpSync(EXAMPLE, folder, { recursive: true });
    await bundleForPage(join(folder, "public", "bota-sdk-browser.js"));
    const [command, ...rest] = await commandOf(language, folder);
    const env = { ...process.env, PORT: "0", BOTA_BASE_URL: api.baseUrl, BOTA_API_KEY: api.apiKey };
    const started = spawn(command as string, rest, { env, stdio: ["ignore", "pipe", "pipe"] });
    const url = await Promise.race([urlIn(started.stdout), urlIn(started.stderr)]);
    return new App(url, started, folder);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
    rmSync(this.#folder, { recursive: true });
  }
}

async function commandOf(language: Language, folder: string): Promise<readonly string[]> {
  if (language === "node") {
    const bundled = join(folder, "bundled.mjs");
    await bundleForNode(join(folder, "server.mjs"), bundled);
    return [process.execPath, bundled];
  }
  const python = process.env["BOTA_TEST_PYTHON"] ?? "python3";
  return [python, "-m", "uvicorn", "--app-dir", folder, "--port", "0", "server:app"];
}

/** Return the URL that a server says it listens at; reads on, so that it is never held up. */
function urlIn(output: Readable): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on("line", (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
}
