/** A report goes up the tree: sent, returned with a reason, put right, endorsed below and approved above. */
import { expect, type Page } from "@playwright/test";
import { accessible, as, asked, settled, signIn, test } from "./support";

interface Duty {
  id: string;
  number: string;
  standing: boolean;
  zero_allowed: boolean;
  reviewer_id: string;
  final_reviewer_id: string;
}

/** A duty that the hospital owes, that takes a zero report, and that two authorities look at one after the other. */
async function twiceReviewed(page: Page): Promise<Duty> {
  const { items } = await asked<{ items: Duty[] }>(
    page.request,
    "hospital",
    "/duties?state=open&sort=-due_on&limit=50",
  );
  for (const { id } of items) {
    const duty = await asked<Duty>(page.request, "hospital", `/duties/${id}`);
    if (duty.reviewer_id !== duty.final_reviewer_id && duty.zero_allowed && !duty.standing) return duty;
  }
  throw new Error("demo data hold no open duty that two authorities review");
}

async function declareNothing(page: Page): Promise<void> {
  await page.getByRole("button", { name: "零报告…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "作零报告" }).click();
  await expect(dialog).toBeHidden();
  await settled(page);
}

async function review(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole("button", { name: label, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(words);
  await dialog.getByRole("button", { name: label, exact: true }).click();
  await expect(dialog).toBeHidden();
  await settled(page);
}

test("sent, returned, sent again, endorsed by the district, approved by the city", async ({ browser }) => {
  test.setTimeout(150_000);
  const hospital = await as(browser, "hospital");
  const duty = await twiceReviewed(hospital);
  const address = `/duties/${duty.id}`;
  await hospital.goto(address);
  await settled(hospital);
  await declareNothing(hospital);

  const district = await as(browser, "lead");
  await district.goto(address);
  await settled(district);
  await review(district, "退回补正", "上月有投诉记录，请核对后重新报送");

  // The hospital is looking at its page: the return arrives there, with its reason.
  await expect(hospital.getByText("退回理由", { exact: false }).first()).toContainText("上月有投诉记录");
  await declareNothing(hospital);
  await expect(hospital.getByText("第 2 版").first()).toBeVisible();

  await expect(district.getByRole("button", { name: "同意上报", exact: true })).toBeVisible();
  await review(district, "同意上报", "已核对，情况属实");
  const city = await as(browser, "city_lead");
  await city.goto(address);
  await settled(city);
  await review(city, "批准", "同意");
  await expect(city.locator(".fact-mark", { hasText: "已审定" }).first()).toBeVisible();
  await city.getByRole("tab", { name: "办理经过" }).click();
  for (const label of ["退回补正", "同意上报", "批准"]) await expect(city.getByText(label).first()).toBeVisible();
  await accessible(city);
});

test("a clinic checks itself on a phone: a problem, the rest in order, and a task of its own", async ({ browser }) => {
  const page = await as(browser, "clinic", "phone");
  const { items } = await asked<{ items: Duty[] }>(
    page.request,
    "clinic",
    "/duties?proof=self_check&state=open&limit=1",
  );
  await page.goto(`/duties/${items[0]?.id}`);
  await settled(page);
  // Before anything was judged the zero report is not the button that one presses.
  await expect(page.getByRole("button", { name: "零报告…" })).not.toHaveClass(/ant-btn-primary/);
  await page.getByRole("button", { name: "核对下一项" }).click();
  const checks = page.getByRole("main").getByRole("radiogroup");
  await checks.nth(0).getByText("发现问题", { exact: true }).click();
  await page.getByRole("group", { name: "问题 1" }).getByLabel(/^问题/).fill("医疗废物暂存处没有上锁（诊所自查）");
  const rest = page.getByRole("button", { name: "本组其余无问题" });
  while ((await rest.count()) > 0) await rest.first().click();
  await accessible(page);
  await page.getByRole("button", { name: "报送 1 个问题" }).click();
  const told = page.getByRole("status").filter({ hasText: "已报送第 1 版" });
  await expect(told.getByRole("link", { name: /^RT-\d{4}-\d{6}$/ })).toHaveCount(1);
});

test("the city divides institutions by region, the district by level", async ({ page, browser }) => {
  await signIn(page, "city_lead");
  await page.goto("/institutions");
  await settled(page);
  await expect(page.getByRole("heading", { name: "按地区查看" })).toBeVisible();
  await page.getByRole("button", { name: /^澄岚区 \d/ }).click();
  await expect(page).toHaveURL(/region=990102/);
  const district = await as(browser, "lead");
  await district.goto("/institutions");
  await settled(district);
  await expect(district.getByRole("heading", { name: "按级别查看" })).toBeVisible();
  await district.getByRole("button", { name: /^二级 \d/ }).click();
  await expect(district).toHaveURL(/level=second/);
});

test("an institution from all sides: a year of reports, its duties behind every number, and an entry amended", async ({
  page,
}) => {
  await signIn(page, "lead");
  const { items } = await asked<{ items: { id: string }[] }>(
    page.request,
    "lead",
    "/institutions?level=second&limit=1",
  );
  await page.goto(`/institutions/${items[0]?.id}`);
  await settled(page);
  await expect(page.getByRole("img", { name: /各月的报送情况图/ })).toBeVisible();
  await page.getByText("按月数字").click();
  const number = page
    .getByRole("row")
    .getByRole("link", { name: /^\d{4}-\d{2} / })
    .first();
  const said = ((await number.textContent()) ?? "").trim();
  await number.click();
  await expect(page.getByText(`共 ${said} 条`)).toBeVisible();
  await page.goBack();
  await settled(page);
  await page.getByRole("button", { name: "修改登记信息" }).click();
  const dialog = page.getByRole("dialog");
  const staff = dialog.getByLabel(/^在岗人数/);
  const before = Number(await staff.inputValue());
  await staff.fill(String(before + 3));
  await dialog.getByRole("button", { name: "修改登记信息" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("tab", { name: "变更记录" }).click();
  await expect(page.getByText("修改登记信息").last()).toBeVisible();
  await expect(page.getByText(String(before + 3)).first()).toBeVisible();
});
