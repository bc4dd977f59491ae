/**
 * A suspected crime on its way, with the clock of whoever's turn it is on every page: a nurse reports it on her phone,
 * the section head assesses it and names the team, the officer reports, the chief approves with a phone in the hand, the
 * package goes to the police, who refuse it; asked again they file it, and the goods change hands.
 */
import { expect, type Page } from "@playwright/test";
import { accessible, as, asked, notSideways, PHONE, PHOTO, saved, settled, step, test } from "./support";

/** One of its own each time, so that it can be walked again on the same data. */
const MARK = String(Date.now()).slice(-5);
const FACTS = `医托（${MARK}）在急诊门口冒充医生，把患者带走高价卖“特效药”`;

test.describe.configure({ mode: "serial" });

async function choose(page: Page, label: string | RegExp, word: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).last().click();
  await page.locator(".ant-select-dropdown:visible").getByTitle(word).first().click();
}

const state = (page: Page, word: string) => page.locator(".page-head .fact-mark", { hasText: word }).first();
/** How long is left, where everybody who opens the page looks first. */
const due = (page: Page) => page.locator(".page-head").getByText(/还剩/).first();
const turn = (page: Page) => page.getByRole("region", { name: "轮到" });

async function tab(page: Page, name: RegExp | string): Promise<void> {
  await page.getByRole("tab", { name }).click();
  await settled(page);
}

const me = (page: Page, who: string) => asked<{ name: string }>(page.request, who, "/me");

let clue = "";
let address = "";
let desk = "";

test("a nurse reports touts on her phone; the section head takes it up and finds that it must go to the police", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const nurse = await as(browser, "hospital_clerk", "phone");
  await nurse.goto("/clue-reports");
  await settled(nurse);
  await nurse.getByRole("button", { name: "报告线索" }).tap();
  await settled(nurse);
  await nurse.getByRole("button", { name: "医托诈骗" }).tap();
  await nurse.getByLabel("简要情况").fill(FACTS);
  await nurse.getByRole("button", { name: "报告主管部门" }).tap();
  await expect(nurse.getByRole("heading", { name: "主管部门已收到" })).toBeVisible();
  await nurse.getByLabel("选择文件").first().setInputFiles(PHOTO("药盒.png"));
  await expect(nurse.getByText("药盒.png")).toBeVisible();
  await notSideways(nurse);

  const lead = await as(browser, "lead");
  await lead.getByRole("link", { name: "线索", exact: true }).click();
  await settled(lead);
  await lead.getByText("看板", { exact: true }).click();
  await settled(lead);
  await lead
    .getByRole("region", { name: "已登记" })
    .getByRole("link", { name: new RegExp(MARK) })
    .click();
  await settled(lead);
  clue = new URL(lead.url()).pathname;
  await expect(due(lead)).toBeVisible();
  await step(lead, "受理研判", async () => {});
  await expect(due(lead)).toBeVisible();
  await step(lead, "登记研判意见", async (dialog) => {
    await dialog.getByLabel("研判意见", { exact: true }).fill("以虚构病情骗取财物，多名患者受骗，属公安机关管辖。");
    await dialog.getByRole("switch", { name: "达到移送标准" }).click();
  });
  await expect(lead.getByRole("alert").filter({ hasText: "应当移送公安机关" })).toBeVisible();
  await expect(lead.getByRole("button", { name: "呈批留存或了结" })).toHaveCount(0);
  await expect(lead.getByText("药盒.png")).toBeVisible();
  await accessible(lead);
});

test("the section head names the team; the officer fills in the papers and reports; the chief approves on a phone", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const lead = await as(browser, "lead");
  await lead.goto(clue);
  await settled(lead);
  await lead.getByRole("button", { name: "指定专案组" }).click();
  await expect(lead.getByRole("heading", { level: 1, name: "指定专案组" })).toBeVisible();
  await settled(lead);
  await expect(lead.getByText("冒充医生", { exact: false })).toBeVisible();
  await lead.getByLabel(/^涉嫌罪名/).fill("诈骗罪");
  for (const [index, who] of ["inspector", "inspector2"].entries()) {
    const { name } = await me(lead, who);
    await choose(lead, `第 ${index + 1} 人姓名`, `${name}（综合监督股）`);
    await lead.getByLabel(`第 ${index + 1} 人执法证号`).fill(`卫执法0014${index + 1}`);
  }
  await accessible(lead);
  await lead.getByRole("button", { name: "指定专案组" }).click();
  await expect(lead).toHaveURL(/\/referrals\/[0-9a-f-]{36}$/);
  await settled(lead);
  address = new URL(lead.url()).pathname;
  await expect(state(lead, "专案组已指定")).toBeVisible();
  await expect(turn(lead)).toContainText("专案组");
  await expect(turn(lead)).toContainText(/还剩 \d+ 天/);
  await accessible(lead);

  const officer = await as(browser, "inspector");
  await officer.goto(`${address}?tab=papers`);
  await settled(officer);
  await expect(officer.getByRole("list", { name: "应备材料" }).getByLabel("缺")).not.toHaveCount(0);
  await officer.getByLabel(/^刑法条款/).fill("刑法第二百六十六条");
  await choose(officer, /^接收的公安机关（系统内）/, "澄岚区公安分局");
  await officer.getByLabel(/^抄送的检察院/).fill("澄岚区人民检察院");
  await officer.getByLabel(/^联系电话/).fill("0990-5551234");
  await officer.getByRole("button", { name: "添加一件" }).click();
  await officer.getByLabel("名称 1").fill("“特效药”");
  await officer.getByLabel("数量 1").fill("40盒");
  await officer.getByLabel(/^不需要检验报告/).click();
  await officer.getByRole("button", { name: "保存" }).click();
  await expect(officer.getByText("已保存")).toBeVisible();
  await settled(officer);
  const report = officer.getByRole("region", { name: "调查报告" });
  await report.getByLabel("选择文件").last().setInputFiles(PHOTO("report.png"));
  await expect(report.getByRole("listitem").filter({ hasText: "report.png" })).toHaveCount(1);
  await officer.reload();
  await settled(officer);
  await expect(officer.getByRole("list", { name: "应备材料" }).getByLabel("缺")).toHaveCount(0);
  await accessible(officer);
  await step(officer, "呈报主要负责人", async (dialog) => {
    await dialog.getByLabel("核实报告摘要").fill("经核实，涉嫌诈骗罪，建议移送。");
  });
  await tab(officer, "往来");
  await expect(turn(officer)).toContainText("主要负责人");

  const chief = await as(browser, "chief", "phone");
  await chief.goto(address);
  await settled(chief);
  await chief.getByRole("button", { name: "审批" }).click();
  await settled(chief);
  await expect(turn(chief)).toContainText(/还剩 \d 天/);
  await expect(chief.getByText("经核实，涉嫌诈骗罪，建议移送。")).toBeVisible();
  await accessible(chief);
  await step(chief, "批准移送", async (dialog) => {
    await dialog.getByLabel(/^意见/).fill("同意移送。");
  });
  await expect(state(chief, "批准移送")).toBeVisible();
  await expect(turn(chief)).toContainText(/还剩 \d+ 小时/);
});

test("drawn up and sent; the police sign, refuse, are asked again and file; the goods change hands", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const officer = await as(browser, "inspector");
  await officer.goto(`${address}?tab=papers`);
  await settled(officer);
  await step(officer, "封装移送包", async () => {});
  await expect(officer.getByRole("button", { name: "下载移送包" })).toBeVisible();
  const ours = await saved(officer, () => officer.getByRole("button", { name: "下载移送包" }).click());
  expect(ours.bytes.subarray(0, 2).toString()).toBe("PK");
  await step(officer, "移送公安机关", async () => {});
  await tab(officer, "往来");
  await expect(state(officer, "已移送待回执")).toBeVisible();
  await expect(turn(officer)).toContainText("公安机关");
  await expect(turn(officer)).toContainText(/还剩 \d+ 小时/);

  const police = await as(browser, "police");
  await police.getByRole("link", { name: "移送办理" }).click();
  await settled(police);
  await accessible(police);
  const { handoff_id } = await asked<{ handoff_id: string }>(
    police.request,
    "inspector",
    `/referrals/${address.split("/").at(-1)}`,
  );
  desk = `/handoffs/${handoff_id}`;
  await police.goto(desk);
  await settled(police);
  await expect(turn(police)).toContainText("澄岚区公安分局");
  await expect(turn(police)).toContainText(/还剩 \d+ 小时/);
  const theirs = await saved(police, () => police.getByRole("button", { name: "下载整包（ZIP）" }).first().click());
  expect(theirs.bytes.equals(ours.bytes)).toBe(true);
  await accessible(police);
  await step(police, "签收", async (dialog) => {
    await dialog.getByLabel("签收人").fill("贺警官");
  });
  await expect(turn(police)).toContainText(/还剩 \d 天/);
  await step(police, "不予立案", async (dialog) => {
    await dialog.getByLabel("理由").fill("现有证据不足。");
    await dialog.getByLabel("退回材料份数").fill("5");
  });
  await expect(state(police, "不予立案")).toBeVisible();

  const chief = await as(browser, "chief");
  await chief.goto(address);
  await settled(chief);
  await expect(turn(chief)).toContainText("主要负责人");
  await expect(turn(chief)).toContainText("逾期丧失");
  await expect(chief.getByRole("list", { name: "双方往来" })).toContainText("现有证据不足。");
  await step(chief, "提请复议", async (dialog) => {
    await dialog.getByLabel("复议理由").fill("受骗患者十七人、数额较大，请予立案。");
  });
  await expect(turn(chief)).toContainText("公安机关");
  await expect(turn(chief)).toContainText(/还剩 \d 天/);

  await police.reload();
  await settled(police);
  await expect(turn(police)).toContainText(/还剩 \d 天/);
  await step(police, "立案", async (dialog) => {
    await dialog.getByLabel("立案文号").fill("澄公(刑)立字〔2026〕77号");
    await dialog.getByLabel("立案日期").fill(new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }));
    await dialog.getByLabel("立案日期").press("Tab");
  });
  await expect(state(police, "已立案")).toBeVisible();

  await officer.reload();
  await settled(officer);
  await expect(state(officer, "立案")).toBeVisible();
  await expect(turn(officer)).toContainText(/还剩 \d 天/);
  await step(officer, "移交物品和材料", async (dialog) => {
    await expect(dialog.getByRole("table", { name: "物品清单" })).toContainText("“特效药”");
    await dialog.getByLabel("交接地点").fill("公安分局物证室");
  });
  await expect(turn(officer)).toContainText("公安机关");
  await officer.getByRole("link", { name: "打印物品交接清单" }).click();
  await settled(officer);
  await expect(officer.getByText("接收单位（盖章）、接收人（签名、时间）", { exact: false })).toBeVisible();
  await accessible(officer);

  await police.reload();
  await settled(police);
  await step(police, "确认物品交接", async (dialog) => {
    await expect(dialog.getByRole("table", { name: "物品清单" })).toContainText("40盒");
    await dialog.getByLabel("接收人").fill("王警官");
  });
  await expect(state(police, "交接完毕")).toBeVisible();
  await step(police, "附言", async (dialog) => {
    await dialog.getByLabel("附言").fill("承办人电话请拨总机。");
  });
  await police.setViewportSize(PHONE);
  await notSideways(police);
  await accessible(police);

  await officer.goto(address);
  await settled(officer);
  await expect(state(officer, "交接完毕")).toBeVisible();
  const talk = officer.getByRole("list", { name: "双方往来" });
  for (const word of ["移送", "签收", "不予立案", "提请复议", "立案", "移交", "确认物品交接"])
    await expect(talk).toContainText(word);
  await officer.setViewportSize(PHONE);
  await notSideways(officer);
  await accessible(officer);
});

test("the ledger finds it by whose turn it is, and the figures lead to their rows", async ({ browser }) => {
  const lead = await as(browser, "lead");
  await lead.getByRole("link", { name: "移送案件" }).click();
  await settled(lead);
  await accessible(lead);
  await lead.getByRole("link", { name: /^等公安机关/ }).click();
  await settled(lead);
  await expect(lead.getByRole("link", { name: new RegExp(MARK) })).toBeVisible();
  await lead.getByRole("link", { name: "统计" }).click();
  await settled(lead);
  await accessible(lead);
  await lead.getByRole("link", { name: /^公安机关 现在手里/ }).click();
  await settled(lead);
  await expect(lead).toHaveURL(/holder=police/);
  await expect(lead.getByRole("link", { name: new RegExp(MARK) })).toBeVisible();
});
