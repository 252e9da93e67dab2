// One PUT with Node's fetch, as the service's documentation has it: `node put.mjs URL FILE`.
import { readFileSync } from 'node:fs';

const [url, path] = process.argv.slice(2);
const cpu = process.cpuUsage();
const started = performance.now();

const body = readFileSync(path);
const answer = await fetch(url, { method: 'PUT', headers: { 'Content-Type': 'audio/wav' }, body });

if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
const { user, system } = process.cpuUsage(cpu);
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
console.log(JSON.stringify({
  seconds: (performance.now() - started) / 1000,
  cpu_seconds: (user + system) / 1e6,
  peak_mib: peak / 1024,
}));
