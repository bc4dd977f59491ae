/**
 * A relative complains on a phone, in a hospital corridor, without an account; the hospital's clerk asks, looks into it
 * and answers; the relative follows it by the receipt code, answers the question, keeps the signed reply, and rates.
 */
import { type Browser, expect, type Page } from "@playwright/test";
import { accessible, as, PHONE, PHOTO, saved, settled, step, test } from "./support";

/** One of its own each time, so that it can be walked again on the same data. */
const FACTS = `B超室取号后等了七个小时（${String(Date.now()).slice(-5)}号），其间无人说明原因。`;
const TITLE = FACTS.slice(0, 12);
const QUESTION = "请问您是哪一天取的号？";
const ANSWER = "昨天上午八点，票还在。";
const OPINION = "等候时间过长属实，向患者致歉。";

test.describe.configure({ mode: "serial" });

let code = "";
let number = "";

async function inHand(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
  });
  return context.newPage();
}

const next = (page: Page) => page.getByRole("button", { name: "下一步" }).click();

test("files a complaint with a picture; a reload and a lost answer change nothing", async ({ browser }) => {
  const page = await inHand(browser);
  await page.goto("/");
  await page.getByRole("link", { name: "群众投诉、查询投诉（不需要登录）" }).click();
  await expect(page.getByRole("heading", { name: "医疗服务投诉" })).toBeVisible();
  await settled(page);
  await accessible(page);
  await page.getByRole("link", { name: "我要投诉" }).click();

  await page.getByLabel("投诉哪家医疗机构").fill("澄岚区人民");
  await page.getByRole("button", { name: /^澄岚区人民医院/ }).click();
  await expect(page.getByRole("region", { name: "现在也可以直接找他们" })).toBeVisible();
  await next(page);
  await expect(page.getByText("请选择")).toBeVisible();
  await accessible(page);
  await page.getByRole("radio", { name: "候诊时间" }).check();
  await next(page);
  await page.getByLabel("发生了什么").fill(FACTS);
  await page.getByLabel("什么时候发生的").fill("昨天上午");
  await page.reload();
  await expect(page.getByText("已恢复您刚才填写的内容。")).toBeVisible();
  await expect(page.getByLabel("发生了什么")).toHaveValue(FACTS);
  await page.getByLabel("从相册选择").setInputFiles(PHOTO("排队.png"));
  await expect(page.getByRole("img", { name: "照片 1" })).toBeVisible();
  await accessible(page);
  await next(page);
  await page.getByRole("radio", { name: /^实名/ }).check();
  await page.getByLabel("您的姓名").fill("欧阳小明");
  await page.getByLabel("您的手机号码").fill("138-0013");
  await page.getByRole("radio", { name: "近亲属" }).check();
  await page.getByLabel("不让被投诉机构知道我是谁").check();
  await expect(page.getByText("由上级部门（澄岚区卫生健康局）办理并答复您", { exact: false })).toBeVisible();
  await accessible(page);
  await page.getByLabel("不让被投诉机构知道我是谁").uncheck();
  // The phone's own "back" is one step back.
  await page.goBack();
  await expect(page.getByLabel("发生了什么")).toBeVisible();
  await page.goForward();
  await page.getByLabel("您的手机号码").fill("13800138016");
  await next(page);
  await page.getByRole("button", { name: "提交投诉" }).click();
  await expect(page.getByText("请阅读告知并勾选同意")).toBeVisible();
  await page.getByRole("button", { name: "查看告知全文" }).click();
  const sheet = page.getByRole("dialog", { name: "个人信息处理告知" });
  await expect(sheet.getByText("健康信息")).toBeVisible();
  await accessible(page);
  await sheet.getByRole("button", { name: "关闭" }).last().click();
  await page.getByRole("checkbox", { name: /^我已阅读告知/ }).check();
  await accessible(page);

  // It arrives, and its answer does not.
  let codeSent = "";
  await page.route(
    "**/api/v1/public/complaints",
    async (route) => {
      const answer = await route.fetch();
      codeSent = ((await answer.json()) as { receipt_code: string }).receipt_code;
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole("button", { name: "提交投诉" }).click();
  await expect(page.getByText("没有收到回应", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "提交投诉" }).click();
  await expect(page.getByRole("heading", { name: "投诉已提交" })).toBeVisible();
  await expect(page.getByText("已上传")).toBeVisible();
  await accessible(page);
  code = (await page.locator(".public-receipt .code span").allTextContents()).join("-");
  expect(code).toBe(codeSent);
  number = (await page.getByText(/^CM-\d{4}-\d+$/).textContent()) ?? "";
  await expect(page.getByText(/^澄岚区人民医院应当在.+前（含当日）答复您。$/)).toBeVisible();
  const picture = await saved(page, () => page.getByRole("button", { name: "存为图片" }).click());
  expect(picture.name).toBe(`${number}.png`);
  expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
  // Nothing of it stays on the phone, and the code stands in no address.
  await page.getByRole("button", { name: "已保存好查询码，清除本页" }).click();
  await expect(page.getByLabel("投诉哪家医疗机构")).toBeVisible();
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const secret of [code, "13800138016", "欧阳小明", "B超室"]) expect(left).not.toContain(secret);
});

/** Wherever the title is, its case. */
async function open(page: Page): Promise<void> {
  await page.goto(`/complaints?q=${encodeURIComponent(number)}`);
  await page
    .getByRole("link", { name: new RegExp(TITLE) })
    .first()
    .click();
  await settled(page);
}

async function follow(page: Page): Promise<void> {
  await page.goto("/public/complaints/follow");
  // As somebody types it from a slip of paper.
  await page.getByRole("textbox", { name: "查询码" }).pressSequentially(code.toLowerCase().replaceAll("-", ""));
  await expect(page.getByRole("textbox", { name: "查询码" })).toHaveValue(code);
  await page.getByRole("button", { name: "查询", exact: true }).click();
  await expect(page.getByRole("heading", { name: "办理进度" })).toBeVisible();
  expect(page.url()).not.toContain(code.slice(0, 4));
}

test("the clerk asks, the relative answers, and it does not go unread", async ({ browser }) => {
  test.setTimeout(120_000);
  const clerk = await as(browser, "hospital_clerk");
  await open(clerk);
  await step(clerk, "转入调查", async (dialog) => {
    await dialog.getByLabel("涉及科室").pressSequentially("超声科、");
  });
  await clerk.getByRole("tab", { name: "与投诉人往来" }).click();
  await clerk.getByLabel("写给投诉人").fill(QUESTION);
  await clerk.getByRole("button", { name: "发送", exact: true }).click();
  await expect(clerk.getByRole("list", { name: "与投诉人往来" })).toContainText(QUESTION);
  await accessible(clerk);
  // What comes while she looks elsewhere waits for her.
  await clerk.goto("/complaints");
  await settled(clerk);

  const phone = await inHand(browser);
  await phone.goto("/public/complaints/follow");
  await phone.getByRole("textbox", { name: "查询码" }).fill(`${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`);
  await phone.getByRole("button", { name: "查询", exact: true }).click();
  await expect(phone.getByText("查询码输入有误", { exact: false })).toBeVisible();
  await accessible(phone);
  await follow(phone);
  const thread = phone.getByRole("list", { name: "与承办单位的往来" });
  await expect(thread).toContainText(QUESTION);
  await phone.getByRole("button", { name: "这一天是怎么算的" }).first().click();
  await expect(phone.getByText("第 1 日")).toBeVisible();
  await phone.getByLabel("写给承办单位").fill(ANSWER);
  await phone.getByRole("button", { name: "发送", exact: true }).click();
  await expect(thread).toContainText(ANSWER);
  await expect(phone.getByLabel("写给承办单位")).toHaveValue("");
  await accessible(phone);

  await clerk.getByRole("link", { name: /^未读消息/ }).click();
  await expect(clerk.getByRole("row").filter({ hasText: number })).toContainText("未读");
  await open(clerk);
  await clerk.getByRole("tab", { name: /1 条未读/ }).click();
  await expect(clerk.getByRole("list", { name: "与投诉人往来" })).toContainText(ANSWER);
  await expect(clerk.getByRole("tab", { name: /条未读/ })).toHaveCount(0);
});

test("answered, signed, rated; the code is forgotten", async ({ browser }) => {
  test.setTimeout(120_000);
  const clerk = await as(browser, "hospital_clerk");
  await open(clerk);
  const choose = async (dialog: ReturnType<Page["getByRole"]>, label: string, letters: string) => {
    await dialog.getByLabel(label).focus();
    await clerk.keyboard.type(letters);
    await clerk.keyboard.press("Enter");
  };
  await step(clerk, "提出处理意见", async (dialog) => {
    await choose(dialog, "调查结论", "部分");
    await dialog.getByLabel("处理意见").fill(OPINION);
    await dialog.getByLabel("改进措施").fill("增设叫号提示，超时由护士说明。");
  });
  await step(clerk, "反馈", async (dialog) => {
    await choose(dialog, "反馈方式", "网上");
    await choose(dialog, "投诉人态度", "未能");
    await dialog.getByLabel("反馈情况说明").fill("凭查询码在网上查看答复。");
  });

  const phone = await inHand(browser);
  await follow(phone);
  await expect(phone.getByRole("region", { name: "答复", exact: true })).toContainText(OPINION);
  const file = await saved(phone, () => phone.getByRole("button", { name: "下载签名答复" }).click());
  expect(file.name).toBe(`${number} 答复.jws`);
  const [, said = ""] = file.bytes.toString().split(".");
  expect(JSON.parse(Buffer.from(said, "base64url").toString())).toMatchObject({ number, answer: { opinion: OPINION } });
  await expect(phone.getByText("怎样核验")).toBeVisible();
  await phone.getByRole("radio", { name: "一般" }).check();
  await phone.getByLabel("想说的话").fill("答复说清楚了。");
  await accessible(phone);
  await phone.getByRole("button", { name: "提交评价" }).click();
  await expect(phone.getByText("您的评价：一般。谢谢！")).toBeVisible();
  await phone.getByRole("button", { name: "退出查询" }).click();
  await expect(phone.getByRole("textbox", { name: "查询码" })).toHaveValue("");
  expect(await phone.evaluate(() => sessionStorage.length)).toBe(0);

  await clerk.reload();
  await settled(clerk);
  await expect(clerk.getByText("答复说清楚了。")).toBeVisible();
  await accessible(clerk);
});
