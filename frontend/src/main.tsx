import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { paths } from "./shared/lib/paths";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
const place = createRoot(root);
// The public comes on a telephone: it loads neither the router nor the shell of the office.
const isPublic = `${location.pathname}/`.startsWith(paths.publicPages);
void (isPublic ? import("./app/PublicApp") : import("./app/App")).then(({ App }) =>
  place.render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
// Behind the system's fonts, and after the first paint: a machine with Chinese fonts loads no slice of it.
void import("@fontsource-variable/noto-sans-sc/index.css");
