/** What jsdom lacks and antd asks for; the mocked network; a clean slate between tests. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { queryClient } from "@/shared/api/queries";
import { setLanguage } from "@/shared/i18n";
import { server } from "./server";

// A busy machine takes its time; what never comes still fails.
configure({ asyncUtilTimeout: 5_000 });

vi.stubGlobal(
  "matchMedia",
  (query: string) =>
    ({
      // A wide screen, in light colours.
      matches: /min-width/.test(query),
      media: query,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
      dispatchEvent: () => false,
      onchange: null,
    }) satisfies MediaQueryList,
);
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
Element.prototype.scrollIntoView = () => {};
// jsdom's buffers are of another realm than those that this runtime's digest takes.
const hash = crypto.subtle.digest.bind(crypto.subtle);
crypto.subtle.digest = (name, bytes) => hash(name, Buffer.from(bytes as ArrayBuffer));
// jsdom computes no pseudo-elements and says so loudly; nothing here depends on them.
const { getComputedStyle } = window;
window.getComputedStyle = (element) => getComputedStyle(element);

beforeAll(() => setLanguage("zh"));
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  queryClient.clear();
  localStorage.clear();
  sessionStorage.clear();
  setLanguage("zh");
});
afterAll(() => server.close());
