/** What every journey needs: signing in as somebody, and judging a screen's accessibility. */
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, type Browser, test as base, expect, type Page } from "@playwright/test";
import { started } from "./program";

export const PASSWORD = process.env.DUBAN_DEMO_PASSWORD ?? "duban-demo-2026";
export const PHONE = { width: 390, height: 844 };

export async function signIn(page: Page, username: string, language: "zh" | "en" = "zh"): Promise<void> {
  await page.addInitScript((chosen) => localStorage.setItem("duban.language", chosen), language);
  await page.goto("/");
  await page.getByLabel(language === "zh" ? "用户名" : "User name").fill(username);
  await page.getByLabel(language === "zh" ? "密码" : "Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: language === "zh" ? "登录" : "Sign in" }).click();
  await expect(page.locator("input[autocomplete=current-password]")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await settled(page);
}

/**
 * A journey through a program that only this worker's journeys change. Afterwards nobody is left at a machine: what it
 * opened for others goes on asking the server otherwise.
 */
export const test = base.extend<{ leaving: undefined }, { given: string; program: string }>({
  // Pages served by `npm run dev`, or a program started by hand, while one writes a journey.
  given: [process.env.DUBAN_JOURNEYS_URL ?? "", { scope: "worker", option: true }],
  program: [
    async ({ given }, use) => {
      if (given) return use(given);
      const { url, end } = await started();
      await use(url);
      await end();
    },
    { scope: "worker", timeout: 150_000 },
  ],
  baseURL: async ({ program }, use) => use(program),
  leaving: [
    async ({ browser }, use) => {
      const before = new Set(browser.contexts());
      await use(undefined);
      await Promise.all(
        browser
          .contexts()
          .filter((one) => !before.has(one))
          .map((one) => one.close()),
      );
    },
    { auto: true },
  ],
});

/** Somebody at a machine of his own: at a desk, or with a phone in his hand. */
export async function as(browser: Browser, user: string, where: "desk" | "phone" = "desk"): Promise<Page> {
  const phone = where === "phone" ? { viewport: PHONE, hasTouch: true, isMobile: true } : {};
  const context = await browser.newContext({
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    ...phone,
  });
  const page = await context.newPage();
  await signIn(page, user);
  return page;
}

type Dialog = ReturnType<Page["getByRole"]>;

type Fill = (dialog: Dialog) => Promise<void>;

/** One step of a case: its button, its form, and its button again. */
export async function step(page: Page, label: string, fill: Fill): Promise<void> {
  await page.getByRole("button", { name: label, exact: true }).first().click();
  await send(page, label, fill);
}

/** A step that leads aside: it lies among the others under 更多. */
export async function stepAside(page: Page, label: string, fill: Fill): Promise<void> {
  await page.getByRole("button", { name: /^更多/ }).click();
  await page.getByRole("menuitem", { name: label, exact: true }).click();
  await send(page, label, fill);
}

async function send(page: Page, label: string, fill: Fill): Promise<void> {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await fill(dialog);
  await dialog.getByRole("button", { name: label, exact: true }).click();
  await expect(dialog).toBeHidden();
  await settled(page);
}

/** What the page saves when `press` is done: the name it suggests, and the bytes. */
export async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Everything that was loading has loaded. */
export async function settled(page: Page): Promise<void> {
  // An empty page is not busy either.
  await expect(page.locator("#root > *").first()).toBeAttached();
  await expect(page.locator('[aria-busy="true"], .ant-spin-spinning')).toHaveCount(0);
}

/** A page made narrower is laid out anew a moment later; what is still too wide then, stays so. */
export async function notSideways(page: Page): Promise<void> {
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(sideways, { message: "the page scrolls sideways" }).toBeLessThanOrEqual(0);
}

/** Nothing serious or critical on the screen as it stands, and no scrolling sideways. */
export async function accessible(page: Page): Promise<void> {
  // What the pointer rested on is between two colours for a moment; axe looks at what stands still.
  await page.mouse.move(0, 0);
  await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition)));
  // Pages have no frames, and what passes is not told in full: a third of the time, and the same violations.
  const found = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
    .analyze();
  const grave = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.target.join(" "))
        .slice(0, 5)
        .join(" | ")}`,
  );
  expect(told).toEqual([]);
  await notSideways(page);
}

const TOKEN_MS = 300_000;
const tokens = new Map<string, { token: string; until: number }>();

/** One sign-in for many questions: a password is slow to check, on purpose. */
async function tokenOf(request: APIRequestContext, username: string): Promise<string> {
  const held = tokens.get(username);
  if (held && held.until > Date.now()) return held.token;
  const answer = await request.post("/api/v1/auth/token", {
    form: { grant_type: "password", username, password: PASSWORD },
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  tokens.set(username, { token, until: Date.now() + TOKEN_MS });
  return token;
}

type Sent = Omit<NonNullable<Parameters<APIRequestContext["fetch"]>[1]>, "headers">;

async function answered<T>(
  request: APIRequestContext,
  username: string,
  path: string,
  sent: Sent,
  headers: Record<string, string> = {},
): Promise<T> {
  const ask = async () =>
    request.fetch(`/api/v1${path}`, {
      ...sent,
      headers: { ...headers, Authorization: `Bearer ${await tokenOf(request, username)}` },
    });
  let answer = await ask();
  if (answer.status() === 401) {
    // Somebody ended that session, as the journeys do.
    tokens.delete(username);
    answer = await ask();
  }
  expect(answer.ok(), `${path}: ${answer.status()} ${answer.ok() ? "" : await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** The API as that person uses it, for what a journey has to find out first. */
export const asked = <T>(request: APIRequestContext, username: string, path: string): Promise<T> =>
  answered(request, username, path, { method: "GET" });

/** What that person did before the journey begins, whatever the record is by now. */
export const acted = <T>(
  request: APIRequestContext,
  username: string,
  path: string,
  sent: Pick<Sent, "data" | "multipart"> = {},
): Promise<T> =>
  answered(
    request,
    username,
    path,
    { method: "POST", ...sent },
    { "If-Match": "*", "Idempotency-Key": crypto.randomUUID() },
  );

/** A small picture, made here: a file to upload that is what its name says. */
export const PHOTO = (name: string) => ({
  name,
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
});
