import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npm run dev` shows the pages as they change and leaves everything else to the API started by `make run`.
const api = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": api, "/docs": api, "/openapi.json": api } },
  build: { outDir: "dist", sourcemap: false },
});
