/**
 * A complaint by telephone, as a hospital's clerk takes it down with both hands on the keyboard; then looked into,
 * concluded and answered; and found by the district's section head, who sees what it is about and not by whom.
 */
import { expect, type Page } from "@playwright/test";
import { accessible, acted, as, asked, settled, signIn, step, stepAside, test } from "./support";

/** One of its own each time, so that it can be walked again on the same data. */
const TITLE = `超声检查等候过久无人说明（来电 ${String(Date.now()).slice(-5)}）`;
const FACTS = "上午八点取号做超声，一直等到下午三点才检查，其间问过三次，无人说明原因。";
const PHONE_NUMBER = "13800138016";

/** Keys that are no text: each of them is a moment in which a tired hand can go wrong. */
const MOST_KEYS = 12;
const MOST_FIELDS = 8;

test.describe.configure({ mode: "serial" });

/** A keyboard that counts what is pressed besides text. */
function keyboardOf(page: Page) {
  const counted = { keys: 0, fields: 0 };
  return {
    counted,
    press: async (key: string) => {
      counted.keys += 1;
      await page.keyboard.press(key);
    },
    type: async (text: string) => {
      counted.fields += 1;
      await page.keyboard.insertText(text);
    },
  };
}

test("the clerk registers it by keyboard alone, in few fields, and sees what may be the same", async ({ page }) => {
  await signIn(page, "hospital_clerk");
  await page.goto("/complaints");
  await settled(page);
  await accessible(page);
  await page.getByRole("button", { name: "登记投诉" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("来源渠道")).toBeFocused();
  const { counted, press, type } = keyboardOf(page);

  /** Found by the first letters of its word; going on takes it. */
  const choose = async (label: string, letters: string, word: string) => {
    await expect(page.getByLabel(label)).toBeFocused();
    await type(letters);
    await expect(page.getByRole("option", { name: word })).toHaveCount(1);
    await press("Tab");
  };
  const field = async (label: string, text: string) => {
    await expect(page.getByLabel(label)).toBeFocused();
    await type(text);
    await press("Tab");
  };
  await choose("来源渠道", "dh", "电话");
  await choose("投诉类别", "hzsj", "候诊时间");
  // Received now: nothing to enter.
  await press("Tab");
  await field("标题", TITLE);
  await field("投诉事实", FACTS);
  // With a real name, as most are.
  await press("Tab");
  await field("投诉人姓名", "欧阳小明");
  await field("投诉人电话", PHONE_NUMBER);
  await field("首诉接待人", "导诊台护士");
  await expect(page.getByLabel("首诉接待部门")).toBeFocused();
  await type("门诊部");
  await press("Control+Enter");

  await expect(page).toHaveURL(/\/complaints\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  expect(counted.keys, "keys besides text").toBeLessThanOrEqual(MOST_KEYS);
  expect(counted.fields, "fields filled in").toBeLessThanOrEqual(MOST_FIELDS);
  await settled(page);
  await accessible(page);
  await expect(page.getByText("138****8016")).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).not.toContain(PHONE_NUMBER);
  expect(stored).not.toContain("欧阳小明");

  // The daughter writes the same: who received it last time stands there already, and the first complaint beside it.
  await page.goto("/complaints/new");
  await settled(page);
  await expect(page.getByLabel("首诉接待人")).toHaveValue("导诊台护士");
  await page.getByLabel("投诉事实").fill("上午八点取号做超声，等到下午三点才检查，无人说明原因");
  await page.getByLabel("投诉人电话").fill(PHONE_NUMBER);
  const beside = page.getByRole("complementary", { name: "可能重复的投诉" });
  await expect(beside.getByRole("link", { name: TITLE })).toHaveAttribute("target", "_blank");
  await expect(beside.getByRole("listitem").filter({ hasText: TITLE })).toContainText("同一电话");
  await accessible(page);
  await page.reload();
  await settled(page);
  await expect(page.getByText("已恢复您上次未提交的内容")).toBeVisible();
  await expect(page.getByLabel("投诉人电话")).toHaveValue("");
  await page.getByRole("button", { name: "清空重填" }).click();
});

test("looked into, concluded, answered; the section head finds it, and not by whom", async ({ browser }) => {
  test.setTimeout(120_000);
  const clerk = await as(browser, "hospital_clerk");
  await clerk.goto(`/complaints?q=${encodeURIComponent("无人说明")}`);
  await clerk.getByRole("link", { name: TITLE }).first().click();
  await settled(clerk);
  await step(clerk, "转入调查", async (dialog) => {
    await dialog.getByLabel("涉及科室").pressSequentially("超声科、");
  });
  await expect(clerk.locator(".fact-mark", { hasText: "调查中" }).first()).toBeVisible();
  await step(clerk, "提出处理意见", async (dialog) => {
    await dialog.getByLabel("调查结论").focus();
    await clerk.keyboard.type("部分");
    await clerk.keyboard.press("Enter");
    await dialog.getByLabel("处理意见").fill("等候时间过长属实，向患者致歉。");
    await dialog.getByLabel("改进措施").fill("增设叫号提示，超时由护士说明。");
  });
  // To give the answer one needs the number: for a reason, for a while.
  await clerk.getByRole("button", { name: "查看", exact: true }).click();
  const ask = clerk.getByRole("dialog");
  await ask.getByLabel("查看理由").fill("电话反馈处理意见");
  await ask.getByRole("button", { name: "查看", exact: true }).click();
  await expect(clerk.getByText(PHONE_NUMBER)).toBeVisible();
  await clerk.getByRole("button", { name: "立即隐藏" }).click();
  await expect(clerk.getByText(PHONE_NUMBER)).toHaveCount(0);
  await step(clerk, "反馈", async (dialog) => {
    await dialog.getByLabel("反馈方式").focus();
    await clerk.keyboard.type("电话");
    await clerk.keyboard.press("Enter");
    await dialog.getByLabel("投诉人态度").focus();
    await clerk.keyboard.type("口头");
    await clerk.keyboard.press("Enter");
  });
  await expect(clerk.locator(".fact-mark", { hasText: "已反馈" }).first()).toBeVisible();
  await accessible(clerk);

  const lead = await as(browser, "lead");
  await lead.getByRole("link", { name: "投诉", exact: true }).click();
  await settled(lead);
  await expect(lead.getByRole("heading", { name: "投诉台账" })).toBeVisible();
  await lead.getByRole("searchbox", { name: "搜索", exact: true }).fill("无人说明");
  const row = lead.getByRole("row").filter({ hasText: TITLE });
  await expect(row.first()).toContainText("已反馈");
  await row.first().getByRole("link", { name: TITLE }).click();
  await settled(lead);
  await expect(lead.getByText("138****8016")).toBeVisible();
  await expect(lead.getByText(/^只有承办单位（.+）可以查看完整信息。$/)).toBeVisible();
  await lead.getByRole("tab", { name: "办理经过" }).click();
  for (const label of ["转入调查", "提出处理意见", "查看投诉人信息", "反馈"])
    await expect(lead.getByText(label, { exact: true }).first()).toBeVisible();
  await accessible(lead);
});

test("what the district brings before the city is read there, by nobody before", async ({ browser }) => {
  const lead = await as(browser, "lead");
  const { organisation } = await asked<{ organisation: { id: string } }>(lead.request, "hospital", "/me");
  const title = `多名患者反映检查等候过久（${TITLE.slice(-6)}`;
  const { id } = await acted<{ id: string }>(lead.request, "lead", "/complaints", {
    data: {
      organisation_id: organisation.id,
      channel: "phone",
      is_real_name: true,
      complainant_name: "欧阳小明",
      complainant_phone: PHONE_NUMBER,
      first_receiver: "医政科值班员",
      first_department: "医政科",
      matter: "quality",
      title,
      facts: FACTS,
    },
  });
  const city = await as(browser, "city_lead");
  await city.goto(`/complaints/${id}`);
  await expect(city.getByText(/^找不到/)).toBeVisible();

  await lead.goto(`/complaints/${id}`);
  await settled(lead);
  await stepAside(lead, "提请上级关注", (dialog) => dialog.getByLabel("理由").fill("多人投诉同一环节"));
  await expect(lead.getByText("已提请上级").first()).toBeVisible();

  await city.goto("/complaints?escalated=true");
  await settled(city);
  await city.getByRole("link", { name: title }).click();
  await settled(city);
  await expect(city.getByText("多人投诉同一环节")).toBeVisible();
  await expect(city.getByText("138****8016")).toBeVisible();
  await accessible(city);
});

test("complaints summed up overnight: the head finds the cause, says what was done, and the district reads it", async ({
  browser,
}) => {
  const head = await as(browser, "hospital");
  await head.getByRole("link", { name: "反复投诉", exact: true }).click();
  await settled(head);
  const open = head.getByRole("row").filter({ hasText: "待研究处理" }).first();
  await expect(open, "demo data hold an open repetition").toBeVisible();
  await open.getByRole("link").click();
  await settled(head);
  const address = new URL(head.url()).pathname;
  const sums = head.locator("section", { hasText: "汇总的投诉" }).last();
  await expect(sums.getByRole("row").nth(3)).toBeVisible();
  await step(head, "研究处理", async (dialog) => {
    await dialog.getByLabel("造成投诉的环节或人员").fill("超声检查未分时段预约。");
    await dialog.getByLabel("处理措施").fill("改为分时段预约，超时由护士说明。");
  });
  await expect(head.locator(".fact-mark", { hasText: "已研究处理" }).first()).toBeVisible();
  await accessible(head);

  const lead = await as(browser, "lead");
  await lead.goto(address);
  await settled(lead);
  await expect(lead.getByText("改为分时段预约，超时由护士说明。")).toBeVisible();
  await expect(lead.getByRole("button", { name: "研究处理", exact: true })).toHaveCount(0);
  await lead.getByRole("link", { name: "在台账中打开" }).click();
  await settled(lead);
  await expect(lead).toHaveURL(/department=/);
  await accessible(lead);
});
