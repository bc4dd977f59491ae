import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

// Workers are told by the environment what the first process chose.
process.env.DUBAN_JOURNEYS_PORT ??= String(20_000 + (process.pid % 10_000));
process.env.DUBAN_JOURNEYS_BROWSER ??= execFileSync(process.execPath, ["e2e/browser.mjs"], {
  cwd: fileURLToPath(new URL(".", import.meta.url)),
  encoding: "utf8",
});
const browser = JSON.parse(process.env.DUBAN_JOURNEYS_BROWSER) as { path: string; env: Record<string, string> };
const program = `http://127.0.0.1:${process.env.DUBAN_JOURNEYS_PORT}`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // The journeys share one district, and what one does, another sees: they go one by one. The screens are looked at when
  // the journeys are over, two people at a time.
  workers: 2,
  projects: [
    { name: "journeys", testIgnore: "screens.spec.ts", workers: 1 },
    { name: "screens", testMatch: "screens.spec.ts", fullyParallel: true, dependencies: ["journeys"] },
  ],
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  webServer: {
    command: "node e2e/program.mjs",
    url: `${program}/readyz`,
    timeout: 240_000,
    // While writing a journey, `DUBAN_JOURNEYS_PORT=8177 node e2e/program.mjs` in another window saves a minute each time.
    reuseExistingServer: process.env.DUBAN_JOURNEYS_PORT === "8177",
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGINT", timeout: 10_000 },
  },
  use: {
    // Another address: pages served by `npm run dev` over the same program.
    baseURL: process.env.DUBAN_JOURNEYS_URL ?? program,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    contextOptions: { reducedMotion: "reduce" },
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser.path,
      args: ["--no-sandbox", "--disable-gpu"],
      env: { ...(process.env as Record<string, string>), ...browser.env },
    },
  },
});
