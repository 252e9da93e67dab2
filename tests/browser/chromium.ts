// The Chromium of this machine, and a page of it with a microphone that a program plays.

import { spawnSync } from "node:child_process";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Its command; null where there is none. */
export const CHROMIUM: string | null =
  process.env["BOTA_TEST_CHROMIUM"] ||
  (NAMES.find((name) => spawnSync(name, ["--version"]).status === 0) ?? null);

/** What `test` takes: why it is skipped, if it is. */
export const SKIP: { skip: string | false } = {
  skip: CHROMIUM === null && "no Chromium here: install one, or name it in BOTA_TEST_CHROMIUM",
};

/** Start it. */
export async function startChromium(): Promise<Browser> {
  const command = CHROMIUM ?? "";
  // Playwright takes a path; a shell knows where the command is.
  const path = command.includes("/")
    ? command
    : spawnSync("which", [command], { encoding: "utf8" }).stdout.trim();
  return chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  });
}

/** Let a page send this many bytes a second, until what is returned is called. */
export async function limitUploads(
  page: Page,
  bytesPerSecond: number,
): Promise<() => Promise<void>> {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  const limit = async (uploadThroughput: number): Promise<void> => {
    const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
    await client.send("Network.emulateNetworkConditions", conditions);
  };
  await limit(bytesPerSecond);
  return () => limit(-1);
}

const SECRET =
  /X-Amz-(?:Signature|Credential)=|\b[sr]k_(?:test|live)_\w|\b(?:dtok|up)_\w{8}|Bearer [A-Za-z]/;

/** Everything that a page shows, logs, keeps and asks its server with. */
export class Watch {
  readonly #page: Page;
  readonly #said: string[] = [];

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Watch a page from now on. */
  static async over(page: Page): Promise<Watch> {
    const watch = new Watch(page);
    const client = await page.context().newCDPSession(page);
    // What the page's programs log. Chromium itself notes the URL of each request that failed, for
    // the one who sits there; no page can keep it from that, nor read it.
    client.on("Runtime.consoleAPICalled", ({ args }) => watch.#said.push(JSON.stringify(args)));
    client.on("Runtime.exceptionThrown", (thrown) => watch.#said.push(JSON.stringify(thrown)));
    await client.send("Runtime.enable");
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith("/uploads")) return;
      watch.#said.push(JSON.stringify(request.headers()), request.postData() ?? "");
    });
    return watch;
  }

  /** Return what was found that nobody should see. */
  async secrets(): Promise<readonly string[]> {
    const kept = await this.#page.evaluate(async () => {
      const databases = await indexedDB.databases();
      return JSON.stringify([
        document.documentElement.outerHTML,
        location.href,
        document.cookie,
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        databases,
        await caches.keys(),
        history.state,
      ]);
    });
    return [...this.#said, kept].filter((text) => SECRET.test(text));
  }
}
