/** Three administrators: one reads the journal, one ends a session, and whoever sat there loses nothing he typed. */
import { expect, test } from "@playwright/test";
import { accessible, asked, settled, signIn } from "./support";

test("the auditor verifies the journal and takes the anchors along", async ({ page }) => {
  await signIn(page, "auditor");
  await expect(page).toHaveURL(/\/journal/);
  await accessible(page);
  await page.getByRole("button", { name: "核验日志" }).first().click();
  const sure = page.getByRole("dialog").getByRole("button", { name: /核验/ });
  if (await sure.isVisible()) await sure.click();
  await expect(page.getByText(/核验通过|完整|未发现/).first()).toBeVisible({ timeout: 30_000 });
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
    "/duties?state=open&proof=document&limit=1",
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
  await over.getByLabel("密码", { exact: true }).fill(process.env.DUBAN_DEMO_PASSWORD ?? "duban-demo-2026");
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
