/**
 * A dispute after a death, as a hospital has it: registered, the family informed, the records sealed with both sides,
 * mediated by a committee whose term is held while an appraisal runs, agreed, paid and closed. The district's section
 * head records the mediation, and finds the dispute again behind a figure.
 */
import { expect, type Page } from "@playwright/test";
import { accessible, acted, as, asked, notSideways, PHONE, PHOTO, settled, signIn, step, test } from "./support";

/** One of its own each time, so that it can be walked again on the same data. */
const TITLE = `夜间抢救引发的争议（${String(Date.now()).slice(-5)}）`;
const NAME = "欧阳大明";
const MASKED = "欧**";
const COMMITTEE = "区医疗纠纷人民调解委员会";

test.describe.configure({ mode: "serial" });

/** `2026-11-28 09:05`, some hours ago, as people there write it. */
const hoursAgo = (hours: number): string =>
  new Date(Date.now() - hours * 3_600_000).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);

/** An instant is typed, and left. */
async function instant(page: Page, label: string | RegExp, at: string): Promise<void> {
  const field = page.getByLabel(label);
  await field.fill(at);
  await field.press("Tab");
}

async function choose(page: Page, label: string | RegExp, word: string): Promise<void> {
  await page.getByLabel(label).last().focus();
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
}

const state = (page: Page, word: string) => page.locator(".page-head .fact-mark", { hasText: word }).first();
const way = (page: Page, name: string) => page.locator(".ways-one").filter({ hasText: name });
const panel = (page: Page, id: string) => page.locator(`#${id}`);

/** The open dispute, on another tab of it or by another person. */
async function tab(page: Page, name: RegExp | string): Promise<void> {
  await page.getByRole("tab", { name }).click();
  await settled(page);
}

let address = "";

test("the hospital registers a death, tells the family, and seals the records with both sides", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "hospital");
  await page.getByRole("link", { name: "医疗纠纷", exact: true }).click();
  await settled(page);
  await accessible(page);
  await page.getByRole("button", { name: "登记纠纷" }).click();
  await settled(page);
  await page.getByLabel("标题").fill(TITLE);
  await page.getByLabel("事实经过").fill("患者夜间胸痛入院，抢救无效死亡，家属认为处置不及时。");
  await page.getByLabel("患者姓名").fill(NAME);
  await page.getByLabel(/^索赔金额/).fill("30000");
  await choose(page, "保险保障", "医疗责任");
  await page.getByLabel("患者已死亡").click();
  await instant(page, "死亡时间", hoursAgo(3));
  await page.getByLabel(/^医患双方对死因有异议/).click();
  await accessible(page);
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).not.toContain(NAME);
  expect(stored).toContain(TITLE);
  await page.getByRole("button", { name: "登记并办理告知" }).click();

  // The form of what has to be told is open at once.
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel(/解决医疗纠纷的合法途径/)).toBeVisible();
  for (const item of [/解决医疗纠纷的合法途径/, /封存和启封规定/, /查阅、复制规定/])
    await dialog.getByLabel(item).click();
  await instant(page, /^尸检规定/, hoursAgo(1));
  await dialog.getByRole("radio", { name: "是" }).check();
  await dialog.getByRole("button", { name: "告知", exact: true }).click();
  await expect(dialog).toBeHidden();
  await settled(page);
  address = new URL(page.url()).pathname;
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await expect(state(page, "已告知")).toBeVisible();
  await expect(page.getByText(MASKED).first()).toBeVisible();
  await expect(page.getByText(/48 小时内尸检/)).toBeVisible();
  for (const name of ["双方协商", "人民调解", "行政调解", "诉讼"])
    await expect(way(page, name)).toContainText("可以选择");
  await accessible(page);

  await tab(page, /封存、尸检、鉴定等/);
  await expect(panel(page, "autopsies").getByText(/还剩 4\d 小时/)).toBeVisible();
  await expect(panel(page, "autopsies").getByText("已告知")).toBeVisible();
  await panel(page, "seals").getByRole("button", { name: "封存", exact: true }).click();
  await expect(dialog).toBeVisible();
  await choose(page, "封存对象", "病历");
  await choose(page, "原件或复制件", "复制");
  await dialog.getByLabel("封存清单").fill("住院病历 1 册\n抢救记录 2 页");
  await dialog.getByLabel("保管地点").fill("病案室封存柜");
  await dialog.getByLabel("医方在场人").fill("医务科 李某");
  await choose(page, "患方", "患方在场并");
  await dialog.getByRole("button", { name: "封存", exact: true }).click();
  await expect(dialog).toBeHidden();
  await settled(page);
  await expect(panel(page, "seals").getByText("抢救记录 2 页")).toBeVisible();
  await expect(panel(page, "seals").getByText(/启封须双方在场/)).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "打印双方清单" }).click();
  await settled(page);
  await expect(page.getByText("医方（签名、时间）", { exact: false })).toBeVisible();
  await expect(page.getByText("患方（签名、时间）", { exact: false })).toBeVisible();
  await accessible(page);
});

test("mediated, held for an appraisal and resumed, agreed, paid, closed; found behind a figure", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const hospital = await as(browser, "hospital");
  await hospital.goto(address);
  await settled(hospital);
  await step(hospital, "申请人民调解", async (dialog) => {
    await dialog.getByLabel("人民调解委员会").fill(COMMITTEE);
    await choose(hospital, "申请人", "双方");
  });
  await expect(way(hospital, "人民调解")).toContainText("已申请");

  const lead = await as(browser, "lead");
  await lead.goto(address);
  await settled(lead);
  await step(lead, "受理人民调解", async () => {});
  await expect(way(lead, "人民调解")).toContainText("进行中");
  await expect(way(lead, "人民调解").getByText(/还剩 \d+ 天/)).toBeVisible();

  await hospital.goto(`${address}?tab=parts`);
  await settled(hospital);
  await panel(hospital, "appraisals").getByRole("button", { name: "委托鉴定" }).click();
  const dialog = hospital.getByRole("dialog");
  await choose(hospital, "鉴定类别", "医疗损害");
  await dialog.getByLabel("鉴定机构").fill("某市司法鉴定中心");
  await dialog.getByRole("button", { name: "委托鉴定" }).click();
  await expect(dialog).toBeHidden();
  await settled(hospital);
  await expect(panel(hospital, "appraisals").getByText(/调解期限已暂停/)).toBeVisible();
  await tab(hospital, "纠纷");
  await expect(way(hospital, "人民调解")).toContainText("暂停计时");
  await expect(hospital.locator(".ways-turn")).toContainText("某市司法鉴定中心");
  await accessible(hospital);

  await tab(hospital, /封存、尸检、鉴定等/);
  await panel(hospital, "appraisals").getByRole("button", { name: "登记鉴定意见" }).click();
  for (const question of ["存在医疗损害", "存在过错", "存在因果关系"])
    await dialog.locator(".ant-form-item", { hasText: question }).getByRole("radio", { name: "是" }).check();
  await choose(hospital, "医方责任程度", "次要");
  await dialog.getByLabel("鉴定意见").fill("处置存在不足，为次要原因。");
  await dialog.getByRole("button", { name: "登记鉴定意见" }).click();
  await expect(dialog).toBeHidden();
  await settled(hospital);
  await tab(hospital, "纠纷");
  await expect(way(hospital, "人民调解")).toContainText("进行中");

  await lead.goto(`${address}?tab=material`);
  await settled(lead);
  const agreement = lead.getByRole("region", { name: "书面协议" });
  await agreement.getByLabel("选择文件").last().setInputFiles(PHOTO("agreement.png"));
  await expect(agreement.getByRole("listitem").filter({ hasText: "agreement.png" })).toHaveCount(1);
  await tab(lead, "纠纷");
  await lead.reload();
  await settled(lead);
  await step(lead, "达成人民调解协议", async (asked) => {
    await asked.getByLabel("协议内容").fill("一次性补偿两万元，双方互不追究。");
    await asked.getByLabel("应付金额").fill("20000");
  });
  await expect(state(lead, "人民调解成功")).toBeVisible();

  await hospital.reload();
  await settled(hospital);
  await step(hospital, "开始履行", async () => {});
  await step(hospital, "登记付款", async (asked) => {
    await expect(asked.getByLabel("付款金额")).toHaveValue("20000");
    await asked.getByLabel("付款日期").fill(hoursAgo(0).slice(0, 10));
    await asked.getByLabel("付款日期").press("Tab");
  });
  await step(hospital, "结案", async () => {});
  await expect(state(hospital, "已结案")).toBeVisible();
  await accessible(hospital);
  await tab(hospital, "办理经过");
  for (const label of ["登记", "告知", "封存", "委托鉴定", "登记鉴定意见", "达成人民调解协议", "登记付款", "结案"])
    await expect(hospital.locator(".ant-timeline").getByText(label, { exact: true }).first()).toBeVisible();

  await lead.goto("/disputes");
  await settled(lead);
  await lead.getByRole("link", { name: "统计" }).click();
  await settled(lead);
  await accessible(lead);
  const byWay = lead.getByRole("region", { name: "按解决途径" });
  await byWay.getByRole("row").filter({ hasText: "人民调解" }).getByRole("link").click();
  await settled(lead);
  await expect(lead).toHaveURL(/resolved_by=peoples_mediation/);
  await lead.getByRole("link", { name: TITLE }).click();
  await settled(lead);
  await expect(state(lead, "已结案")).toBeVisible();

  await lead.setViewportSize(PHONE);
  await notSideways(lead);
  await tab(lead, "纠纷");
  await notSideways(lead);
  await accessible(lead);
});

test("a complaint becomes a dispute with what it says, and each leads to the other", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "hospital_clerk");
  await page.goto("/complaints/new");
  await settled(page);
  const title = `${TITLE}，要求赔偿`;
  await choose(page, "来源渠道", "电话");
  await choose(page, "投诉类别", "医疗质量");
  await page.getByLabel("标题").fill(title);
  await page.getByLabel("投诉事实").fill("患者术后感染，家属要求赔偿损失。");
  await page.getByLabel("投诉人姓名").fill("欧阳小明");
  await page.getByLabel("投诉人电话").fill("13800138016");
  await page.getByLabel("首诉接待人").fill("医务科值班员");
  await page.getByLabel("首诉接待部门").fill("医务科");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page).toHaveURL(/\/complaints\/[0-9a-f-]{36}$/);
  await settled(page);
  const complaint = new URL(page.url()).pathname;

  await page.getByRole("button", { name: "转为纠纷" }).click();
  await settled(page);
  await expect(page.getByLabel("标题")).toHaveValue(title);
  await expect(page.getByText(/^沿用投诉登记的 欧\*+；/)).toBeVisible();
  await accessible(page);
  await page.getByLabel("患者姓名").fill(NAME);
  await choose(page, "保险保障", "医疗责任");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page).toHaveURL(/\/disputes\/[0-9a-f-]{36}$/);
  await settled(page);
  await expect(state(page, "已登记")).toBeVisible();
  await expect(page.getByText("138****8016")).toBeVisible();

  await page.getByRole("link", { name: "由投诉转来，查看投诉" }).click();
  await settled(page);
  expect(new URL(page.url()).pathname).toBe(complaint);
  await expect(page.locator(".page-head .fact-mark", { hasText: "已转纠纷" })).toBeVisible();
  await page.getByRole("link", { name: "已转为医疗纠纷，查看" }).click();
  await settled(page);
  await expect(page.getByRole("link", { name: title })).toHaveCount(1);
  await accessible(page);

  await page.goto(`/search?q=${encodeURIComponent(title)}&subject_type=dispute`);
  await settled(page);
  await page.getByRole("link", { name: title }).first().click();
  await settled(page);
  await expect(page).toHaveURL(/\/disputes\/[0-9a-f-]{36}$/);
});

/** A dispute of the hospital's whose patient's side was told everything; its id. */
async function informed(page: Page, title: string): Promise<string> {
  const { organisation } = await asked<{ organisation: { id: string } }>(page.request, "hospital", "/me");
  const { id } = await acted<{ id: string }>(page.request, "hospital", "/disputes", {
    data: {
      organisation_id: organisation.id,
      title,
      facts: "患者术后感染，家属要求赔偿损失。",
      patient_name: NAME,
      claim_fen: 3_000_000,
      insured: "liability",
    },
  });
  await acted(page.request, "hospital", `/disputes/${id}/inform`, {
    data: { told_ways: true, told_sealing: true, told_records: true, informed_signed: true },
  });
  return id;
}

const attached = (page: Page, username: string, id: string, purpose: string) =>
  acted(page.request, username, "/attachments", {
    multipart: { subject_type: "dispute", subject_id: id, purpose, file: PHOTO(`${purpose}.png`) },
  });

test("the authority mediates: asked for by both, accepted in time, agreed", async ({ browser }) => {
  const hospital = await as(browser, "hospital");
  const id = await informed(hospital, `${TITLE}，行政调解`);
  await hospital.goto(`/disputes/${id}`);
  await settled(hospital);
  await step(hospital, "申请行政调解", async () => choose(hospital, "申请人", "双方"));
  await expect(way(hospital, "行政调解")).toContainText("已申请");
  await expect(hospital.locator(".ways-turn")).toContainText("决定是否受理");

  const lead = await as(browser, "lead");
  await lead.goto(`/disputes/${id}`);
  await settled(lead);
  await step(lead, "受理行政调解", async () => {});
  await expect(way(lead, "行政调解")).toContainText("进行中");
  await expect(way(lead, "行政调解").getByText(/还剩 \d+ 天/)).toBeVisible();
  await attached(lead, "lead", id, "agreement");
  await lead.reload();
  await settled(lead);
  await step(lead, "达成行政调解协议", async (dialog) => {
    await dialog.getByLabel("协议内容").fill("一次性补偿一万元，双方互不追究。");
    await dialog.getByLabel("应付金额").fill("10000");
  });
  await expect(state(lead, "行政调解成功")).toBeVisible();
  await accessible(lead);
  await hospital.reload();
  await settled(hospital);
  await expect(way(hospital, "行政调解")).toContainText("已解决");
  await expect(hospital.locator(".ways-turn")).toContainText("尚应支付 10,000 元");
});

test("it goes to court: the mediation ends, the judgment is entered, and the figures count it", async ({ browser }) => {
  const hospital = await as(browser, "hospital");
  const title = `${TITLE}，诉讼`;
  const id = await informed(hospital, title);
  const both = { requested_by: "both", mediator: COMMITTEE };
  await acted(hospital.request, "hospital", `/disputes/${id}/request-mediation`, { data: both });
  await acted(hospital.request, "lead", `/disputes/${id}/accept-mediation`, { data: {} });
  await hospital.goto(`/disputes/${id}`);
  await settled(hospital);
  await expect(way(hospital, "人民调解")).toContainText("进行中");
  const today = hoursAgo(0).slice(0, 10);
  await step(hospital, "登记法院受理", async (dialog) => {
    await dialog.getByLabel("受理法院").fill("澄岚区人民法院");
    await dialog.getByLabel("案号").fill("(2026)某0102民初128号");
    await dialog.getByLabel("立案日期").fill(today);
    await dialog.getByLabel("立案日期").press("Tab");
  });
  await expect(way(hospital, "人民调解")).toContainText("未成");
  await expect(way(hospital, "诉讼")).toContainText("进行中");
  await accessible(hospital);
  await attached(hospital, "hospital", id, "judgment");
  await hospital.reload();
  await settled(hospital);
  await step(hospital, "登记裁判结果", async (dialog) => {
    await choose(hospital, "裁判方式", "判决");
    await dialog.getByLabel("裁判内容").fill("被告承担次要责任，赔偿一万五千元。");
    await dialog.getByLabel("应付金额").fill("15000");
  });
  await expect(state(hospital, "已裁判")).toBeVisible();
  await expect(way(hospital, "诉讼")).toContainText("已解决");

  // The district's figures count it by its unit and its month, and lead back to it.
  const lead = await as(browser, "lead");
  await lead.goto("/disputes/figures");
  await settled(lead);
  const unit = lead.getByRole("region", { name: "按下级单位" }).getByRole("row", { name: /^澄岚区人民医院/ });
  const resolved = unit.getByRole("link", { name: /已解决/ });
  const said = ((await resolved.textContent()) ?? "").trim();
  await resolved.click();
  await settled(lead);
  await expect(lead).toHaveURL(/resolved=true/);
  await expect(lead.getByText(`共 ${said} 条`)).toBeVisible();
  await expect(lead.getByRole("link", { name: title })).toBeVisible();
  await lead.goBack();
  await settled(lead);
  const months = lead.getByRole("region", { name: "按月" });
  await months
    .getByRole("row", { name: new RegExp(`^${today.slice(0, 7)}`) })
    .getByRole("link", { name: /件数/ })
    .click();
  await settled(lead);
  await expect(lead.getByRole("link", { name: title })).toBeVisible();
});
