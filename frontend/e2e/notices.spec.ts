/**
 * A loophole that the police report: sent from their own desk, read by the hospital at once, its rectification drafted by
 * itself, answered in writing by the district and closed; the police read the answer, and nothing of what lies between.
 */
import { expect, type Page } from "@playwright/test";
import { accessible, as, notSideways, PHONE, PHOTO, settled, signIn, step, test } from "./support";

/** One of its own each time, so that it can be walked again on the same data. */
const TITLE = `加号管理存在漏洞（${String(Date.now()).slice(-5)}）`;

const state = (page: Page, word: string) => page.locator(".page-head .fact-mark", { hasText: word }).first();

let address = "";

test.describe.configure({ mode: "serial" });

test("the police send what they found about the hospital", async ({ page }) => {
  await signIn(page, "police");
  await page.getByRole("link", { name: "通报函件", exact: true }).click();
  await settled(page);
  await accessible(page);
  await page.getByRole("button", { name: "发送通报函件" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("类别").focus();
  await page.keyboard.type("行业管理漏洞");
  await page.keyboard.press("Enter");
  await form.getByLabel(/^涉及机构/).fill("人民医院");
  await page
    .getByTitle(/区人民医院$/)
    .first()
    .click();
  await form.getByLabel("标题").fill(TITLE);
  await form.getByLabel("通报内容").fill("办案中发现现场加号未实名核验。");
  await accessible(page);
  await form.getByRole("button", { name: "发送通报函件" }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await settled(page);
  address = new URL(page.url()).pathname;
  await expect(page.getByRole("tab", { name: "办理经过" })).toHaveCount(0);
  const own = page.getByRole("region", { name: "来文" });
  await own.getByLabel("选择文件").last().setInputFiles(PHOTO("notice.png"));
  await expect(own.getByRole("listitem").filter({ hasText: "notice.png" })).toHaveCount(1);
});

test("the hospital reads it, the district answers with a letter, and the police see the answer", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const hospital = await as(browser, "hospital");
  await hospital.goto(address);
  await expect(hospital.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await expect(hospital.getByRole("link", { name: TITLE })).toHaveCount(0);

  const lead = await as(browser, "lead");
  await lead.goto(address);
  await settled(lead);
  await expect(lead.getByRole("link", { name: TITLE })).toBeVisible();
  const letter = lead.getByRole("region", { name: "复函" });
  await letter.getByLabel("选择文件").last().setInputFiles(PHOTO("letter.png"));
  await expect(letter.getByRole("listitem").filter({ hasText: "letter.png" })).toHaveCount(1);
  await lead.reload();
  await settled(lead);
  await step(lead, "答复", (dialog) => dialog.getByLabel("答复内容").fill("已责令该院加号实名核验。"));
  await expect(state(lead, "已答复")).toBeVisible();
  await lead.getByRole("button", { name: "办结", exact: true }).first().click();
  await lead.getByRole("dialog").getByRole("button", { name: "办结", exact: true }).click();
  await expect(state(lead, "已办结")).toBeVisible();
  await accessible(lead);

  const police = await as(browser, "police", "phone");
  await police.goto(address);
  await expect(police.getByText("已责令该院加号实名核验。")).toBeVisible();
  const reply = police.getByRole("region", { name: "复函" });
  await expect(reply.getByRole("listitem").filter({ hasText: "letter.png" })).toHaveCount(1);
  await expect(reply.getByLabel("选择文件")).toHaveCount(0);
  await police.setViewportSize(PHONE);
  await notSideways(police);
});
