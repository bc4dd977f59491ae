/** A clinic, on a phone: what is due is the first thing seen, and the photograph goes up even over a bad line. */
import { expect } from "@playwright/test";
import { accessible, asked, PHONE, PHOTO, settled, signIn, test } from "./support";

interface List {
  items: { id: string }[];
}

test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

test("a clinic attaches a photograph, though the line breaks while it goes up", async ({ page }) => {
  await signIn(page, "clinic");
  await expect(page.getByRole("heading", { name: "我的待办" })).toBeVisible();
  await accessible(page);
  const { items } = await asked<List>(page.request, "clinic", "/rectification-tasks?state=rectifying&limit=1");
  await page.goto(`/rectification/${items[0]?.id}`);
  await settled(page);

  let broken = 0;
  await page.route("**/api/v1/attachments", async (route) => {
    if (route.request().method() === "POST" && broken < 1) {
      broken += 1;
      await route.abort("connectionreset");
    } else await route.continue();
  });
  const after = page.getByRole("region", { name: "整改后" });
  await after.getByLabel("拍照").last().setInputFiles(PHOTO("phone.png"));
  await expect(after.getByText("网络中断，已保存在本机，恢复后自动继续上传")).toBeVisible();
  await expect(after.getByRole("listitem").filter({ hasText: "phone.png" })).toHaveCount(1, { timeout: 20_000 });
  expect(broken).toBe(1);
  await accessible(page);
});

test("a large photograph goes on after a reload where the line broke", async ({ page }) => {
  await signIn(page, "clinic");
  const { items } = await asked<List>(page.request, "clinic", "/rectification-tasks?state=rectifying&limit=1");
  await page.goto(`/rectification/${items[0]?.id}`);
  await settled(page);
  const parts: (string | undefined)[] = [];
  let line = "up";
  await page.route("**/api/v1/uploads/*", (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    const from = route.request().headers()["upload-offset"];
    if (line === "up") parts.push(from);
    // The second part no longer gets through.
    if (line === "up" && from === "0") return route.continue();
    line = "down";
    return route.abort();
  });
  const after = page.getByRole("region", { name: "整改后" });
  const { buffer, ...photo } = PHOTO("later.png");
  const large = { ...photo, buffer: Buffer.concat([buffer, Buffer.alloc(1_300_000, 7)]) };
  await after.getByLabel("选择文件").last().setInputFiles(large);
  await expect(after.getByText("网络中断", { exact: false })).toBeVisible();
  expect(parts).toEqual(["0", "524288"]);
  await page.unroute("**/api/v1/uploads/*");
  page.on("request", (request) => {
    if (request.method() === "PATCH") parts.push(request.headers()["upload-offset"]);
  });
  await page.reload();
  await expect(after.getByRole("listitem").filter({ hasText: "later.png" })).toHaveCount(1, { timeout: 20_000 });
  expect(parts).toEqual(["0", "524288", "524288", "1048576"]);
});
