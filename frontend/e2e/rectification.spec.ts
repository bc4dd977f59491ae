/**
 * The main job from end to end, as its people do it: a hospital checks itself and finds two problems; the section has
 * one issued; the hospital rectifies and proves it; two inspectors verify; it is struck off, and progress has moved.
 */
import { expect, type Page } from "@playwright/test";
import { accessible, as, asked, PHOTO, saved, settled, signIn, step, test } from "./support";

interface List {
  items: { id: string; number: string; title: string }[];
}

const FIRST = "急诊通道监控有一处盲区（自查）";
const SECOND = "投诉电话未在门诊大厅公示（自查）";

test.describe.configure({ mode: "serial" });

test("a hospital checks itself: two problems become two tasks", async ({ page }) => {
  await signIn(page, "hospital");
  const { items } = await asked<List>(page.request, "hospital", "/duties?proof=self_check&state=open&limit=1");
  await page.goto(`/duties/${items[0]?.id}`);
  await settled(page);

  const checks = page.getByRole("main").getByRole("radiogroup");
  await checks.nth(0).getByText("发现问题", { exact: true }).click();
  const one = page.getByRole("group", { name: "问题 1" });
  await one.getByLabel(/^问题/).fill(FIRST);
  await one.getByLabel(/^整改措施/).fill("加装摄像头一台");
  await one.getByLabel(/^整改标准/).fill("重点区域监控全覆盖");
  await one.getByLabel(/^责任人/).fill("保卫科科长");
  // What was typed survives a reload.
  await page.reload();
  await settled(page);
  await expect(page.getByText("已恢复您上次未提交的内容")).toBeVisible();
  await expect(one.getByLabel(/^问题/)).toHaveValue(FIRST);

  await page.getByRole("button", { name: "本组其余无问题" }).first().click();
  await page.getByRole("button", { name: "添加清单以外的问题" }).click();
  await page.getByRole("group", { name: "问题 2" }).getByLabel(/^问题/).fill(SECOND);
  await accessible(page);
  await page.getByRole("button", { name: "报送 2 个问题" }).click();
  const told = page.getByRole("status").filter({ hasText: "已报送第 1 版" });
  await expect(told.getByRole("link", { name: /^RT-\d{4}-\d{6}$/ })).toHaveCount(2);
  await expect(page.locator(".fact-mark", { hasText: "待审核" }).first()).toBeVisible();
});

test("where there is nothing to tell, the hospital declares it, and it is a zero report", async ({ page }) => {
  await signIn(page, "hospital");
  const { items } = await asked<List>(
    page.request,
    "hospital",
    "/duties?proof=form&state=open&standing=false&limit=50",
  );
  // A form of what an institution has, such as beds and guards, takes no zero report.
  let taken = "";
  for (const { id } of items) {
    const duty = await asked<{ zero_allowed: boolean }>(page.request, "hospital", `/duties/${id}`);
    if (!duty.zero_allowed) continue;
    taken = id;
    break;
  }
  expect(taken, "demo data hold no open form that takes a zero report").not.toBe("");
  await page.goto(`/duties/${taken}`);
  await page.getByRole("button", { name: "零报告…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("本期确实没有表中所列情况");
  await expect(dialog.getByRole("button", { name: "作零报告" })).toBeDisabled();
  await dialog.getByLabel("我确认已经检查，情况属实").check();
  await dialog.getByRole("button", { name: "作零报告" }).click();
  await expect(page.getByRole("status").filter({ hasText: "已报送第 1 版" })).toContainText("零报告");
});

test("issued, rectified, verified by two, struck off", async ({ browser }) => {
  test.setTimeout(180_000);
  const lead = await as(browser, "lead");
  const { items } = await asked<List>(
    lead.request,
    "lead",
    `/rectification-tasks?state=draft&q=${encodeURIComponent("监控有一处盲区")}&limit=50`,
  );
  const task = items.find((one) => one.title === FIRST);
  const address = `/rectification/${task?.id}`;

  await lead.goto(address);
  await step(lead, "下发", async () => {});
  await expect(lead.getByText("待签收")).toBeVisible();

  const hospital = await as(browser, "hospital");
  await hospital.goto(address);
  await step(hospital, "签收并报送整改方案", async (dialog) => {
    await dialog.getByLabel("原因分析").fill("建设时未覆盖该处");
    await dialog.getByLabel("整改方案").fill("三日内加装摄像头并接入监控平台");
    await dialog.getByLabel("责任人").fill("保卫科科长");
    await dialog.getByLabel("计划完成日").fill(new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10));
    await dialog.getByLabel("计划完成日").press("Tab");
  });
  await expect(hospital.getByText("整改中", { exact: true })).toBeVisible();
  for (const [side, name] of [
    ["整改前", "before.png"],
    ["整改后", "after.png"],
  ] as const) {
    await hospital.getByRole("region", { name: side }).getByLabel("选择文件").last().setInputFiles(PHOTO(name));
    await expect(hospital.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  }
  await step(hospital, "申请销号", (dialog) => dialog.getByLabel("已采取的措施").fill("已加装并接入平台，画面清晰"));

  const inspector = await as(browser, "inspector");
  await inspector.goto(address);
  await step(inspector, "开始复核", async () => {});
  const judge = async (page: Page) =>
    step(page, "提交复核意见", async (dialog) => {
      const yes = dialog.getByText("是", { exact: true });
      await yes.nth(0).click();
      await yes.nth(1).click();
      await dialog.getByRole("textbox").last().fill("现场查看，画面覆盖通道，整改到位。");
    });
  await judge(inspector);
  await expect(inspector.getByText("已有 1 份同意、0 份不同意")).toBeVisible();

  // The lead is looking at the page: what the second inspector does arrives there by itself.
  await lead.goto(address);
  await settled(lead);
  // The second one stands in the hospital with a phone.
  const second = await as(browser, "inspector2", "phone");
  await second.goto(address);
  await settled(second);
  await second.getByRole("button", { name: /第 4 步（共 6 步）：两人复核/ }).click();
  await expect(second.getByText("签收并报方案")).toBeVisible();
  await accessible(second);
  await judge(second);
  await expect(lead.getByText("已有 2 份同意、0 份不同意")).toBeVisible();

  await step(lead, "批准销号", async () => {});
  await expect(lead.locator(".fact-mark", { hasText: "已销号" })).toBeVisible();
  await lead.getByRole("tab", { name: "办理经过" }).click();
  await expect(lead.getByText("批准销号").first()).toBeVisible();
  await accessible(lead);
});

test("the ledger opens with what is late, counts its lists, and goes out as a workbook", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto("/rectification");
  await expect(page).toHaveURL(/state=issued/);
  await settled(page);
  const late = page.getByRole("navigation", { name: "常看的" }).getByRole("link", { name: /^逾期 \d+/ });
  const said = ((await late.textContent()) ?? "").replace(/\D/g, "");
  await late.click();
  await expect(page.getByText(new RegExp(`^共 0*${said} 条$`))).toBeVisible();
  const file = await saved(page, async () => {
    await page.getByRole("button", { name: "导出" }).click();
    await page.getByRole("menuitem", { name: "导出为 XLSX" }).click();
  });
  expect(file.name).toMatch(/\.xlsx$/);
  // A workbook is a zip.
  expect(file.bytes.subarray(0, 2).toString("latin1")).toBe("PK");
});

test("a closed task prints on paper: the sheet alone, with its digests and places to sign", async ({ page }) => {
  await signIn(page, "lead");
  const { items } = await asked<List>(page.request, "lead", "/rectification-tasks?state=closed&limit=1");
  await page.goto(`/rectification/${items[0]?.id}`);
  await page.getByRole("button", { name: "打印" }).click();
  await expect(page).toHaveURL(/\/print$/);
  await settled(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("article")).toContainText(items[0]?.number ?? "");
  await expect(page.getByText("复核人（签字）")).toBeVisible();
  await expect(page.getByRole("navigation").first()).toBeHidden();
  const paper = await page.pdf({ format: "A4" });
  expect(paper.subarray(0, 5).toString("latin1")).toBe("%PDF-");
});
