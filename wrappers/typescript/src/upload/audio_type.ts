// The content type of audio: by its name, checked against its first bytes.

import { VALUES } from "../../../../generated/typescript/reading.ts";
import { SourceError } from "../errors.ts";
import { quoted } from "../shared/text.ts";

/** Returns so many bytes of a source, or as many as there are, from a place on. */
export type Read = (start: number, count: number) => Promise<Uint8Array>;

/** Bytes: longer than any frame of MPEG audio, and than the header of any WebM file. */
const WINDOW = 4096;

const MOST_TAGS = 4;

const BY_SUFFIX: Readonly<Record<string, string>> = {
  ".wav": "audio/wav",
  ".wave": "audio/wav",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".mp4": "audio/mp4",
  ".webm": "audio/webm",
  ".ogg": "audio/ogg",
  ".oga": "audio/ogg",
  ".opus": "audio/opus",
  ".flac": "audio/flac",
  ".aac": "audio/aac",
};

/** The ending of a new file of each type: the first of those above. */
export const ENDINGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BY_SUFFIX)
    .reverse()
    .map(([suffix, type]) => [type, suffix]),
);

// What another name of a type stands for, where the contract does not have that name itself.
const ALIASES: Readonly<Record<string, string>> = {
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/mp3": "audio/mpeg",
  "audio/x-m4a": "audio/mp4",
  "audio/m4a": "audio/mp4",
  "audio/x-flac": "audio/flac",
  "audio/opus": "audio/ogg",
  "application/ogg": "audio/ogg",
  "video/mp4": "audio/mp4",
  "video/webm": "audio/webm",
};

const MP4: ReadonlySet<string> = new Set(
  "M4A ,M4B ,MSNV,avc1,dash,iso2,iso3,iso4,iso5,iso6,iso7,iso8,iso9,isom,mp41,mp42,mp71".split(","),
);
const PICTURES: ReadonlySet<string> = new Set(
  "heic heix heim heis hevc hevx mif1 msf1 avif avis crx".split(" "),
);

const EBML = "\x1a\x45\xdf\xa3";
const OGG_AUDIO: readonly string[] = ["\x01vorbis", "\x7fFLAC", "Speex   "];

// kbit/s by index: of MPEG 1 layer III, MPEG 1 layer II, and both layers of MPEG 2 and 2.5.
const RATES_1_3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const RATES_1_2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384] as const;
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const;
const SAMPLES = [44_100, 48_000, 32_000] as const;

/**
 * Return the content type that the bytes of a file prove; null when they prove none.
 *
 * It is the narrowest one, and may be one that the service does not take. The signatures are those of
 * WAV, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088), FLAC (RFC 9639), Ogg (RFC 3533) with Opus
 * (RFC 7845) or others, MP4 (ISO 14496-12), WebM (its EBML DocType), MPEG audio and AAC in ADTS (two
 * frames), with ID3 tags (id3.org) before them.
 */
export async function sniff(read: Read): Promise<string | null> {
  const head = await afterTags(read);
  const text = latin1(head);
  if (["RIFF", "RF64", "BW64"].includes(text.slice(0, 4)) && text.slice(8, 12) === "WAVE")
    return "audio/wav";
  if (text.startsWith("fLaC")) return "audio/flac";
  if (text.startsWith("OggS") && head.length > 27) {
    const packet = text.slice(27 + (head[26] ?? 0));
    if (packet.startsWith("\x80theora")) return "video/ogg";
    if (packet.startsWith("OpusHead")) return "audio/opus";
    return OGG_AUDIO.some((start) => packet.startsWith(start)) ? "audio/ogg" : null;
  }
  if (text.slice(4, 8) === "ftyp") {
    const brand = text.slice(8, 12);
    if (MP4.has(brand)) return "audio/mp4";
    return PICTURES.has(brand) ? "image/heif" : null;
  }
  if (text.startsWith(EBML) && docType(head) === "webm") return "audio/webm";
  const length = frameLength(head);
  // The next frame is of the same kind; sync bits alone are also those of other data.
  const following = text.slice(length, length + 2);
  if (length > 0 && (length >= head.length || following === text.slice(0, 2))) {
    return ((head[1] ?? 0) & 6) === 0 ? "audio/aac" : "audio/mpeg";
  }
  return null;
}

async function afterTags(read: Read): Promise<Uint8Array> {
  let start = 0;
  for (let tags = 0; tags < MOST_TAGS; tags += 1) {
    const tag = await read(start, 10);
    if (tag.length < 10 || !latin1(tag).startsWith("ID3")) break;
    const [flags = 0, a = 0, b = 0, c = 0, d = 0] = tag.subarray(5);
    const size = (a << 21) | (b << 14) | (c << 7) | d;
    start += 10 + size + (flags & 0x10 ? 10 : 0);
  }
  const head = await read(start, WINDOW);
  // A tag may be longer than it says.
  const first = start > 0 ? head.findIndex((byte) => byte !== 0) : 0;
  return first < 0 ? new Uint8Array() : head.subarray(first);
}

function docType(head: Uint8Array): string | null {
  let element = numberAt(head, 4);
  if (element === null) return null;
  const end = element.place + element.value;
  let { place } = element;
  while (place < end) {
    const name = place;
    element = numberAt(head, place);
    const size = element && numberAt(head, element.place);
    if (element === null || size === null) return null;
    place = size.place + size.value;
    if (latin1(head.subarray(name, element.place)) === "\x42\x82") {
      return latin1(head.subarray(size.place, place)).replace(/\0+$/, "");
    }
  }
  return null;
}

/** Return a number of EBML (RFC 8794, section 4) and the place after it; null beyond the end. */
function numberAt(head: Uint8Array, place: number): { value: number; place: number } | null {
  const first = head[place];
  if (first === undefined) return null;
  const length = first === 0 ? 9 : Math.clz32(first) - 23;
  let value = first & ((1 << Math.max(8 - length, 0)) - 1);
  for (const byte of head.subarray(place + 1, place + length)) value = value * 256 + byte;
  return { value, place: place + length };
}

/** Return the bytes of a frame of MPEG audio or ADTS; 0 where none begins. */
function frameLength(head: Uint8Array): number {
  const [sync = 0, kind = 0, about = 0, a = 0, b = 0, c = 0] = head;
  if (head.length < 6 || sync !== 0xff || (kind & 0xe0) !== 0xe0) return 0;
  const version = (kind >> 3) & 3;
  const layer = (kind >> 1) & 3;
  // ADTS (ISO 13818-7).
  if (layer === 0) return version & 2 ? ((a & 3) << 11) | (b << 3) | (c >> 5) : 0;
  const rate = about >> 4;
  const samples = (about >> 2) & 3;
  // Layer I, which nobody uses, looks like the beginning of a text in UTF-16.
  if (version === 1 || layer === 3 || rate === 0 || rate === 15 || samples === 3) return 0;
  const rates = version !== 3 ? RATES_2 : layer === 1 ? RATES_1_3 : RATES_1_2;
  const hertz = (SAMPLES[samples] ?? 0) >> (version === 3 ? 0 : version === 2 ? 1 : 2);
  const slots = version !== 3 && layer === 1 ? 72_000 : 144_000;
  return Math.floor((slots * (rates[rate] ?? 0)) / hertz) + ((about >> 1) & 1);
}

/** Return bytes as text, one character a byte, which is how signatures are written. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Return the ending of a file's name with its dot; empty where it has none. */
function suffixOf(name: string): string {
  return /[^/\\](\.[^./\\]*)$/.exec(name)?.[1] ?? "";
}

/** Return whether bytes that prove nothing fit a type that is named for another reason. */
function mayBe(contentType: string, head: Uint8Array): boolean {
  const text = latin1(head);
  switch (contentType) {
    case "audio/mpeg":
      return text.startsWith("ID3"); // what follows it may be damaged
    case "audio/aac":
      return text.startsWith("ADIF") || text.startsWith("ID3");
    case "audio/mp4":
      return text.slice(4, 8) === "ftyp";
    case "audio/ogg":
    case "audio/opus":
      return text.startsWith("OggS");
    default:
      return !Object.values(BY_SUFFIX).includes(contentType);
  }
}

/**
 * Return the content type to upload audio as: what was given, else what name or bytes show.
 *
 * Rejects with SourceError when the type is unknown, or the first bytes are those of another one.
 */
export async function contentTypeOf(
  name: string | null,
  given: string | undefined,
  read: Read,
): Promise<string> {
  const label = name ? quoted(name) : "the source";
  const origin = given === undefined ? "the name says" : `contentType ${quoted(given)} says`;
  const found = await sniff(read);
  const takes = contentTypes();
  const taken = found && known(found);
  let claimed: string | null;
  let unknown: string;
  if (given !== undefined) {
    claimed = known(given);
    unknown = `contentType ${quoted(given)} is not`;
  } else if (suffixOf(name ?? "")) {
    claimed = knownByName(name ?? "");
    unknown = `${label} has a suffix of no supported audio type; rename it or pass contentType,`;
  } else {
    claimed = taken;
    unknown = `${label} has no suffix and its first bytes are of no supported audio type; pass contentType,`;
  }
  if (claimed === null) throw new SourceError(`${unknown} one of ${takes.join(", ")}`);
  if (found !== null && claimed !== found && claimed !== ALIASES[found]) {
    const advice = taken
      ? `if they are right, pass contentType ${quoted(taken)}`
      : "which the service does not take";
    throw new SourceError(
      `${label}: ${origin} ${claimed}, but its first bytes are those of ${found}; ${advice}`,
    );
  }
  const head = await read(0, 12);
  if (found === null && given === undefined && !mayBe(claimed, head)) {
    throw new SourceError(
      `${label}: ${origin} ${claimed}, but it begins with ${quoted(latin1(head))}, ` +
        `which is no such file; pass contentType ${quoted(claimed)} if it is one all the same`,
    );
  }
  return claimed;
}

/** Return the type that the contract has for a file of a name; null if it has none. */
export function knownByName(name: string): string | null {
  const suffix = suffixOf(name).toLowerCase();
  // A type that is new in the contract is most likely called as its files are.
  return suffix ? known(BY_SUFFIX[suffix] ?? `audio/${suffix.slice(1)}`) : null;
}

/** Return the type that the contract has for what a caller calls a type; null if it has none. */
export function known(contentType: string): string | null {
  const bare = (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
  // A type that the contract has is sent as it was asked for.
  return [bare, ALIASES[bare]].find((kind) => kind && contentTypes().includes(kind)) ?? null;
}

function contentTypes(): readonly string[] {
  return (VALUES["AudioContentType"] ?? []) as readonly string[];
}
