/**
 * Every screen, at both widths: nothing inaccessible, nothing sideways, no error on the console; every second one also
 * in English in the dark, and what opens over a screen. With SCREENS=1 (`make screens`) the pictures of docs/screens/
 * are taken as well: whole pages, as far as one scrolls, and every screen in English in the dark.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { accessible, asked, notSideways, PASSWORD, PHONE, settled, signIn, test } from "./support";

const PICTURES = process.env.SCREENS === "1";
const DESK = { width: 1440, height: 900 };
/** Lists go on for ever; after so much one has seen what they look like. */
const MOST_PX = 1800;
/** All pictures together stay below some 18 MB: they are kept with the code. */
const QUALITY = 62;
const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "screens");

interface Row {
  id: string;
  rhythm?: string;
}
interface Rows {
  items: Row[];
}

type Find = (page: Page, user: string) => Promise<string>;

/** Addresses that name a record: the record is looked up, because demo data have no fixed ids. */
const first =
  (list: string): Find =>
  async (page, user) =>
    (await asked<Rows>(page.request, user, list)).items[0]?.id ?? "";

/** The campaign with most arrears: that is where a board has something to say. */
const behind: Find = async (page, user) => {
  const { items } = await asked<Rows>(page.request, user, "/campaigns?state=launched&limit=50");
  const counted = await Promise.all(
    items.map(async ({ id }) => {
      const { groups } = await asked<{ groups: { facts: Record<string, number> }[] }>(
        page.request,
        user,
        `/campaigns/${id}/progress?by=phase`,
      );
      return { id, arrears: groups.reduce((sum, { facts }) => sum + (facts.late ?? 0) + (facts.missing ?? 0), 0) };
    }),
  );
  return counted.toSorted((a, b) => b.arrears - a.arrears)[0]?.id ?? "";
};

/** A form that comes every month or quarter and has last period's figures to set beside this one's. */
const withFigures: Find = async (page, user) => {
  const { items } = await asked<Rows>(
    page.request,
    user,
    "/duties?proof=form&state=submitted&state=approved&limit=200",
  );
  const periodic = items.filter(({ rhythm }) => rhythm === "monthly" || rhythm === "quarterly");
  let found = "";
  for (const { id } of periodic) {
    const duty = await asked<{ previous_values: object | null; submissions: { zero: boolean }[] }>(
      page.request,
      user,
      `/duties/${id}`,
    );
    if (!duty.previous_values) continue;
    found = id;
    if (duty.submissions.at(-1)?.zero === false) break;
  }
  return found || (periodic[0] ?? items[0])?.id || "";
};

const DRAFT = first("/campaigns?state=draft&limit=1");
const SELF_CHECK = first("/duties?proof=self_check&state=open&limit=1");
const SECOND_LEVEL = first("/institutions?level=second&limit=1");

interface Screen {
  name: string;
  user: string;
  path: string;
  id?: Find;
  /** What opens over the screen, or is done on it first. */
  act?: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("main").getByRole("button", { name }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
};

/** Fills the draft's blanks with what the system suggests and goes on to the preview. */
async function preview(page: Page): Promise<void> {
  const suggest = page.getByRole("button", { name: "空着的全部采用建议" });
  if (await suggest.isVisible()) await suggest.click();
  await page.getByRole("button", { name: "保存并检查" }).click();
  await settled(page);
}

const CAMPAIGN = { user: "chief", id: behind };
const LEAD = { user: "lead" };
const SCREENS: Screen[] = [
  { ...LEAD, name: "worklist", path: "/" },
  { user: "hospital", name: "worklist-hospital", path: "/" },
  { ...LEAD, name: "notifications", path: "/notifications" },
  { user: "chief", name: "campaigns", path: "/campaigns" },
  { ...CAMPAIGN, name: "campaign", path: "/campaigns/:id" },
  { ...CAMPAIGN, name: "campaign-matrix", path: "/campaigns/:id?tab=matrix" },
  { ...CAMPAIGN, name: "campaign-progress", path: "/campaigns/:id?tab=progress&by=organisation" },
  { ...CAMPAIGN, name: "campaign-periods", path: "/campaigns/:id?tab=progress&by=period" },
  { ...CAMPAIGN, name: "campaign-clauses", path: "/campaigns/:id?tab=clauses" },
  { ...CAMPAIGN, name: "campaign-plan", path: "/campaigns/:id?tab=plan" },
  { user: "chief", name: "campaign-draft", path: "/campaigns/:id", id: DRAFT },
  { user: "chief", name: "launch", path: "/campaigns/new" },
  { user: "chief", name: "launch-clauses", path: "/campaigns/new?id=:id&step=clauses", id: DRAFT },
  { user: "chief", name: "launch-blanks", path: "/campaigns/new?id=:id&step=blanks", id: DRAFT },
  { user: "chief", name: "launch-preview", path: "/campaigns/new?id=:id&step=blanks", id: DRAFT, act: preview },
  { user: "chief", name: "launch-launch", path: "/campaigns/new?id=:id&step=launch", id: DRAFT },
  { ...LEAD, name: "duties", path: "/duties" },
  { user: "hospital", name: "duty-form", path: "/duties/:id", id: first("/duties?proof=form&state=open&limit=1") },
  { user: "hospital", name: "duty-self-check", path: "/duties/:id", id: SELF_CHECK },
  {
    user: "hospital",
    name: "duty-standing",
    path: "/duties/:id",
    id: first("/duties?standing=true&limit=1"),
  },
  {
    user: "hospital",
    name: "plan-of-a-duty",
    path: "/campaigns/:id/plan",
    id: async (page, user) =>
      (await asked<{ items: { campaign_id: string }[] }>(page.request, user, "/duties?limit=1")).items[0]
        ?.campaign_id ?? "",
  },
  { ...LEAD, name: "duty-events", path: "/duty-events" },
  { ...LEAD, name: "duty-event", path: "/duty-events/:id", id: first("/duty-events?state=finished&limit=1") },
  { ...LEAD, name: "duty-review", path: "/duties/:id", id: first("/duties?state=submitted&limit=1") },
  { user: "city_lead", name: "duty-figures", path: "/duties/:id", id: withFigures },
  { ...LEAD, name: "ledger", path: "/rectification" },
  { ...LEAD, name: "task", path: "/rectification/:id", id: first("/rectification-tasks?state=verifying&limit=1") },
  {
    ...LEAD,
    name: "task-closed",
    path: "/rectification/:id",
    id: first("/rectification-tasks?state=consolidated&limit=1"),
  },
  {
    ...LEAD,
    name: "task-print",
    path: "/rectification/:id/print",
    id: first("/rectification-tasks?state=closed&limit=1"),
  },
  { ...LEAD, name: "complaints", path: "/complaints" },
  { ...LEAD, name: "complaint-figures", path: "/complaints/figures?span=year" },
  { ...LEAD, name: "complaint-repeats", path: "/complaints/repeats" },
  {
    user: "hospital",
    name: "complaint-repeat",
    path: "/complaints/repeats/:id",
    id: first("/complaint-repeats?state=open&limit=1"),
  },
  { user: "city_lead", name: "complaint-escalated", path: "/complaints/:id", id: first("/complaints?escalated=true") },
  { user: "hospital", name: "complaint-new", path: "/complaints/new" },
  { user: "hospital", name: "complaint", path: "/complaints/:id", id: first("/complaints?limit=1") },
  { ...LEAD, name: "disputes", path: "/disputes" },
  { ...LEAD, name: "dispute-figures", path: "/disputes/figures?span=year" },
  { user: "hospital", name: "dispute-new", path: "/disputes/new" },
  { ...LEAD, name: "dispute", path: "/disputes/:id", id: first("/disputes?state=mediating&limit=1") },
  {
    user: "hospital",
    name: "dispute-parts",
    path: "/disputes/:id?tab=parts",
    id: first("/disputes?state=mediating&limit=1"),
  },
  { ...LEAD, name: "institutions", path: "/institutions" },
  { user: "city_lead", name: "institutions-city", path: "/institutions" },
  { ...LEAD, name: "institution", path: "/institutions/:id", id: SECOND_LEVEL },
  { ...LEAD, name: "search", path: `/search?q=${encodeURIComponent("医院")}` },
  { ...LEAD, name: "help", path: "/help" },
  { ...LEAD, name: "account", path: "/account" },
  { ...LEAD, name: "recusals", path: "/recusals" },
  { ...LEAD, name: "imports", path: "/imports" },
  { user: "auditor", name: "journal", path: "/journal" },
  { user: "sysadmin", name: "organisations", path: "/administration/organisations" },
  { user: "secadmin", name: "people", path: "/administration/people" },
  { user: "secadmin", name: "person", path: "/administration/people/:id", id: first("/users?username=lead&limit=1") },
  { user: "secadmin", name: "clients", path: "/administration/clients" },
  { user: "secadmin", name: "webhooks", path: "/administration/webhooks" },
  {
    user: "secadmin",
    name: "webhook",
    path: "/administration/webhooks/:id",
    id: first("/webhook-endpoints?state=paused&limit=1"),
  },
  { user: "secadmin", name: "sessions", path: "/administration/sessions" },
  { user: "sysadmin", name: "calendars", path: "/administration/calendars?year=2026" },
  { user: "sysadmin", name: "calendars-provisional", path: "/administration/calendars?year=2027" },
  { user: "sysadmin", name: "settings", path: "/administration/settings" },
  { user: "sysadmin", name: "jobs", path: "/administration/jobs" },
];

/** Tabs, drawers and dialogs: looked at where they stand, over their screen. */
const OPENED: Screen[] = [
  { ...CAMPAIGN, name: "campaign-amend", path: "/campaigns/:id?amend=1" },
  { ...CAMPAIGN, name: "campaign-members", path: "/campaigns/:id", act: press(/^已覆盖 /) },
  {
    user: "hospital",
    name: "zero-report",
    path: "/duties/:id",
    id: SELF_CHECK,
    act: press("零报告…"),
  },
  { user: "hospital", name: "duty-documents", path: "/duties/:id?tab=documents", id: SELF_CHECK },
  { user: "hospital", name: "duty-history", path: "/duties/:id?tab=history", id: SELF_CHECK },
  { ...LEAD, name: "task-draft", path: "/rectification?sort=-id", act: press(/起草整改任务/) },
  {
    ...LEAD,
    name: "task-deadlines",
    path: "/rectification/:id?tab=deadlines",
    id: first("/rectification-tasks?state=verifying&limit=1"),
  },
  {
    ...LEAD,
    name: "task-history",
    path: "/rectification/:id?tab=history",
    id: first("/rectification-tasks?state=consolidated&limit=1"),
  },
  { ...LEAD, name: "recusal-declare", path: "/recusals", act: press("声明回避") },
  { ...LEAD, name: "institution-register", path: "/institutions", act: press(/登记机构/) },
  { ...LEAD, name: "institution-amend", path: "/institutions/:id", id: SECOND_LEVEL, act: press("修改登记信息") },
  { ...LEAD, name: "institution-changes", path: "/institutions/:id?tab=changes", id: SECOND_LEVEL },
  {
    ...LEAD,
    name: "second-factor",
    path: "/account",
    act: async (page) => {
      const panel = page.locator("section", { has: page.getByRole("button", { name: "绑定动态口令" }) }).last();
      await panel.getByRole("button", { name: "绑定动态口令" }).click();
      await panel.getByLabel(/密码/).fill(PASSWORD);
      await panel.getByRole("button", { name: "绑定动态口令" }).click();
      await expect(page.getByText("用验证器应用扫描二维码", { exact: false })).toBeVisible();
    },
  },
  { user: "secadmin", name: "webhook-new", path: "/administration/webhooks", act: press("新建推送地址") },
  {
    user: "secadmin",
    name: "webhook-replay",
    path: "/administration/webhooks/:id",
    id: first("/webhook-endpoints?state=paused&limit=1"),
    act: press("重放"),
  },
  {
    user: "sysadmin",
    name: "calendar-notice",
    path: "/administration/calendars?year=2027",
    act: press("公布放假安排"),
  },
];

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
          if (!opened && (PICTURES || index % 2 === 0)) await abroadByNight(page, screen.name);
          await asPhone(page);
          await (opened ? notSideways(page) : accessible(page));
          await picture(page, `${screen.name}-phone`, !opened);
          expect(said, screen.name).toEqual([]);
        });
      }
    });
  }
}
