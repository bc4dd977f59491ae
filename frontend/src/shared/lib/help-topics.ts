/** Which topic of the help explains which screen, so that every page can lead to its own. */
import { paths } from "./paths";

const TOPICS: [path: string, topic: string][] = [
  [paths.campaigns, "campaigns"],
  [paths.duties, "duties"],
  [paths.events, "events"],
  [paths.tasks, "tasks"],
  [paths.complaints, "complaints"],
  [paths.disputes, "disputes"],
  [paths.clues, "clues"],
  [paths.clueTransfers, "clues"],
  [paths.clueReports, "clue-reports"],
  [paths.referrals, "referrals"],
  [paths.handoffs, "handoffs"],
  [paths.notices, "notices"],
  [paths.institutions, "institutions"],
  [paths.journal, "journal"],
  [paths.organisations, "people"],
  [paths.people, "people"],
  [paths.clients, "people"],
  [paths.webhooks, "webhooks"],
  [paths.sessions, "people"],
  [paths.calendars, "calendars"],
  [paths.settings, "deadlines"],
  [paths.imports, "imports"],
  [paths.search, "search"],
  [paths.notifications, "worklist"],
  [paths.recusals, "recusals"],
  [paths.account, "account"],
];

/** The address of the help for the page at `pathname`; null on the help itself and where it says nothing. */
export function helpFor(pathname: string): string | null {
  if (pathname === paths.worklist) return `${paths.help}?topic=worklist`;
  const found = TOPICS.find(([path]) => pathname === path || pathname.startsWith(`${path}/`));
  return found ? `${paths.help}?topic=${found[1]}` : null;
}
