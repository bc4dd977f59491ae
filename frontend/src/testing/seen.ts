/** Wait until something is there *and* can be seen. A drawer or a popover is in the page a moment before it is placed and shown. */
import { waitFor } from "@testing-library/react";
import { expect } from "vitest";

export async function seen(get: () => HTMLElement | Promise<HTMLElement>) {
  await waitFor(async () => expect(await get()).toBeVisible());
}
