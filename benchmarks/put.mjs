// PUTs and uploads of one file: `node put.mjs CLIENT FILE [--cold | URL [TIMES]]`.
//
// As in clients.py, each first sends a small file. `BOTA_BASE_URL` names the API. Given how many times,
// the server refuses them, and what is counted is how often that is read.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../wrappers/typescript/dist/', import.meta.url);
const SOURCES = 'wrappers/typescript/src';

/** As the service's documentation has it. */
async function snippet(url) {
  const headers = { 'Content-Type': 'audio/wav' };
  return (path) => fetch(url, { method: 'PUT', headers, body: readFileSync(path) });
}

/** The PUT of an upload alone, without hashes and without asking first (`Expect`). */
async function bare(url) {
  const load = (name) => import(`${BUILT}${SOURCES}/${name}.js`);
  const [{ exchange }, { Pool, targetOf }] = [await load('wire/exchange'), await load('wire/pool')];
  const { openSource } = await load('upload/source');
  const pool = new Pool();
  const timeouts = { connect: 10, write: 60, read: 60 };
  return async (path) => {
    const source = await openSource(path, null);
    const reading = await source.begin();
    const headers = { 'Content-Type': 'audio/wav', 'Content-Length': String(source.size) };
    const body = { next: (buffer) => reading.next(buffer), accepted() {} };
    const request = { method: 'PUT', target: targetOf(url), headers, body, timeouts, signal: null };
    return exchange(pool, request).finally(() => reading.close());
  };
}

/** By Node, as its users do it; the service verifies SHA-256. */
async function ours() {
  const { Bota } = await import(`${BUILT}${SOURCES}/index.js`);
  const bota = new Bota();
  return (path) => bota.upload(path, { endUserId: 'eu_1' });
}

/** By the Chromium of this machine, from a page that the service itself seems to have. */
async function page() {
  const { chromium } = await import('../tests/browser/node_modules/playwright-core/index.mjs');
  const browser = await chromium.launch({
    executablePath: process.env.BOTA_TEST_CHROMIUM,
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  const { origin } = new URL(process.env.BOTA_BASE_URL);
  await page.route(`${origin}/page/**`, (route) => {
    const file = route.request().url().split('/page/')[1];
    const html = { contentType: 'text/html', body: '<input type="file">' };
    return route.fulfill(file ? { path: fileURLToPath(BUILT) + file } : html);
  });
  await page.goto(`${origin}/page/`);
  return async (path) => {
    await page.setInputFiles('input', path);
    return page.evaluate(async (sources) => {
      const { uploadBlob } = await import(`/page/${sources}/browser/index.js`);
      const post = async (path, fields) => {
        const asked = { method: 'POST', body: JSON.stringify(fields) };
        return (await fetch(`/v1/recordings${path}`, asked)).json();
      };
      return uploadBlob(document.querySelector('input').files[0], {
        createUploadUrl: async () => {
          const { id } = await post('', {});
          return { recording_id: id, ...(await post(`/${id}/upload-url`, {})) };
        },
        completeUpload: ({ recording_id: id, ...proof }) => post(`/${id}/upload-complete`, proof),
      });
    }, SOURCES);
  };
}

process.on('uncaughtException', (error) => {
  console.error(String(error));
  process.exit(1);
});
const [client, path, url, times] = process.argv.slice(2);
const upload = await { snippet, bare, ours, page }[client](url);
if (url !== '--cold' && !times) await upload(process.env.BENCH_SMALL);
const figures = { read: 0 };
const cpu = process.cpuUsage();
const started = performance.now();
for (let left = times ?? 1; left > 0; left -= 1) {
  const { status, verified } = await upload(path).catch((error) => ({ status: String(error) }));
  if (status === 403) figures.read += 1;
  else if (!times && !verified && status !== 200) throw new Error(status);
}
figures.seconds = (performance.now() - started) / 1000;
if (client !== 'page') {
  const { user, system } = process.cpuUsage(cpu);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  Object.assign(figures, { cpu_seconds: (user + system) / 1e6, peak_mib: peak / 1024 });
}
console.log(JSON.stringify(figures));
process.exit();
