// The package as a bundler makes it, for a page and for a server.

import { fileURLToPath } from "node:url";
import { type BuildResult, build } from "esbuild";

const SOURCES = fileURLToPath(new URL("../../wrappers/typescript/src/", import.meta.url));

/** Bundle `bota-sdk/browser` for a page into a file. */
export function bundleForPage(outfile: string): Promise<BuildResult<{ metafile: true }>> {
  return build({
    entryPoints: [`${SOURCES}browser/index.ts`],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    metafile: true,
    logLevel: "silent",
    outfile,
  });
}

/** Bundle a server of Node's that imports `bota-sdk`. */
export function bundleForNode(entry: string, outfile: string): Promise<unknown> {
  return build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "node",
    alias: { "bota-sdk": `${SOURCES}index.ts` },
    logLevel: "silent",
    outfile,
  });
}
