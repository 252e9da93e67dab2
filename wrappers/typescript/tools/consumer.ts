// A program of a user's for each entry of the package, compiled as users do, with no check left out.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** TypeScript's compiler. */
export const TSC: string = join(ROOT, "node_modules/typescript/bin/tsc");

const PROGRAMS: Readonly<Record<string, string>> = {
  node: `
    import { ApiError, Bota, ConnectionFailedError, type Receipt, type UploadOptions } from "bota-sdk";
    const bota = new Bota({ apiKey: "k", timeout: 1000 });
    const options: UploadOptions = { endUserId: "eu_1", onProgress: ({ phase }) => console.log(phase) };
    try {
      const receipt: Receipt = await bota.upload("a.wav", options);
      for await (const { id, status } of bota.recordings.list({ limit: 5 })) console.log(id, status);
      console.log(receipt.recording.name?.length, (await bota.recordings.get("rec_1")).status);
    } catch (error) {
      if (error instanceof ApiError) console.log(error.status, error.requestId);
      if (error instanceof ConnectionFailedError) console.log(error.code, error.cause);
    }
    // @ts-expect-error: there is no such option
    new Bota({ key: "k" });
  `,
  browser: `
    import { type PageUploadUrl, type Receipt, StorageError, uploadBlob } from "bota-sdk/browser";
    const post = (path: string) => (asked: object, { signal }: { signal: AbortSignal }) =>
      fetch(path, { method: "POST", body: JSON.stringify(asked), signal });
    export async function upload(blob: Blob): Promise<Receipt | string | null> {
      try {
        const completeUpload = post("/complete");
        return await uploadBlob(blob, { createUploadUrl: post("/uploads"), completeUpload });
      } catch (error) {
        return error instanceof StorageError ? error.code : null;
      }
    }
    export const idOf = ({ recording_id }: PageUploadUrl): string => recording_id;
    // @ts-expect-error: a page's server is asked to complete, too
    uploadBlob(new Blob(), { createUploadUrl: post("/uploads") });
  `,
};

/** Write the projects into a folder in which the package is installed, and return their names. */
export function writeProjects(folder: string): readonly string[] {
  const names: string[] = [];
  for (const [program, source] of Object.entries(PROGRAMS)) {
    writeFileSync(join(folder, `${program}.ts`), source);
    for (const [module, moduleResolution] of [
      ["node16", "node16"],
      ["nodenext", "nodenext"],
      ["esnext", "bundler"],
    ]) {
      const inPage = program === "browser";
      const compilerOptions = {
        ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
        ...{ skipLibCheck: false, noEmit: true, target: "es2022", module, moduleResolution },
        lib: inPage ? ["es2022", "dom", "dom.iterable"] : ["es2022"],
        types: inPage ? [] : ["node"],
        typeRoots: [join(ROOT, "node_modules/@types")],
      };
      const name = `tsconfig.${program}.${moduleResolution}.json`;
      writeFileSync(
        join(folder, name),
        JSON.stringify({ compilerOptions, files: [`${program}.ts`] }),
      );
      names.push(name);
    }
  }
  return names;
}
