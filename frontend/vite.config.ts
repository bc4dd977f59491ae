import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` shows the pages as they change and leaves everything else to the API started by `make run`.
const api = process.env.DUBAN_API ?? "http://127.0.0.1:8000";

// Files that replace modules must not share a worker's modules with others; all the rest may, which saves a quarter.
const replacing = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.test\.tsx?$/.test(file))
  .map((file) => `src/${file}`)
  .filter((file) => readFileSync(file, "utf8").includes("vi.mock("));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": api, "/docs": api, "/openapi.json": api, "/healthz": api } },
  build: { outDir: "dist", sourcemap: false, manifest: true, chunkSizeWarningLimit: 1500 },
  test: {
    environment: "jsdom",
    projects: [
      {
        extends: true,
        test: { name: "shared", include: ["src/**/*.test.{ts,tsx}"], exclude: replacing, isolate: false },
      },
      { extends: true, test: { name: "alone", include: replacing } },
    ],
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 60_000,
    maxWorkers: 2,
    css: false,
  },
});
