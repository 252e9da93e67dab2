import { uploadBlob } from "bota-sdk/browser";

const $ = (id) => document.getElementById(id);

/** Ask the page's own server, which has the API key. */
const post = (path) => (request, { signal }) =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });

const PHASES = {
  preparing: "Preparing",
  waiting: "Trying again",
  uploading: "Uploading",
  completing: "Finishing",
  verifying: "Being checked by the service",
};

let running = null;

async function upload(blob, name) {
  running = new AbortController();
  show(name);
  try {
    const receipt = await uploadBlob(blob, {
      createUploadUrl: post("/uploads"),
      completeUpload: post("/uploads/complete"),
      onProgress: showProgress,
      signal: running.signal,
    });
    const verified = receipt.verified ? "and compared with what was sent" : "not verified yet";
    const tries = receipt.attempts > 1 ? ` after ${receipt.attempts} attempts` : "";
    showOutcome("Uploaded", `${name}: ${size(receipt.bytes)} stored${tries}, ${verified}.`, false);
  } catch (error) {
    const isCancelled = error.name === "UploadCancelledError";
    showOutcome(isCancelled ? "Cancelled" : "The upload failed", sentence(error.message), true);
  } finally {
    running = null;
    enable(true);
  }
}

async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const chunks = [];
  const started = Date.now();
  const clock = setInterval(() => {
    $("record-label").textContent = `Stop (${time(Date.now() - started)})`;
  }, 200);
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.onstop = () => {
    clearInterval(clock);
    for (const track of stream.getTracks()) track.stop();
    $("record").ariaPressed = "false";
    $("record-label").textContent = "Record";
    // Its type has parameters, as audio/webm;codecs=opus: it is taken as it is.
    const blob = new Blob(chunks, { type: recorder.mimeType });
    void upload(blob, `Recording of ${new Date(started).toLocaleTimeString()}`);
  };
  enable(false);
  $("record").disabled = false;
  $("record").ariaPressed = "true";
  $("outcome").hidden = true;
  $("record-label").textContent = "Stop (0:00)";
  $("record").onclick = () => {
    $("record").onclick = startRecording;
    recorder.stop();
  };
  recorder.start(1000);
}

const startRecording = () =>
  record().catch((error) => showOutcome("No microphone", sentence(error.message), true));

$("record").onclick = startRecording;
$("file").onchange = () => {
  const [file] = $("file").files;
  $("file").value = "";
  if (file) void upload(file, file.name);
};
$("cancel").onclick = () => running?.abort();

function show(name) {
  enable(false);
  $("outcome").hidden = true;
  $("upload").hidden = false;
  $("name").textContent = name;
  $("bar").value = 0;
}

function showProgress({ phase, bytesSent, totalBytes }) {
  $("phase").textContent = `${PHASES[phase]} …`;
  if (phase === "waiting" || phase === "preparing") return;
  $("bar").value = bytesSent / totalBytes;
  $("amount").textContent = `${size(bytesSent)} of ${size(totalBytes)}`;
}

function showOutcome(headline, details, failed) {
  $("upload").hidden = true;
  $("outcome").hidden = false;
  $("outcome").classList.toggle("failed", failed);
  $("headline").textContent = headline;
  // What an error says ends with the id of the request, for whoever looks into it.
  const [, words, id] = /^(.*?)(?: \[(.*)\])?$/s.exec(details);
  $("details").textContent = words;
  $("request").textContent = id ?? "";
}

function enable(isEnabled) {
  $("record").disabled = !isEnabled;
  $("file").disabled = !isEnabled;
  document.querySelector("label[for=file]").classList.toggle("disabled", !isEnabled);
}

const size = (bytes) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const time = (milliseconds) =>
  `${Math.floor(milliseconds / 60_000)}:${String(Math.floor(milliseconds / 1000) % 60).padStart(2, "0")}`;
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/[^.\]]$/, "$&.");
