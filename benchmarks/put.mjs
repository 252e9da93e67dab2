// PUTs of one file with Node: `node put.mjs CLIENT URL FILE [cold | TIMES]`.
//
// As in clients.py, each of ours first sends a small file, which `cold` leaves out. With TIMES the server
// refuses each PUT, and what is counted is how many of its responses are read.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const HEADERS = { 'Content-Type': 'audio/wav' };
const BUILT = '../wrappers/typescript/dist/wrappers/typescript/src';

/** As the service's documentation has it. */
async function snippet() {
  return async (url, path) => {
    const body = readFileSync(path);
    return (await fetch(url, { method: 'PUT', headers: HEADERS, body })).status;
  };
}

/** The whole upload, as its users do it; the service verifies SHA-256. */
async function ours() {
  const { Bota } = await import(`${BUILT}/index.js`);
  const bota = new Bota();
  return async (_, path) => (await bota.upload(path, { endUserId: 'eu_1' })).verified ? 200 : 0;
}

/** The PUT of that upload alone, without hashes and without asking first (`Expect`). */
async function bare() {
  const [{ exchange }, { Pool, targetOf }, { openSource }] = await Promise.all(
    ['wire/exchange', 'wire/pool', 'upload/source'].map((name) => import(`${BUILT}/${name}.js`)),
  );
  const pool = new Pool();
  const timeouts = { connect: 10, write: 60, read: 60 };
  return async (url, path) => {
    const source = await openSource(path, null);
    const reading = await source.begin();
    const headers = { ...HEADERS, 'Content-Length': String(source.size) };
    const body = { next: (buffer) => reading.next(buffer), accepted() {} };
    const request = { method: 'PUT', target: targetOf(url), headers, body, timeouts, signal: null };
    const response = await exchange(pool, request).finally(() => reading.close());
    return response.status ?? 0;
  };
}

const [client, url, path, how] = process.argv.slice(2);
const put = await { snippet, ours, bare }[client]();
if (client !== 'snippet' && how === undefined) {
  const small = `${dirname(path)}/small.wav`;
  writeFileSync(small, Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(1000)]));
  await put(url, small);
}
const cpu = process.cpuUsage();
const started = performance.now();
let read = 0;
if (Number(how)) {
  for (let left = Number(how); left > 0; left -= 1) {
    if ((await put(url, path).catch(() => 0)) === 403) read += 1;
  }
} else {
  const status = await put(url, path);
  if (status !== 200) throw new Error(`the server responded ${status}`);
}
const { user, system } = process.cpuUsage(cpu);
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
const seconds = (performance.now() - started) / 1000;
const figures = { seconds, cpu_seconds: (user + system) / 1e6, peak_mib: peak / 1024, read };
console.log(JSON.stringify(figures));
process.exit();
