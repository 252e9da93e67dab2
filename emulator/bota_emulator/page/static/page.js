// What htmx does not do: the live connection, the clock, the player's waveform, copying and trying.

const one = (selector) => document.querySelector(selector);

// The server says when something has changed; htmx then reads the page again. A browser has few
// connections for one host, so a tab that nobody sees gives its own back.
let events = null;
function listen() {
  const shown = one("#connection");
  events?.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource("/_page/events");
  events.onmessage = () => htmx.trigger(document.body, "emulator");
  events.onopen = () => show("Live", true);
  events.onerror = () => show("Not connected", false);
  function show(word, live) {
    shown.hidden = false;
    shown.textContent = word;
    shown.classList.toggle("live", live);
  }
}
document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => events?.close());

// The emulator's clock goes on between two readings of the page.
let read = null;
function tick() {
  const clock = one("#clock");
  if (!clock) return;
  if (read?.epoch !== clock.dataset.epoch) {
    read = { epoch: clock.dataset.epoch, at: performance.now() };
  }
  const passed = ((performance.now() - read.at) / 1000) * Number(clock.dataset.speed);
  const now = new Date((Number(read.epoch) + passed) * 1000).toISOString();
  clock.textContent = `${now.slice(0, 10)} ${now.slice(11, 19)}`;
}

const MOST_DECODED = 100 * 1024 * 1024;

async function drawWaveform() {
  const canvas = one("#waveform");
  if (!canvas || canvas.dataset.drawn) return;
  canvas.dataset.drawn = "yes";
  const audio = canvas.parentElement.querySelector("audio");
  let peaks;
  try {
    const response = await fetch(canvas.dataset.src);
    if (Number(response.headers.get("content-length")) > MOST_DECODED) {
      await response.body.cancel();
      throw new Error("too long");
    }
    const context = new OfflineAudioContext(1, 1, 44100);
    peaks = peaksOf(await context.decodeAudioData(await response.arrayBuffer()), 400);
  } catch {
    one("#undecoded").hidden = false;
    return;
  }
  canvas.hidden = false;
  const draw = () =>
    drawPeaks(canvas, peaks, audio.duration ? audio.currentTime / audio.duration : 0);
  for (const name of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(name, draw);
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  canvas.addEventListener("click", (event) => {
    audio.currentTime = (event.offsetX / canvas.clientWidth) * audio.duration;
  });
}

function peaksOf(buffer, count) {
  const samples = buffer.getChannelData(0);
  const width = Math.max(samples.length / count, 1);
  return Array.from({ length: Math.min(count, samples.length) }, (_, place) => {
    let most = 0;
    const end = Math.min(Math.ceil((place + 1) * width), samples.length);
    for (let at = Math.floor(place * width); at < end; at++) {
      most = Math.max(most, Math.abs(samples[at]));
    }
    return most;
  });
}

function drawPeaks(canvas, peaks, played) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  const context = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  const step = canvas.width / peaks.length;
  const loudest = Math.max(...peaks, 0.01);
  peaks.forEach((peak, place) => {
    const height = Math.max((peak / loudest) * canvas.height * 0.92, ratio);
    context.fillStyle = place / peaks.length < played ? style.color : style.borderTopColor;
    context.fillRect(place * step, (canvas.height - height) / 2, Math.max(step * 0.62, 1), height);
  });
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("#detail .close") && one(".split")) {
    event.preventDefault();
    const number = one("#detail").dataset.number;
    one("#detail").replaceWith(Object.assign(document.createElement("section"), { id: "detail" }));
    one(`#request-${number} a`)?.focus();
  }
  const copy = event.target.closest(".copy");
  if (copy) {
    await navigator.clipboard.writeText(copy.closest("figure").querySelector("code").textContent);
    copy.textContent = "Copied";
  }
});

// Sends a request of the reference to the emulator itself.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.try");
  if (!form) return;
  event.preventDefault();
  const headers = { Authorization: `Bearer ${one("#api-key").value}` };
  const query = new URLSearchParams();
  let path = form.dataset.path;
  let body;
  for (const input of form.querySelectorAll("[data-place]")) {
    const { place, name } = input.dataset;
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(input.value));
    if (place === "query" && input.value) query.append(name, input.value);
    if (place === "header" && input.value) headers[name] = input.value;
    if (place === "body" && input.value) {
      body = input.value;
      headers["Content-Type"] = "application/json";
    }
  }
  const output = form.querySelector("output");
  const target = query.size ? `${path}?${query}` : path;
  try {
    const started = performance.now();
    const method = form.dataset.method;
    const response = await fetch(target, { method, headers, body, credentials: "omit" });
    const text = await response.text();
    showResponse(output, response, pretty(text), performance.now() - started);
  } catch (error) {
    output.replaceChildren(element("p", "error", `No response: ${error.message}`));
  }
});

function showResponse(output, response, text, milliseconds) {
  const kind = response.status < 400 ? "good" : response.status < 500 ? "warn" : "bad";
  const line = element("p", "", `${Math.round(milliseconds)} ms `);
  line.prepend(element("span", `chip ${kind}`, String(response.status)), " ");
  const body = element("pre", "", text || "(no body)");
  body.tabIndex = 0;
  output.replaceChildren(line, body);
}

function element(name, className, text) {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function prepare() {
  for (const button of document.querySelectorAll(".copy, form.try button")) button.hidden = false;
  drawWaveform();
  tick();
}

document.addEventListener("htmx:after:settle", prepare);
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx?.target?.id === "detail") one("#detail-name")?.focus();
});
prepare();
listen();
setInterval(tick, 1000);
