/** Which address shows which page. The only place that joins the features; each page loads when it is first asked for. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { parseSearch, stringifySearch } from "@/shared/lib/search";
import { Absent, Broken, Waiting } from "./faces";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: Absent, errorComponent: Broken });

// biome-ignore lint/suspicious/noExplicitAny: pages take no props
type Loader = () => Promise<Record<string, any>>;

const page = (path: string, load: Loader, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name), errorComponent: Broken });

const routes = [
  page("/", () => import("@/features/worklist/WorklistPage"), "WorklistPage"),
  page("/campaigns", () => import("@/features/campaigns/CampaignsPage"), "CampaignsPage"),
  page("/campaigns/new", () => import("@/features/campaigns/LaunchPage"), "LaunchPage"),
  page("/campaigns/$id", () => import("@/features/campaigns/CampaignPage"), "CampaignPage"),
  page("/campaigns/$id/plan", () => import("@/features/campaigns/PlanPage"), "PlanPage"),
  page("/duties", () => import("@/features/duties/DutiesPage"), "DutiesPage"),
  page("/duties/$id", () => import("@/features/duties/DutyPage"), "DutyPage"),
  page("/duty-events", () => import("@/features/duties/events/EventsPage"), "EventsPage"),
  page("/duty-events/$id", () => import("@/features/duties/events/EventPage"), "EventPage"),
  page("/rectification", () => import("@/features/rectification/LedgerPage"), "LedgerPage"),
  page("/rectification/$id", () => import("@/features/rectification/TaskPage"), "TaskPage"),
  page("/rectification/$id/print", () => import("@/features/rectification/PrintPage"), "PrintPage"),
  page("/notices", () => import("@/features/notices/LedgerPage"), "LedgerPage"),
  page("/notices/$id", () => import("@/features/notices/NoticePage"), "NoticePage"),
  page("/complaints", () => import("@/features/complaints/LedgerPage"), "LedgerPage"),
  page("/complaints/new", () => import("@/features/complaints/RegisterPage"), "RegisterPage"),
  page("/complaints/figures", () => import("@/features/complaints/FiguresPage"), "FiguresPage"),
  page("/complaints/repeats", () => import("@/features/complaints/repeats/RepeatsPage"), "RepeatsPage"),
  page("/complaints/repeats/$id", () => import("@/features/complaints/repeats/RepeatPage"), "RepeatPage"),
  page("/complaints/$id", () => import("@/features/complaints/ComplaintPage"), "ComplaintPage"),
  page("/disputes", () => import("@/features/disputes/LedgerPage"), "LedgerPage"),
  page("/disputes/new", () => import("@/features/disputes/RegisterPage"), "RegisterPage"),
  page("/disputes/figures", () => import("@/features/disputes/FiguresPage"), "FiguresPage"),
  page("/disputes/$id", () => import("@/features/disputes/DisputePage"), "DisputePage"),
  page("/disputes/$id/seals/$seal/print", () => import("@/features/disputes/SealPrintPage"), "SealPrintPage"),
  page("/clues", () => import("@/features/clues/LedgerPage"), "LedgerPage"),
  page("/clues/new", () => import("@/features/clues/RegisterPage"), "RegisterPage"),
  page("/clues/new-secret", () => import("@/features/clues/SecretPage"), "SecretPage"),
  page("/clues/$id", () => import("@/features/clues/CluePage"), "CluePage"),
  page("/clue-transfers", () => import("@/features/clues/transfers/TransfersPage"), "TransfersPage"),
  page("/clue-transfers/$id", () => import("@/features/clues/transfers/TransferPage"), "TransferPage"),
  page("/clue-reports", () => import("@/features/clues/reports/ReportsPage"), "ReportsPage"),
  page("/clue-reports/new", () => import("@/features/clues/reports/NewReportPage"), "NewReportPage"),
  page("/clue-reports/$id", () => import("@/features/clues/reports/ReportPage"), "ReportPage"),
  page("/referrals", () => import("@/features/referrals/LedgerPage"), "LedgerPage"),
  page("/referrals/new", () => import("@/features/referrals/NamePage"), "NamePage"),
  page("/referrals/figures", () => import("@/features/referrals/FiguresPage"), "FiguresPage"),
  page("/referrals/$id", () => import("@/features/referrals/ReferralPage"), "ReferralPage"),
  page("/referrals/$id/decision", () => import("@/features/referrals/DecisionPage"), "DecisionPage"),
  page("/referrals/$id/handover", () => import("@/features/referrals/HandoverPage"), "HandoverPage"),
  page("/handoffs", () => import("@/features/handoffs/DeskPage"), "DeskPage"),
  page("/handoffs/$id", () => import("@/features/handoffs/HandoffPage"), "HandoffPage"),
  page("/institutions", () => import("@/features/institutions/InstitutionsPage"), "InstitutionsPage"),
  page("/institutions/$id", () => import("@/features/institutions/InstitutionPage"), "InstitutionPage"),
  page("/journal", () => import("@/features/journal/JournalPage"), "JournalPage"),
  page(
    "/administration/organisations",
    () => import("@/features/administration/OrganisationsPage"),
    "OrganisationsPage",
  ),
  page("/administration/people", () => import("@/features/administration/PeoplePage"), "PeoplePage"),
  page("/administration/people/$id", () => import("@/features/administration/PersonPage"), "PersonPage"),
  page("/administration/clients", () => import("@/features/administration/ClientsPage"), "ClientsPage"),
  page("/administration/webhooks", () => import("@/features/administration/webhooks/WebhooksPage"), "WebhooksPage"),
  page("/administration/webhooks/$id", () => import("@/features/administration/webhooks/WebhookPage"), "WebhookPage"),
  page("/administration/calendars", () => import("@/features/administration/CalendarsPage"), "CalendarsPage"),
  page("/administration/settings", () => import("@/features/administration/SettingsPage"), "SettingsPage"),
  page("/administration/jobs", () => import("@/features/administration/JobsPage"), "JobsPage"),
  page("/administration/sessions", () => import("@/features/administration/SessionsPage"), "SessionsPage"),
  page("/imports", () => import("@/features/administration/ImportsPage"), "ImportsPage"),
  page("/search", () => import("@/features/search/SearchPage"), "SearchPage"),
  page("/notifications", () => import("@/features/worklist/NotificationsPage"), "NotificationsPage"),
  page("/recusals", () => import("@/features/recusals/RecusalsPage"), "RecusalsPage"),
  page("/account", () => import("@/features/account/AccountPage"), "AccountPage"),
  page("/help", () => import("@/features/help/HelpPage"), "HelpPage"),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPendingComponent: Waiting,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
