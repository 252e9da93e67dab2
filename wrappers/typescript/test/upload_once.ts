// A program that uploads one file: `node upload_once.ts FILE [RECORDING]`, with settings from the
// environment. Prints whether it was verified, or the error.

import { Bota } from "../src/index.ts";

const [path = "", recordingId] = process.argv.slice(2);
try {
  const bota = new Bota();
  const options = recordingId === undefined ? { endUserId: "eu_1" } : { recordingId };
  const receipt = await bota.upload(path, options);
  console.log(`verified: ${receipt.verified}`);
  bota.close();
} catch (error) {
  console.log(error);
}
