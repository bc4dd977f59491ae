import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { queryClient } from "@/shared/api/queries";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { server } from "@/testing/server";
import { Regions } from "./Regions";

const authority = (id: string, name: string, region_code: string, level: number) => ({
  id,
  name,
  region_code,
  level,
  kind: "health_authority",
});
const CITY = authority("1", "云泊市卫生健康委员会", "990100", 1);
const DISTRICT = authority("2", "澄岚区卫生健康局", "990102", 2);
const NEIGHBOUR = authority("3", "雾渚区卫生健康局", "990103", 2);

const COUNTS: Record<string, number> = { "990100": 120, "990102": 90, "990103": 30, third: 2, second: 9, unrated: 80 };

function watchedBy(...authorities: object[]) {
  queryClient.clear();
  server.use(
    http.get("*/api/v1/organisations", () => HttpResponse.json({ items: authorities, next_cursor: null })),
    http.get("*/api/v1/institutions", ({ request }) => {
      const query = new URL(request.url).searchParams;
      const total = COUNTS[query.get("level") ?? query.get("region") ?? ""] ?? 0;
      return HttpResponse.json({ items: [], next_cursor: null, total });
    }),
  );
}

test("a city divides its institutions by region, and a press narrows the list to one", async () => {
  watchedBy(CITY, DISTRICT, NEIGHBOUR);
  const { router } = await render(<Regions />, { at: "/institutions", path: "/institutions" });
  fireEvent.click(await screen.findByRole("button", { name: "澄岚区 90" }));
  await waitFor(() => expect(router.state.location.search).toEqual({ region: "990102" }));
});

test("a district, which is one region alone, divides them by level instead of showing nothing", async () => {
  watchedBy(DISTRICT);
  const { router } = await render(<Regions />, { at: "/institutions", path: "/institutions" });
  await seen(() => screen.getByRole("heading", { name: "按级别查看" }));
  fireEvent.click(await screen.findByRole("button", { name: /^二级 9$/ }));
  await waitFor(() => expect(router.state.location.search).toEqual({ level: "second" }));
});
