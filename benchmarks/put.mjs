// Uploads of one file by the TypeScript client: `node put.mjs CLIENT FILE`.
//
// As in clients.py, each first sends a small file. `BOTA_BASE_URL` names the API.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../wrappers/typescript/dist/', import.meta.url);
const SOURCES = 'wrappers/typescript/src';

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
const [client, path, cold] = process.argv.slice(2);
const upload = await { ours, page }[client]();
if (!cold) await upload(process.env.BENCH_SMALL);
const cpu = process.cpuUsage();
const started = performance.now();
const { verified } = await upload(path);
if (!verified) throw new Error('the service has not verified it');
const figures = { seconds: (performance.now() - started) / 1000 };
if (client === 'ours') {
  const { user, system } = process.cpuUsage(cpu);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  Object.assign(figures, { cpu_seconds: (user + system) / 1e6, peak_mib: peak / 1024 });
}
console.log(JSON.stringify(figures));
process.exit();
