/**
 * Every screen, at both widths: nothing inaccessible, nothing sideways, no error on the console; every second one also
 * in English in the dark, and what opens over a screen. With SCREENS=1 (`make screens`) the pictures of docs/screens/
 * are taken as well: whole pages, as far as one scrolls.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { OPENED, SCREENS, type Screen } from "./screen-list";
import { accessible, notSideways, PHONE, settled, signIn, test } from "./support";

const PICTURES = process.env.SCREENS === "1";
const DESK = { width: 1440, height: 900 };
/** Lists go on for ever; after so much one has seen what they look like. */
const MOST_PX = 1500;
/** All pictures together stay below some 18 MB: they are kept with the code. */
const QUALITY = 50;
const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "screens");

function listen(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  return said;
}

async function open(page: Page, screen: Screen): Promise<void> {
  const id = screen.id ? await screen.id(page, screen.user) : "";
  if (screen.id) expect(id, `demo data hold nothing for ${screen.name}`).not.toBe("");
  await page.goto(screen.path.replace(":id", id));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await settled(page);
  await screen.act?.(page);
}

/** The page from its top, as far as it goes; what lies over a page is taken where it stands. */
async function picture(page: Page, name: string, whole = true): Promise<void> {
  if (!PICTURES) return;
  // A pointer left on a row or a button shows what nobody sees who reads.
  await page.mouse.move(0, 0);
  const file = { path: path.join(folder, `${name}.jpg`), type: "jpeg", quality: QUALITY } as const;
  if (!whole) {
    await page.screenshot(file);
    return;
  }
  const { width = DESK.width } = page.viewportSize() ?? DESK;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ ...file, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, MOST_PX) } });
}

async function asPhone(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await settled(page);
}

/** In English by night, and back. */
async function abroadByNight(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "English" }).click();
  await shade(page, "Dark");
  await settled(page);
  await accessible(page);
  await picture(page, `${name}-en-dark`, false);
  await shade(page, "Light");
  await page.getByRole("button", { name: "中文" }).click();
  await settled(page);
}

async function shade(page: Page, mode: "Dark" | "Light"): Promise<void> {
  await page.getByRole("button", { name: /^My account/ }).click();
  await page.getByRole("menuitem", { name: mode }).click();
  await expect(page.getByRole("menuitem", { name: mode })).toBeHidden();
}

test("sign-in, on a desk and on a phone, in Chinese by day and in English by night", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel("用户名")).toBeVisible();
  await accessible(page);
  await picture(page, "sign-in");
  await asPhone(page);
  await accessible(page);
  await picture(page, "sign-in-phone");
  await page.setViewportSize(DESK);
  await page.evaluate(() => {
    localStorage.setItem("duban.language", "en");
    localStorage.setItem("duban.mode", "dark");
  });
  await page.reload();
  await expect(page.getByLabel("User name")).toBeVisible();
  await accessible(page);
  await picture(page, "sign-in-en-dark");
});

test("promises before the public, without an account", async ({ page }) => {
  const said = listen(page);
  await page.goto("/public/promises");
  await expect(page.getByRole("article").first()).toBeVisible();
  await accessible(page);
  await picture(page, "promises");
  await asPhone(page);
  await accessible(page);
  await picture(page, "promises-phone");
  await page.setViewportSize(DESK);
  await page.evaluate(() => localStorage.setItem("duban.mode", "dark"));
  await page.reload();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Promises to rectify" })).toBeVisible();
  await accessible(page);
  await picture(page, "promises-en-dark", false);
  expect(said).toEqual([]);
});

/** A complaint as somebody of the public sends it; its receipt code. */
async function complained(page: Page): Promise<string> {
  const api = "/api/v1/public";
  const found = await page.request.get(`${api}/institutions?q=${encodeURIComponent("澄岚区人民医院")}`);
  const { items } = (await found.json()) as { items: { id: string }[] };
  const answer = await page.request.post(`${api}/complaints`, {
    headers: { "Idempotency-Key": `screens-${Date.now()}-${Math.random()}` },
    data: {
      organisation_id: items[0]?.id,
      matter: "waiting",
      facts: "上午八点取号做超声，一直等到下午三点才检查，其间问过三次，无人说明原因。",
      is_real_name: false,
      consented: true,
      notice_edition: "2026-11",
    },
  });
  return ((await answer.json()) as { receipt_code: string }).receipt_code;
}

test("complaints of the public, without an account: the doors, the form, under the code", async ({ page }) => {
  test.setTimeout(120_000);
  const said = listen(page);
  const both = async (name: string) => {
    await page.setViewportSize(DESK);
    await settled(page);
    await accessible(page);
    await picture(page, name);
    await asPhone(page);
    await accessible(page);
    await picture(page, `${name}-phone`);
  };
  await page.goto("/public/complaints");
  await expect(page.getByText("哪些事这里办不了")).toBeVisible();
  await both("public-complaints");
  await page.goto("/public/complaints/new");
  await page.getByLabel("投诉哪家医疗机构").fill("澄岚区人民");
  await page.getByRole("button", { name: /^澄岚区人民医院/ }).click();
  await both("public-complaint-new");
  await page.goto("/public/complaints/follow");
  await page.getByRole("textbox", { name: "查询码" }).fill(await complained(page));
  await page.getByRole("button", { name: "查询", exact: true }).click();
  await expect(page.getByRole("heading", { name: "办理进度" })).toBeVisible();
  await both("public-complaint");
  await page.evaluate(() => localStorage.setItem("duban.mode", "dark"));
  await page.reload();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Legal dates" })).toBeVisible();
  await settled(page);
  await accessible(page);
  await picture(page, "public-complaint-en-dark", false);
  expect(said).toEqual([]);
});

test("a session that ended elsewhere asks over the page, which stays", async ({ page }) => {
  await signIn(page, "clerk");
  await page.goto("/rectification?sort=-id");
  await settled(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.route("**/api/v1/**", (route) =>
    route.fulfill({
      status: 401,
      contentType: "application/problem+json",
      body: JSON.stringify({
        status: 401,
        code: "session_ended",
        title: "登录已结束",
        detail: "安全管理员结束了本次登录。",
      }),
    }),
  );
  await page.getByRole("link", { name: /机构$/ }).first().click();
  await expect(page.getByRole("dialog", { name: "登录已结束" })).toBeVisible();
  await expect(page.locator("#content")).toBeAttached();
  await accessible(page);
  await picture(page, "session-ended", false);
  await asPhone(page);
  await accessible(page);
  await picture(page, "session-ended-phone", false);
});

/** A walk of a few screens: two run beside each other, and none takes so long that a busy machine calls it hung. */
const WALK = 6;

function walks(user: string): { screen: Screen; opened: boolean; index: number }[][] {
  const own = SCREENS.filter((one) => one.user === user).map((screen, index) => ({ screen, opened: false, index }));
  const all = [
    ...own,
    ...OPENED.filter((one) => one.user === user).map((screen) => ({ screen, opened: true, index: 1 })),
  ];
  return Array.from({ length: Math.ceil(all.length / WALK) }, (_, part) => all.slice(part * WALK, (part + 1) * WALK));
}

for (const user of new Set([...SCREENS, ...OPENED].map((screen) => screen.user))) {
  for (const [part, walk] of walks(user).entries()) {
    test(`the screens of ${user}, part ${part + 1}`, async ({ page }) => {
      test.setTimeout(300_000);
      const said = listen(page);
      await signIn(page, user);
      for (const { screen, opened, index } of walk) {
        await test.step(screen.name, async () => {
          await page.setViewportSize(DESK);
          await open(page, screen);
          await accessible(page);
          await picture(page, screen.name, !opened);
          // Each is judged twice: on the desk, and either in the other language by night or on the phone.
          const abroad = !opened && index % 2 === 0;
          if (abroad) await abroadByNight(page, screen.name);
          await asPhone(page);
          await (opened || (abroad && !PICTURES) ? notSideways(page) : accessible(page));
          await picture(page, `${screen.name}-phone`, !opened);
          expect(said, screen.name).toEqual([]);
        });
      }
    });
  }
}
