// Settings for what is tested without a client.

import { type BotaOptions, resolveSettings, type Settings } from "../src/settings.ts";

export function settingsOf(options: BotaOptions = {}): Settings {
  return resolveSettings({ apiKey: "sk_test_1", baseUrl: "https://api.bota.dev/v1", ...options });
}
