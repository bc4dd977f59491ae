/** A chief launches a plan; a section head asks who is behind and opens the rows behind a number. */
import { expect } from "@playwright/test";
import { accessible, asked, settled, signIn, test } from "./support";

interface Campaign {
  id: string;
  duty_count: number;
  title: string;
}

test("the chief launches a plan, from the document to the board", async ({ page }) => {
  test.setTimeout(150_000);
  await signIn(page, "chief");
  await page.goto("/campaigns");
  await page
    .getByRole("button", { name: "起草专项行动" })
    .or(page.getByRole("link", { name: "起草专项行动" }))
    .first()
    .click();
  await settled(page);
  const plan = page.locator("li, article, section, div.ant-card, div.plan").filter({ hasText: "D08" }).last();
  await plan.getByRole("button", { name: "选用这份方案" }).click();
  await settled(page);
  await expect(page.getByText("方案原文").first()).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "生成草稿" }).click();
  await expect(page.getByText(/草稿已生成：CP-/)).toBeVisible();
  await settled(page);
  const suggest = page.getByRole("button", { name: "空着的全部采用建议" });
  if (await suggest.isVisible()) await suggest.click();
  await page.getByRole("button", { name: "保存并检查" }).click();
  await expect(page.getByText(/现在启动，将向 [\d,]+ 家单位下达 [\d,]+ 项任务/)).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: /^启动/ }).click();
  const sure = page.getByRole("dialog").getByRole("button", { name: /启动/ });
  if (await sure.isVisible()) await sure.click();
  await page
    .getByRole("link", { name: "查看行动总览" })
    .or(page.getByRole("button", { name: "查看行动总览" }))
    .click();
  await settled(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".fact-mark", { hasText: "进行中" }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "阶段安排" })).toBeVisible();
});

test("the chief amends it: the difference is shown before anything changes", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "chief");
  const { items } = await asked<{ items: Campaign[] }>(
    page.request,
    "chief",
    "/campaigns?state=launched&sort=-id&limit=1",
  );
  const { groups } = await asked<{ groups: { title: string; total: number }[] }>(
    page.request,
    "chief",
    `/campaigns/${items[0]?.id}/progress?by=clause`,
  );
  const owed = groups.find((group) => group.total > 0);
  await page.goto(`/campaigns/${items[0]?.id}`);
  await settled(page);
  await page.getByRole("button", { name: "调整", exact: true }).click();
  const drawer = page.getByRole("dialog", { name: "调整专项行动" });
  await drawer.getByLabel("终止的条款").focus();
  await page.keyboard.type(owed?.title.slice(0, 8) ?? "");
  await page.locator(".ant-select-item-option").first().click();
  await expect(drawer.getByTitle(new RegExp(owed?.title.slice(0, 8) ?? "")).first()).toBeVisible();
  await drawer.getByLabel("调整理由").fill("上级文件取消了这一项");
  // Nobody finds a half-made amendment in force: it says that it is a draft, and can be thrown away.
  await page.reload();
  await settled(page);
  await expect(drawer.getByText("已恢复您上次未提交的内容")).toBeVisible();
  await expect(drawer.getByLabel("调整理由")).toHaveValue("上级文件取消了这一项");
  // A plan file that cannot be used is told at its place, with the line; without it the rest goes on.
  await drawer.getByRole("button", { name: /方案文件/ }).click();
  const broken = {
    name: "第二稿.yaml",
    mimeType: "application/yaml",
    buffer: Buffer.from("schema: seed-plan/1\nid: ["),
  };
  await drawer.locator("input[type=file]").setInputFiles(broken);
  await drawer.getByRole("button", { name: "查看差异" }).click();
  await expect(drawer.getByRole("alert").getByText(/第 \d+ 行/)).toBeVisible();
  await accessible(page);
  await drawer.getByRole("button", { name: "删除 第二稿.yaml" }).click();
  await drawer.getByRole("button", { name: "查看差异" }).click();
  await expect(drawer.getByText("保留（已报送）").first()).toBeVisible();
  await expect(drawer.getByRole("row").nth(1)).toBeVisible();
  await accessible(page);
  await drawer.getByRole("button", { name: "确认调整" }).click();
  // A large change is written by a job, and the page follows it.
  await expect(page.getByText(/调整已生效|正在后台处理/).first()).toBeVisible();
  await page.goto(`/campaigns/${items[0]?.id}?tab=clauses`);
  await settled(page);
  await expect(page.getByText(/\d{4}-\d{2}-\d{2} 终止/).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("tab", { name: "方案原文" }).click();
  await expect(page.getByText("形成的报送任务")).toBeVisible();
  await accessible(page);
});

test("the lead drills from a number to exactly its rows", async ({ page }) => {
  await signIn(page, "lead");
  const { items } = await asked<{ items: Campaign[] }>(page.request, "lead", "/campaigns?state=launched&limit=50");
  const campaign = items.toSorted((a, b) => b.duty_count - a.duty_count)[0];
  await page.goto(`/campaigns/${campaign?.id}?tab=progress`);
  await settled(page);
  const numbers = page
    .getByRole("table")
    .locator("tbody")
    .getByRole("link")
    .filter({ hasText: /^[\d,]+$/ });
  await expect(numbers.first()).toBeVisible();
  const count = await numbers.count();
  expect(count).toBeGreaterThan(5);
  for (const place of [0, Math.floor(count / 2)]) {
    const link = numbers.nth(place);
    const said = ((await link.textContent()) ?? "").trim();
    await link.click();
    await expect(page).toHaveURL(/\/duties\?/);
    await expect(page.getByText(`共 ${said} 条`)).toBeVisible();
    await page.goBack();
    await settled(page);
  }
});

test("in the matrix every cell opens its duties, and arrow keys move through it", async ({ page }) => {
  await signIn(page, "lead");
  const { items } = await asked<{ items: Campaign[] }>(page.request, "lead", "/campaigns?state=launched&limit=50");
  const campaign = items.toSorted((a, b) => b.duty_count - a.duty_count)[0];
  await page.goto(`/campaigns/${campaign?.id}?tab=matrix`);
  await settled(page);
  await accessible(page);
  const cell = page
    .getByRole("gridcell")
    .filter({ hasText: /\d+\/\d+/ })
    .first();
  const [row = 0, column = 0] = ((await cell.locator("[data-place]").getAttribute("data-place")) ?? "")
    .split(":")
    .map(Number);
  const at = (down: number, right: number) => page.locator(`[data-place="${row + down}:${column + right}"]`);
  await at(0, 0).focus();
  await page.keyboard.press("ArrowDown");
  await expect(at(1, 0)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(at(1, 1)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  await expect(at(0, 0)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/duties\?.*clause_code=/);
  await expect(page.getByText(/^共 [\d,]+ 条$/)).toBeVisible();
});
