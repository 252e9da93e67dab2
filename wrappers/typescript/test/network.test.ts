// Proxies and authorities, named as Node's users name them, each in a process of its own.

import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Emulator, PYTHON } from "./emulator.ts";

/** This machine by a name that a proxy may be asked for: loopback never goes through one. */
const HERE = hostname();
const LOGIN = "user:p%3Ass";
/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:9";

const knowsProxies = process.allowedNodeEnvironmentFlags?.has("--use-env-proxy") === true;
const skip = knowsProxies ? false : `Node ${process.versions.node} knows no proxies`;

const WAV = fileURLToPath(new URL("../../../tests/audio/speech.wav", import.meta.url));
const PROGRAM = fileURLToPath(new URL("./upload_once.ts", import.meta.url));

/** Upload in a process of its own, whose environment is like this one's but for what is given. */
async function upload(
  emulator: Emulator,
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...emulator.environment };
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS"]) {
    delete env[name];
    delete env[name.toLowerCase()];
  }
  Object.assign(env, { BOTA_ALLOW_PLAIN_HTTP: "1", ...given });
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, WAV], { env });
  return stdout;
}

describe("a proxy", { skip }, () => {
  let plain: Emulator;
  let secure: Emulator;
  let proxy: ChildProcess;
  let folder: string;
  let port = "";

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "bota-proxy-"));
    const file = join(folder, "port");
    const options = ["--hostname", "127.0.0.1", "--port", "0", "--port-file", file];
    const own = ["--num-workers", "1", "--basic-auth", "user:p:ss"];
    proxy = spawn(PYTHON, ["-m", "proxy", ...options, ...own], { stdio: "ignore" });
    const everywhere = ["--host", "0.0.0.0", "--public-host", HERE];
    plain = await Emulator.start(...everywhere);
    secure = await Emulator.start(...everywhere, "--tls");
    while (!existsSync(file) || !port) {
      assert.equal(proxy.exitCode, null, "the proxy has ended");
      await setTimeout(20);
      if (existsSync(file)) port = readFileSync(file, "utf8").trim();
    }
  });
  after(async () => {
    proxy.kill();
    await plain.stop();
    await secure.stop();
    rmSync(folder, { recursive: true });
  });

  // The proxy wants a login: what is refused without one went to it.
  test("of HTTP_PROXY takes what goes by plain http", async () => {
    const there = (login: string) => ({ HTTP_PROXY: `http://${login}@127.0.0.1:${port}` });
    assert.equal(await upload(plain, there(LOGIN)), "verified: true\n");
    const refused = await upload(plain, there("user:wrong"));
    assert.match(refused, /407/);
    assert.doesNotMatch(refused, /user:|wrong/);
  });

  test("of HTTPS_PROXY takes what goes by TLS, unread", async () => {
    const there = (login: string) => ({
      HTTPS_PROXY: `http://${login}@127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: secure.caFile ?? "",
    });
    assert.equal(await upload(secure, there(LOGIN)), "verified: true\n");
    const refused = await upload(secure, there("user:wrong"));
    assert.match(refused, /ApiConnectionError/);
    assert.doesNotMatch(refused, /user:|wrong/);
  });

  test("is not asked for what NO_PROXY names", async () => {
    const refused = await upload(plain, { HTTP_PROXY: NOWHERE });
    assert.match(refused, /ApiConnectionError/);
    const direct = await upload(plain, { HTTP_PROXY: NOWHERE, NO_PROXY: HERE });
    assert.equal(direct, "verified: true\n");
  });

  test("that cannot be used is named, without its password", async () => {
    const said = await upload(plain, { HTTP_PROXY: "ftp://user:secret@proxy:1" });
    assert.match(said, /ConfigurationError.*HTTP_PROXY/);
    assert.doesNotMatch(said, /secret/);
  });
});

test("this machine is never behind a proxy", async () => {
  const emulator = await Emulator.start();
  try {
    const proxies = { HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE };
    assert.equal(await upload(emulator, proxies), "verified: true\n");
  } finally {
    await emulator.stop();
  }
});

test("an authority of NODE_EXTRA_CA_CERTS is trusted, and no other", async () => {
  const emulator = await Emulator.start("--tls");
  try {
    const trust = { NODE_EXTRA_CA_CERTS: emulator.caFile ?? "" };
    assert.equal(await upload(emulator, trust), "verified: true\n");
    assert.match(await upload(emulator), /ApiConnectionError.*certificate/);
  } finally {
    await emulator.stop();
  }
});
