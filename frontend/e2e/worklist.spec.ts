/** The worklist without a mouse, and in English. */
import { expect } from "@playwright/test";
import { accessible, settled, signIn, test } from "./support";

test("keyboard only: sign in, move, ask why, open, come back", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel("用户名")).toBeFocused();
  await page.keyboard.type("lead");
  await page.keyboard.press("Tab");
  await page.keyboard.type(process.env.DUBAN_DEMO_PASSWORD ?? "duban-demo-2026");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "我的待办" })).toBeVisible();
  await settled(page);

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const current = page.locator("li[aria-current=true]");
  await expect(current.locator("[data-item]")).toBeFocused();
  const subject = (await current.locator("strong").first().textContent()) ?? "";
  await page.keyboard.press("w");
  await expect(current.locator("p")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/(rectification|duties|duty-events)\//);
  await settled(page);
  await expect(page.getByText(subject.split(" ")[0] ?? subject).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "我的待办" })).toBeVisible();
});

test("the skip link is the first thing the keyboard reaches", async ({ page }) => {
  await signIn(page, "lead");
  await page.reload();
  await expect(page.getByRole("heading", { name: "我的待办" })).toBeVisible();
  await settled(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "跳到正文" })).toBeFocused();
});

test("in English: what is late, why, and in whose hands", async ({ page }) => {
  await signIn(page, "lead", "en");
  await expect(page.getByRole("heading", { name: "My worklist" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Overdue" })).toBeVisible();
  const late = page.getByRole("region", { name: "Overdue" }).getByRole("listitem").first();
  await expect(late).toContainText(/\d+ d late/);
  await late.getByRole("button", { name: /Press for the day-by-day explanation/ }).click();
  await expect(page.getByText("Counted from")).toBeVisible();
  await page.keyboard.press("Escape");
  await accessible(page);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { name: "我的待办" })).toBeVisible();
});
