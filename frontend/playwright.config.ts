import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

// Workers are told by the environment what the first process found.
process.env.DUBAN_JOURNEYS_BROWSER ??= execFileSync(process.execPath, ["e2e/browser.mjs"], {
  cwd: fileURLToPath(new URL(".", import.meta.url)),
  encoding: "utf8",
});
const browser = JSON.parse(process.env.DUBAN_JOURNEYS_BROWSER) as { path: string; env: Record<string, string> };

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/demo.ts",
  // Two people at a time, each in a district of his own (`e2e/program.ts`): what one does, the other does not see.
  workers: 2,
  projects: [
    { name: "journeys", testIgnore: "screens.spec.ts" },
    { name: "screens", testMatch: "screens.spec.ts", fullyParallel: true },
  ],
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    contextOptions: { reducedMotion: "reduce" },
    viewport: { width: 1440, height: 900 },
    // Watching costs a sixth of the time; `make journeys ARGS="--trace=on …"` watches.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser.path,
      args: ["--no-sandbox", "--disable-gpu"],
      env: { ...(process.env as Record<string, string>), ...browser.env },
    },
  },
});
