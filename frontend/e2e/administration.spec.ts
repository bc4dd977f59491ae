/** Three administrators: one reads the journal, one ends a session, and whoever sat there loses nothing he typed. */
import { expect } from "@playwright/test";
import { isSigned, receiver } from "./receiver";
import { accessible, asked, PASSWORD, saved, settled, signIn, step, test } from "./support";

test("the auditor verifies the journal and takes the anchors along", async ({ page }) => {
  await signIn(page, "auditor");
  await expect(page).toHaveURL(/\/journal/);
  await accessible(page);
  await page.getByRole("button", { name: "核验日志" }).first().click();
  const sure = page.getByRole("dialog").getByRole("button", { name: /核验/ });
  if (await sure.isVisible()) await sure.click();
  await expect(page.getByText(/核验通过|完整|未发现/).first()).toBeVisible({ timeout: 30_000 });
  await accessible(page);
  const file = await saved(page, () => page.getByRole("button", { name: "下载审计文件（NDJSON）" }).click());
  expect(file.name).toBe("journal-anchors.jsonl");
  const anchors = file.bytes
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { position: number; hash: string });
  expect(anchors.length).toBeGreaterThan(0);
  for (const { position, hash } of anchors) {
    expect(position).toBeGreaterThan(0);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  }
});

test("a year whose notice is not out is provisional, and says so", async ({ page }) => {
  await signIn(page, "sysadmin");
  await page.goto("/administration/calendars?year=2027");
  await settled(page);
  await expect(page.getByText(/^暂定：/)).toBeVisible();
  await page.goto("/administration/calendars?year=2026");
  await settled(page);
  await expect(page.getByText(/^暂定：/)).toHaveCount(0);
  await expect(page.getByText("已公布").first()).toBeVisible();
});

test("a region sets a term of its own, with its basis, and takes it back", async ({ page }) => {
  await signIn(page, "sysadmin");
  await page.goto("/administration/settings");
  await settled(page);
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("button", { name: /^设定地区值/ }) })
    .first();
  await row.getByRole("button", { name: /^设定地区值/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^行政区划代码/).fill("990103");
  await dialog.getByLabel(/^数值/).fill("9");
  await dialog.getByLabel(/^依据文件/).fill("雾卫发〔2026〕3号");
  await dialog.getByRole("button", { name: /^设定地区值/ }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText("雾卫发〔2026〕3号");
  await row.getByRole("button", { name: "撤销" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^撤销/ }).click();
  await expect(row).not.toContainText("雾卫发〔2026〕3号");
});

test("the jobs page says what ran and how it ended, or that nothing has run yet", async ({ page }) => {
  await signIn(page, "sysadmin");
  await page.goto("/administration/jobs");
  await settled(page);
  await expect(page.getByRole("progressbar").or(page.getByText("没有后台任务。")).first()).toBeVisible();
  await accessible(page);
});

test("a workbook with a Chinese name arrives, and what is wrong with it is said in the dialog", async ({ page }) => {
  await signIn(page, "lead");
  await page.goto("/imports");
  await settled(page);
  const sheet = await saved(page, () =>
    page
      .getByRole("button", { name: /^(download )?下载模板/ })
      .first()
      .click(),
  );
  expect(sheet.name).toMatch(/\.xlsx$/);
  await page.getByRole("button", { name: "导入文件" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("input[type=file]").setInputFiles({
    name: "机构名录（二〇二六年）.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: sheet.bytes,
  });
  await expect(dialog.getByText("机构名录（二〇二六年）.xlsx").first()).toBeVisible();
  await dialog.getByRole("button", { name: "上传并检查" }).click();
  // The sheet was read as what it is, whatever its name: headings, and nothing below them.
  await expect(dialog.getByRole("alert")).toContainText("文件中只有列名，没有数据");
  await accessible(page);
});

test("the security administrator ends a session; its owner signs in again and his text is still there", async ({
  browser,
}) => {
  const hospital = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(hospital, "hospital_clerk");
  const duties = await asked<{ items: { id: string }[] }>(
    hospital.request,
    "hospital_clerk",
    "/duties?state=open&proof=document&standing=false&limit=1",
  );
  await hospital.goto(`/duties/${duties.items[0]?.id}`);
  await settled(hospital);
  const note = hospital.getByRole("main").getByRole("textbox").last();
  await note.fill("写到一半的说明");

  const admin = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  const me = await asked<{ name: string }>(admin.request, "hospital_clerk", "/me");
  await signIn(admin, "secadmin");
  await admin.goto("/administration/sessions?ended=false");
  await settled(admin);
  await accessible(admin);
  const ends = admin.getByRole("button", { name: new RegExp(`结束登录 ${me.name}`) });
  await expect(ends.first()).toBeVisible();
  for (let left = await ends.count(); left > 0; left -= 1) {
    await ends.first().click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByLabel(/理由/).fill("设备遗失");
    await dialog.getByRole("button", { name: "结束登录" }).click();
    await expect(ends).toHaveCount(left - 1);
  }

  await hospital.getByRole("link", { name: "我的待办" }).click();
  const over = hospital.getByRole("dialog", { name: "登录已结束" });
  await expect(over).toBeVisible();
  await over.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await over.getByRole("button", { name: "登录", exact: true }).click();
  await expect(over).toBeHidden();
  await hospital.goto(`/duties/${duties.items[0]?.id}`);
  await settled(hospital);
  await expect(hospital.getByText("已恢复您上次未提交的内容")).toBeVisible();
  await expect(note).toHaveValue("写到一半的说明");
});

test("a secret of a machine client is shown once", async ({ page }) => {
  await signIn(page, "secadmin");
  await page.goto("/administration/clients");
  await settled(page);
  await page.getByRole("button", { name: "更换密钥 his-demo" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByRole("button", { name: "更换密钥" }).click();
  const once = page.getByRole("dialog", { name: "客户端密钥" });
  await expect(once).toContainText("只显示这一次");
  const secret = ((await once.locator("code").textContent()) ?? "").trim();
  expect(secret.length).toBeGreaterThan(20);
  await once.getByRole("button", { name: "已保管好，关闭" }).click();
  await expect(once).toBeHidden();
  await page.reload();
  await settled(page);
  await expect(page.getByText(secret)).toHaveCount(0);
});

test("a webhook is made, tried, paused with a reason, set back, and told again under the same ids", async ({
  page,
}) => {
  const hospital = await receiver();
  try {
    await signIn(page, "secadmin");
    await page.goto("/administration/clients");
    await settled(page);
    await page.getByRole("link", { name: "推送地址 his-demo" }).click();
    await settled(page);
    await accessible(page);

    await page.getByRole("button", { name: "新建推送地址" }).click();
    const form = page.getByRole("dialog");
    await expect(form.getByText(/^区人民医院信息系统/)).toBeVisible();
    await form.getByLabel("名称").fill("随访系统");
    await form.getByLabel("接收地址").fill(hospital.url);
    await form.getByLabel("推送内容").fill("complaint:");
    await page.getByTitle("投诉 · 全部").click();
    await page.keyboard.press("Escape");
    await form.getByRole("button", { name: "新建推送地址" }).click();
    const once = page.getByRole("dialog", { name: "推送密钥" });
    const secret = ((await once.locator("code").textContent()) ?? "").trim();
    expect(secret).toMatch(/^whsec_/);
    await once.getByRole("button", { name: "已保管好，关闭" }).click();
    await expect(page.getByText(secret)).toHaveCount(0);

    await page.getByRole("link", { name: "随访系统" }).click();
    await settled(page);
    await page.getByRole("button", { name: "测试" }).click();
    await expect(page.getByRole("status")).toContainText("测试已送达");
    await expect(page.getByRole("status")).toContainText("收到，谢谢");
    expect(hospital.got).toHaveLength(1);
    expect(hospital.got.every((one) => isSigned(one, secret))).toBe(true);
    await expect(page.getByRole("row").filter({ hasText: "HTTP 200" })).toHaveCount(1);
    await accessible(page);

    await step(page, "暂停推送", (dialog) => dialog.getByLabel("理由").fill("接收系统停机升级"));
    await expect(page.getByText(/暂停：接收系统停机升级/)).toBeVisible();
    await step(page, "重放", async (dialog) => {
      await dialog.getByLabel("时刻").fill("2020-01-01 00:00");
      await dialog.getByLabel("时刻").press("Tab");
    });
    // The whole journal lies before it again, and nothing of it is sent while it is paused.
    await expect(page.getByText(/^[\d,]+ 个位置$/)).toBeVisible();
    expect(hospital.got).toHaveLength(1);
    await step(page, "恢复推送", async () => undefined);
    await expect.poll(() => hospital.got.length).toBeGreaterThan(3);
    const ids = () => hospital.got.map(({ headers }) => headers["webhook-id"]);
    expect(hospital.got.every((one) => isSigned(one, secret))).toBe(true);
    expect(new Set(ids()).size).toBe(hospital.got.length);
    await expect(page.getByRole("button", { name: /^从这里重放/ }).first()).toBeVisible();

    await step(page, "停用", (dialog) => dialog.getByLabel("理由").fill("改用新的推送地址"));
    await expect(page.getByText("已停用").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "测试" })).toHaveCount(0);
  } finally {
    await hospital.close();
  }
});
