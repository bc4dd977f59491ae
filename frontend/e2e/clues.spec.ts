/**
 * A clue on its way: the emergency desk reports a wound at night, on a phone, in six taps; the keeper takes it up,
 * assesses it and proposes to keep it, the vice leader approves. What has to be referred can be kept by nobody.
 */
import { expect, type Page } from "@playwright/test";
import { accessible, acted, as, asked, notSideways, PHOTO, settled, step, test } from "./support";

/** One of its own each time, so that it can be walked again on the same data. */
const FACTS = `右手刀伤一人，同行两人（${String(Date.now()).slice(-5)}）`;
const STATION = "城关派出所值班室";

test.describe.configure({ mode: "serial" });

const state = (page: Page, word: string) => page.locator(".page-head .fact-mark", { hasText: word }).first();

async function choose(page: Page, label: string | RegExp, word: string): Promise<void> {
  await page.getByLabel(label).last().focus();
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
}

/** The newest clue, as the keeper's register has it. */
const newest = async (page: Page): Promise<string> =>
  (await asked<{ items: { id: string }[] }>(page.request, "keeper", "/clues?limit=1")).items[0]?.id ?? "";

test("the emergency desk reports a wound on a phone: six taps and fields, and a draft that survives", async ({
  browser,
}) => {
  const page = await as(browser, "hospital_clerk", "phone");
  await page.goto("/clue-reports");
  await settled(page);
  await accessible(page);
  let touched = 0;
  const touch = async (does: Promise<void>) => {
    touched += 1;
    await does;
  };
  await touch(page.getByRole("button", { name: "报告线索" }).tap());
  await settled(page);
  await accessible(page);
  await touch(page.getByRole("button", { name: "非正常刀枪伤" }).tap());
  const tell = page.getByRole("region", { name: "您单位还须立即自行报告" });
  await expect(tell).toContainText("公安机关（派出所）");
  await expect(tell).toContainText(/发现后 2 小时内/);
  await touch(page.getByLabel("简要情况").fill(FACTS));

  // The battery goes, or the page: what was written is still there.
  await page.reload();
  await settled(page);
  await expect(page.getByText("已恢复您上次未提交的内容")).toBeVisible();
  await expect(page.getByLabel("简要情况")).toHaveValue(FACTS);

  await touch(page.getByRole("switch", { name: /已电话报告/ }).tap());
  await touch(page.getByLabel("报告给谁").fill(STATION));
  await accessible(page);
  await touch(page.getByRole("button", { name: "报告主管部门" }).tap());
  expect(touched).toBeLessThanOrEqual(6);

  await expect(page.getByRole("heading", { name: "主管部门已收到" })).toBeVisible();
  await expect(page.getByText("应当报告的部门都已报告。")).toBeVisible();
  await expect(page.getByText(new RegExp(STATION))).toBeVisible();
  await expect(page.getByText(/依法保密/)).toBeVisible();
  await page.getByLabel("选择文件").first().setInputFiles(PHOTO("伤口.png"));
  await expect(page.getByText("伤口.png")).toBeVisible();
  await accessible(page);
  await notSideways(page);

  // What becomes of it is not the institution's to see.
  await page.goto(`/clues/${await newest(page)}`);
  await settled(page);
  await expect(page.getByText(/找不到该页面/)).toBeVisible();
});

test("the keeper takes it up, assesses it and proposes to keep it; the vice leader approves", async ({ browser }) => {
  test.setTimeout(120_000);
  const keeper = await as(browser, "keeper");
  await keeper.getByRole("link", { name: "线索", exact: true }).click();
  await settled(keeper);
  await accessible(keeper);
  await keeper.getByText("看板", { exact: true }).click();
  await settled(keeper);
  await keeper
    .getByRole("region", { name: "已登记" })
    .getByRole("link", { name: new RegExp(FACTS.slice(0, 8)) })
    .first()
    .click();
  await settled(keeper);
  await expect(state(keeper, "已登记")).toBeVisible();
  await step(keeper, "受理研判", async () => {});
  await expect(keeper.getByText("这一类通常移送移交：公安机关")).toBeVisible();
  await step(keeper, "登记研判意见", async (dialog) => {
    await dialog.getByLabel("研判意见", { exact: true }).fill("伤情轻微，双方已由派出所处理，尚未达到移送标准。");
  });
  await accessible(keeper);
  await step(keeper, "呈批留存或了结", async (dialog) => {
    await choose(keeper, "拟办意见", "留存");
    await dialog.getByLabel("理由").fill("留存备查，关注是否再次发生。");
  });
  await expect(state(keeper, "已呈批")).toBeVisible();
  await expect(keeper.getByText("轮到：分管领导")).toBeVisible();

  const vice = await as(browser, "vice");
  await vice.goto(new URL(keeper.url()).pathname);
  await settled(vice);
  await expect(vice.getByText("呈批意见：留存")).toBeVisible();
  await step(vice, "批准留存", async () => {});
  await expect(state(vice, "留存")).toBeVisible();
  await expect(vice.locator(".page-head").getByText("留存线索复查")).toBeVisible();
});

test("illegal practice after two penalties has to be referred: keeping it is closed, with the reason", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await as(browser, "keeper");
  const made = await acted<{ id: string }>(page.request, "keeper", "/clues", {
    data: {
      kind: "illegal_practice",
      source: "inspection",
      title: "无证开展诊疗",
      facts: "当事人未取得医师资格，曾两次受到行政处罚，再次开展诊疗活动。",
    },
  });
  await page.goto(`/clues/${made.id}`);
  await settled(page);
  await step(page, "受理研判", async () => {});
  await step(page, "登记研判意见", async (dialog) => {
    await dialog.getByLabel("研判意见", { exact: true }).fill("两次受罚后再次非法行医。");
    await dialog.getByLabel(/此前因非法行医受行政处罚/).fill("2");
  });
  const alert = page.getByRole("alert").filter({ hasText: "应当移送公安机关" });
  await expect(alert).toContainText("两次以上行政处罚");
  await expect(alert).toContainText("310号令");
  await expect(page.getByRole("button", { name: "呈批留存或了结" })).toHaveCount(0);
  await page.getByRole("button", { name: "为什么不能办理" }).first().click();
  await expect(page.getByText(/不得以罚代刑、留存或了结/)).toBeVisible();
  await page.keyboard.press("Escape");
  // Whom the team consists of is not the keeper's to say: the page tells whose it is.
  await expect(page.getByText(/由科室负责人或分管领导指定专案组/)).toBeVisible();
  await expect(page.getByRole("button", { name: "指定专案组" })).toHaveCount(0);
  await accessible(page);
});
