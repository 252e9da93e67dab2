// Transcriptions and summaries: begun once, and asked for until they are done.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import {
  Bota,
  DeadlineExceededError,
  InvalidResponseError,
  ServerError,
  SummaryFailedError,
  type Transcription,
  TranscriptionFailedError,
  UploadCancelledError,
} from "../src/index.ts";
import type { World } from "../src/shared/waiting.ts";
import { Emulator } from "./emulator.ts";

const AUDIO = new URL("../../../tests/audio/speech.wav", import.meta.url);

describe("jobs of the emulator", () => {
  let emulator: Emulator;
  let bota: Bota;
  let recordingId: string;
  const sleeps: number[] = [];
  /** While a client waits, the emulator's time passes, and that alone. */
  const world: World = {
    random: () => 1,
    now: () => performance.now() / 1000 + sleeps.reduce((sum, each) => sum + each, 0),
    sleep: async (seconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(seconds);
      await emulator.control("POST", "/clock", { advance: seconds });
      signal?.throwIfAborted();
    },
  };

  before(async () => {
    emulator = await Emulator.start();
  });
  beforeEach(async () => {
    await emulator.control("POST", "/reset");
    await emulator.control("POST", "/clock", { speed: 0 });
    const { baseUrl, apiKey } = emulator;
    bota?.close();
    bota = new Bota({ baseUrl, apiKey, maxRetries: 1 }, world);
    recordingId = (await bota.upload(AUDIO, { endUserId: "eu_1" })).recordingId;
    await emulator.control("DELETE", "/requests");
    sleeps.length = 0;
  });
  after(async () => {
    bota.close();
    await emulator.stop();
  });

  const asked = async (): Promise<string[]> =>
    (await emulator.requests()).map(({ operation }) => operation ?? "");
  const fault = (operation: string, about: object): Promise<unknown> =>
    emulator.control("POST", "/faults", { operation, ...about });

  test("a recording is transcribed, and what was said summarised", async () => {
    const seen: Transcription[] = [];
    const found = await bota.transcribe(recordingId, {
      language: "en",
      diarization: false,
      onProgress: (job) => void seen.push(job),
    });
    assert.equal(found.status, "completed");
    assert.equal(found.recording_id, recordingId);
    assert.ok(found.text);
    assert.equal(seen[0]?.status, "pending");
    assert.equal(seen.at(-1), found);
    const requests = await asked();
    assert.deepEqual(requests, [
      "createTranscription",
      ...seen.slice(1).map(() => "getTranscription"),
    ]);
    assert.equal(sleeps.length, requests.length - 1);
    assert.ok(Math.min(...sleeps) >= 1);

    const summary = await bota.summarize(found, { templateId: "tmpl_general_notes" });
    assert.deepEqual([summary.status, summary.transcription_id], ["completed", found.id]);
    assert.ok(summary.output);
  });

  test("without waiting it resolves at once", async () => {
    const recording = await bota.recordings.get(recordingId);
    const found = await bota.transcribe(recording, { wait: false });
    assert.equal(found.status, "pending");
    assert.deepEqual(sleeps, []);
  });

  test("a response says when to ask again", async () => {
    await fault("getTranscription", {
      kind: "api_status",
      status: 503,
      headers: { "Retry-After": "9" },
    });
    await bota.transcribe(recordingId);
    assert.deepEqual(sleeps.slice(0, 2), [1, 9.5]);
  });

  test("a failure has its reason", async () => {
    await emulator.control("PATCH", "/settings", { transcription_error: "audio_corrupt" });
    await assert.rejects(bota.transcribe(recordingId), (error) => {
      assert.ok(error instanceof TranscriptionFailedError);
      assert.match(error.jobId, /^txn_/);
      assert.deepEqual([error.status, error.code], ["failed", "audio_corrupt"]);
      assert.match(error.message, /is failed: audio_corrupt: The audio cannot be read$/);
      return true;
    });
    const set = { status: "failed", error: null, error_message: null };
    await emulator.control("PATCH", "/settings", { transcription_error: "" });
    const { id } = await bota.transcribe(recordingId);
    await fault("createSummary", { kind: "api_fields", set });
    await assert.rejects(bota.summarize(id, { prompt: "Say it in a few words." }), (error) => {
      assert.ok(error instanceof SummaryFailedError);
      assert.match(error.message, /^sum_\w+ is failed: the service says no more$/);
      return true;
    });
  });

  test("one that may have begun is looked up, and not begun anew", async () => {
    await fault("createTranscription", { kind: "api_reset", at: "after", times: 2 });
    const found = await bota.transcribe(recordingId);
    assert.equal(found.status, "completed");
    assert.deepEqual((await asked()).slice(0, 4), [
      "createTranscription",
      "createTranscription",
      "listTranscriptions",
      "getTranscription",
    ]);
    // Both requests had one key, so that one transcription was made.
    const all = await bota.transcriptions.list({ recording_id: recordingId }).page();
    assert.deepEqual(
      all.data.map(({ id }) => id),
      [found.id],
    );
  });

  test("an older one is not taken for it", async () => {
    await bota.transcribe(recordingId);
    await emulator.control("DELETE", "/requests");
    await fault("createTranscription", { kind: "api_status", status: 500, times: 2 });
    await assert.rejects(bota.transcribe(recordingId), ServerError);
    const requests = await asked();
    assert.deepEqual(requests, [
      "createTranscription",
      "createTranscription",
      "listTranscriptions",
    ]);
  });

  test("a refusal is not asked about", async () => {
    await assert.rejects(bota.transcribe("rec_none"), { name: "NotFoundError" });
    assert.deepEqual(await asked(), ["createTranscription"]);
  });

  for (const set of [{ recording_id: "rec_other" }, { id: "other" }]) {
    test(`a response about another one is not believed: ${JSON.stringify(set)}`, async () => {
      await fault("getTranscription", { kind: "api_fields", set });
      await assert.rejects(bota.transcribe(recordingId), (error) => {
        assert.ok(error instanceof InvalidResponseError);
        assert.match(error.message, /not about txn_/);
        return true;
      });
    });
  }

  test("a deadline and a signal name what goes on", async () => {
    const set = { status: "processing" };
    await fault("getTranscription", { kind: "api_fields", set, times: 100_000 });
    await assert.rejects(bota.transcribe(recordingId, { deadline: 300 }), (error) => {
      assert.ok(error instanceof DeadlineExceededError);
      assert.match(
        error.message,
        /^the transcription was not done after 0.3 seconds; txn_\w+ goes on, get it later$/,
      );
      return true;
    });
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = (): void => controller.abort();
    await assert.rejects(bota.transcribe(recordingId, { signal, onProgress }), (error) => {
      assert.ok(error instanceof UploadCancelledError);
      assert.match(error.message, /^the transcription was cancelled; txn_\w+ goes on/);
      return true;
    });
    await emulator.control("DELETE", "/requests");
    await assert.rejects(bota.transcribe(recordingId, { signal }), {
      name: "UploadCancelledError",
    });
    assert.deepEqual(await asked(), []);
  });

  test("arguments that are wrong are refused before anything is sent", async () => {
    const wrong: [unknown, unknown][] = [
      [5, {}],
      [{}, {}],
      ["a/b", {}],
      [recordingId, null],
      [recordingId, { colour: "red" }],
      [recordingId, { recordingId: "rec_2" }],
      [recordingId, { language: 5 }],
      [recordingId, { diarization: "yes" }],
      [recordingId, { wait: "yes" }],
      [recordingId, { deadline: "soon" }],
      [recordingId, { signal: {} }],
      [recordingId, { onProgress: true }],
    ];
    for (const [recording, options] of wrong) {
      const call = bota.transcribe(recording as never, options as never);
      await assert.rejects(call, TypeError, JSON.stringify([recording, options]));
    }
    assert.deepEqual(await asked(), []);
  });

  test("what onProgress throws ends the call", async () => {
    const onProgress = (): void => {
      throw new RangeError("of the caller");
    };
    await assert.rejects(bota.transcribe(recordingId, { onProgress }), RangeError);
  });
});
