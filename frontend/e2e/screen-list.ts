/** Every screen there is: who sees it, where it lies, what to do on it first. The records on them are looked up in the demo. */
import { expect, type Page } from "@playwright/test";
import { asked, PASSWORD, settled } from "./support";

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

export interface Screen {
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
  const save = page.getByRole("button", { name: "保存并检查" });
  await expect(save).toBeVisible();
  const suggest = page.getByRole("button", { name: "空着的全部采用建议" });
  if (await suggest.isVisible()) await suggest.click();
  await save.click();
  await settled(page);
}

/** A draft whose blanks are filled may be launched. */
async function launch(page: Page): Promise<void> {
  await preview(page);
  await page.goto(page.url().replace(/step=\w+/, "step=launch"));
  await settled(page);
}

const CAMPAIGN = { user: "chief", id: behind };
const LEAD = { user: "lead" };
export const SCREENS: Screen[] = [
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
  { user: "chief", name: "launch-launch", path: "/campaigns/new?id=:id&step=blanks", id: DRAFT, act: launch },
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
    id: first("/complaint-repeats?limit=1"),
  },
  { user: "city_lead", name: "complaint-escalated", path: "/complaints/:id", id: first("/complaints?escalated=true") },
  { user: "hospital", name: "complaint-new", path: "/complaints/new" },
  { user: "hospital", name: "complaint", path: "/complaints/:id", id: first("/complaints?limit=1") },
  { ...LEAD, name: "notices", path: "/notices" },
  { ...LEAD, name: "notice", path: "/notices/:id", id: first("/notices?state=closed&limit=1") },
  { user: "police", name: "notices-sent", path: "/notices" },
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
  { user: "keeper", name: "clues", path: "/clues" },
  { user: "keeper", name: "clue-board", path: "/clues?view=board" },
  { user: "keeper", name: "clue-new", path: "/clues/new" },
  { user: "keeper", name: "clue-secret-new", path: "/clues/new-secret" },
  { user: "keeper", name: "clue-secret", path: "/clues/:id", id: first("/clues?secret=work_secret&limit=1") },
  { ...LEAD, name: "clue-must-refer", path: "/clues/:id", id: first("/clues?must_refer=true&limit=1") },
  { user: "vice", name: "clue-proposed", path: "/clues/:id", id: first("/clues?state=proposed&limit=1") },
  { user: "inspector", name: "clue-let-in", path: "/clues/:id", id: first("/clues?limit=1") },
  { user: "keeper", name: "clue-transfers", path: "/clue-transfers" },
  {
    user: "keeper",
    name: "clue-transfer",
    path: "/clue-transfers/:id",
    id: first("/clue-transfers?state=signed&limit=1"),
  },
  { user: "hospital_clerk", name: "clue-reports", path: "/clue-reports" },
  { user: "hospital_clerk", name: "clue-report-new", path: "/clue-reports/new" },
  { user: "hospital_clerk", name: "clue-report", path: "/clue-reports/:id", id: first("/clue-reports?limit=1") },
  { ...LEAD, name: "referrals", path: "/referrals" },
  { user: "chief", name: "referral-figures", path: "/referrals/figures?span=year" },
  { ...LEAD, name: "referral-new", path: "/referrals/new" },
  { user: "chief", name: "referral", path: "/referrals/:id", id: first("/referrals?state=refused&limit=1") },
  {
    user: "inspector",
    name: "referral-papers",
    path: "/referrals/:id?tab=papers",
    id: first("/referrals?state=approved&limit=1"),
  },
  {
    user: "chief",
    name: "referral-decision",
    path: "/referrals/:id/decision",
    id: first("/referrals?state=reported&limit=1"),
  },
  {
    user: "inspector",
    name: "referral-handover",
    path: "/referrals/:id/handover",
    id: first("/referrals?state=handing_over&limit=1"),
  },
  { ...LEAD, name: "referral-by-paper", path: "/referrals/:id", id: first("/referrals?state=concluded&limit=1") },
  { user: "police", name: "handoffs", path: "/handoffs" },
  { user: "police", name: "handoff", path: "/handoffs/:id", id: first("/handoffs?state=handing_over&limit=1") },
  {
    user: "police",
    name: "handoff-matter",
    path: "/handoffs/:id?tab=matter",
    id: first("/handoffs?state=supplementing&limit=1"),
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
export const OPENED: Screen[] = [
  {
    user: "hospital_clerk",
    name: "clue-report-typed",
    path: "/clue-reports/new",
    act: async (page) => {
      await page.getByRole("button", { name: "肇事肇祸精神障碍患者" }).click();
      await expect(page.getByText("您单位还须立即自行报告")).toBeVisible();
      await page.getByRole("switch").first().click();
    },
  },
  {
    user: "keeper",
    name: "clue-assess",
    path: "/clues/:id",
    id: first("/clues?kind=illegal_practice&state=triaging&limit=1"),
    act: press("登记研判意见"),
  },
  {
    user: "keeper",
    name: "clue-history",
    path: "/clues/:id?tab=history",
    id: first("/clues?kind=discipline_violation&limit=1"),
  },
  {
    user: "police",
    name: "handoff-refuse",
    path: "/handoffs/:id",
    id: first("/handoffs?state=supplementing&limit=1"),
    act: press("不予立案"),
  },
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
