/** For everybody: promises to rectify, without an account, on a phone, in both languages. */
import { expect } from "@playwright/test";
import { accessible, PHONE, settled, test } from "./support";

test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

test("from the sign-in page to what institutions promised, and back, without an account", async ({ page }) => {
  await page.addInitScript(
    () => localStorage.getItem("duban.language") ?? localStorage.setItem("duban.language", "zh"),
  );
  await page.goto("/");
  await page.getByRole("link", { name: "整改承诺公示（不需要登录）" }).click();
  await expect(page.getByRole("heading", { name: "整改承诺公示" })).toBeVisible();
  await expect(page.getByRole("article").first().or(page.getByText("目前没有公开的整改承诺。"))).toBeVisible();
  await settled(page);
  // Nothing of the office is loaded here.
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await accessible(page);
  const question = page.getByRole("radiogroup").first();
  if (await question.isVisible()) {
    await question.getByText("满意", { exact: true }).click();
    await page.getByRole("button", { name: "提交评价" }).click();
    await expect(page.getByText("已收到您的评价", { exact: false })).toBeVisible();
  }
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Promises to rectify" })).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "Sign in (staff)" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
});
