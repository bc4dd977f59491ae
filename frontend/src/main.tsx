import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// Behind the system's fonts, and after the first paint: a machine with Chinese fonts loads no slice of it.
void import("@fontsource-variable/noto-sans-sc/index.css");
