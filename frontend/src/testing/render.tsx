/** Render a piece of a page as the product would: queries, router, tokens, signed in. */
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render as plain } from "@testing-library/react";
import { App, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import type { ReactNode } from "react";
import { queryClient } from "@/shared/api/queries";
import { signIn } from "@/shared/api/session";
import { parseSearch, stringifySearch } from "@/shared/lib/search";

interface Options {
  /** The address, such as `/duties?fact=late`. */
  at?: string;
  /** The route's own path where the piece reads parameters, such as `/duties/$id`. */
  path?: string;
}

export async function render(ui: ReactNode, { at = "/", path = "/" }: Options = {}) {
  await signIn({ username: "lead", password: "any" });
  const root = createRootRoute();
  const here = createRoute({ getParentRoute: () => root, path, component: () => ui });
  const elsewhere = createRoute({ getParentRoute: () => root, path: "$", component: () => <p>elsewhere</p> });
  const router = createRouter({
    routeTree: root.addChildren([here, elsewhere]),
    history: createMemoryHistory({ initialEntries: [at] }),
    parseSearch,
    stringifySearch,
  });
  const view = plain(
    <ConfigProvider locale={zhCN} theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queryClient}>
        <App>
          <RouterProvider router={router as never} />
        </App>
      </QueryClientProvider>
    </ConfigProvider>,
  );
  return { ...view, router };
}
