/**
 * Every screen, at both widths: nothing inaccessible, nothing sideways, no error on the console.
 * With SCREENS=1 (`make screens`) it takes the pictures of docs/screens/ as well, in both languages, light and dark.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { accessible, asked, PHONE, settled, signIn } from "./support";

const PICTURES = process.env.SCREENS === "1";
const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "screens");

interface Found {
  items: { id: string; duty_count?: number; organisation_id?: string }[];
}

/** Addresses that name a record: the record is looked up, because demo data have no fixed ids. */
const first = (list: string) => async (page: Page, user: string) =>
  (await asked<Found>(page.request, user, list)).items[0]?.id ?? "";

interface Screen {
  name: string;
  user: string;
  path: string;
  id?: (page: Page, user: string) => Promise<string>;
}

const LAUNCHED = async (page: Page, user: string) => {
  const { items } = await asked<Found>(page.request, user, "/campaigns?state=launched&limit=50");
  return items.toSorted((a, b) => (b.duty_count ?? 0) - (a.duty_count ?? 0))[0]?.id ?? "";
};

const SCREENS: Screen[] = [
  { name: "worklist", user: "lead", path: "/" },
  { name: "worklist-hospital", user: "hospital", path: "/" },
  { name: "notifications", user: "lead", path: "/notifications" },
  { name: "campaigns", user: "chief", path: "/campaigns" },
  { name: "campaign", user: "chief", path: "/campaigns/:id", id: LAUNCHED },
  { name: "campaign-matrix", user: "chief", path: "/campaigns/:id?tab=matrix", id: LAUNCHED },
  { name: "campaign-progress", user: "chief", path: "/campaigns/:id?tab=progress", id: LAUNCHED },
  { name: "launch", user: "chief", path: "/campaigns/new" },
  { name: "duties", user: "lead", path: "/duties" },
  { name: "duty-form", user: "hospital", path: "/duties/:id", id: first("/duties?proof=form&state=open&limit=1") },
  {
    name: "duty-self-check",
    user: "hospital",
    path: "/duties/:id",
    id: first("/duties?proof=self_check&state=open&limit=1"),
  },
  { name: "duty-review", user: "lead", path: "/duties/:id", id: first("/duties?state=submitted&limit=1") },
  { name: "ledger", user: "lead", path: "/rectification" },
  { name: "task", user: "lead", path: "/rectification/:id", id: first("/rectification-tasks?state=verifying&limit=1") },
  {
    name: "task-closed",
    user: "lead",
    path: "/rectification/:id",
    id: first("/rectification-tasks?state=consolidated&limit=1"),
  },
  {
    name: "task-print",
    user: "lead",
    path: "/rectification/:id/print",
    id: first("/rectification-tasks?state=closed&limit=1"),
  },
  { name: "institutions", user: "lead", path: "/institutions" },
  { name: "institution", user: "lead", path: "/institutions/:id", id: first("/institutions?level=second&limit=1") },
  { name: "search", user: "lead", path: `/search?q=${encodeURIComponent("医院")}` },
  { name: "help", user: "lead", path: "/help" },
  { name: "account", user: "lead", path: "/account" },
  { name: "imports", user: "lead", path: "/imports" },
  { name: "journal", user: "auditor", path: "/journal" },
  { name: "organisations", user: "sysadmin", path: "/administration/organisations" },
  { name: "people", user: "secadmin", path: "/administration/people" },
  { name: "person", user: "secadmin", path: "/administration/people/:id", id: first("/users?username=lead&limit=1") },
  { name: "clients", user: "secadmin", path: "/administration/clients" },
  { name: "sessions", user: "secadmin", path: "/administration/sessions" },
  { name: "calendars", user: "sysadmin", path: "/administration/calendars?year=2026" },
  { name: "settings", user: "sysadmin", path: "/administration/settings" },
  { name: "jobs", user: "sysadmin", path: "/administration/jobs" },
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
}

test("sign-in", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByLabel("用户名")).toBeVisible();
  await accessible(page);
  if (PICTURES) await page.screenshot({ path: path.join(folder, "sign-in.jpg"), type: "jpeg", quality: 75 });
});

for (const user of new Set(SCREENS.map((screen) => screen.user))) {
  test(`the screens of ${user}`, async ({ page }) => {
    test.setTimeout(240_000);
    const said = listen(page);
    await signIn(page, user);
    for (const screen of SCREENS.filter((one) => one.user === user)) {
      await test.step(screen.name, async () => {
        await page.setViewportSize({ width: 1440, height: 900 });
        await open(page, screen);
        await accessible(page);
        if (PICTURES) await pictures(page, screen.name);
        await page.setViewportSize(PHONE);
        await settled(page);
        await accessible(page);
        if (PICTURES)
          await page.screenshot({ path: path.join(folder, `${screen.name}-phone.jpg`), type: "jpeg", quality: 75 });
        expect(said, screen.name).toEqual([]);
      });
    }
  });
}

/** In Chinese by day, in English by night: every language and every mode is seen once per screen. */
async function pictures(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.jpg`), type: "jpeg", quality: 75 });
  await page.getByRole("button", { name: "English" }).click();
  await shade(page, "Dark");
  await settled(page);
  await accessible(page);
  await page.screenshot({ path: path.join(folder, `${name}-en-dark.jpg`), type: "jpeg", quality: 75 });
  await shade(page, "Light");
  await page.getByRole("button", { name: "中文" }).click();
  await settled(page);
}

async function shade(page: Page, mode: "Dark" | "Light"): Promise<void> {
  await page.getByRole("button", { name: /^My account/ }).click();
  await page.getByRole("menuitem", { name: mode }).click();
  await expect(page.getByRole("menuitem", { name: mode })).toBeHidden();
}
