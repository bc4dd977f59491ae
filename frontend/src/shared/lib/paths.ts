/** Addresses of pages and where a subject of the journal is shown: features link to each other only through here. */

export const paths = {
  worklist: "/",
  campaigns: "/campaigns",
  campaign: (id: string) => `/campaigns/${id}`,
  campaignPlan: (id: string) => `/campaigns/${id}/plan`,
  launch: "/campaigns/new",
  duties: "/duties",
  duty: (id: string) => `/duties/${id}`,
  events: "/duty-events",
  event: (id: string) => `/duty-events/${id}`,
  tasks: "/rectification",
  task: (id: string) => `/rectification/${id}`,
  taskPrint: (id: string) => `/rectification/${id}/print`,
  notices: "/notices",
  notice: (id: string) => `/notices/${id}`,
  complaints: "/complaints",
  complaintNew: "/complaints/new",
  complaintFigures: "/complaints/figures",
  complaintRepeats: "/complaints/repeats",
  complaintRepeat: (id: string) => `/complaints/repeats/${id}`,
  complaint: (id: string) => `/complaints/${id}`,
  disputes: "/disputes",
  disputeNew: "/disputes/new",
  disputeFigures: "/disputes/figures",
  dispute: (id: string) => `/disputes/${id}`,
  disputeSealPrint: (id: string, seal: string) => `/disputes/${id}/seals/${seal}/print`,
  clues: "/clues",
  clueNew: "/clues/new",
  clueSecretNew: "/clues/new-secret",
  clue: (id: string) => `/clues/${id}`,
  clueTransfers: "/clue-transfers",
  clueTransfer: (id: string) => `/clue-transfers/${id}`,
  clueReports: "/clue-reports",
  clueReportNew: "/clue-reports/new",
  clueReport: (id: string) => `/clue-reports/${id}`,
  referralsOfClue: (id: string) => `/referrals?clue_id=${id}`,
  referrals: "/referrals",
  referralNew: "/referrals/new",
  referralNewOfClue: (id: string) => `/referrals/new?clue_id=${id}`,
  referralFigures: "/referrals/figures",
  referral: (id: string) => `/referrals/${id}`,
  referralDecision: (id: string) => `/referrals/${id}/decision`,
  referralHandover: (id: string) => `/referrals/${id}/handover`,
  handoffs: "/handoffs",
  handoff: (id: string) => `/handoffs/${id}`,
  institutions: "/institutions",
  institution: (id: string) => `/institutions/${id}`,
  journal: "/journal",
  organisations: "/administration/organisations",
  people: "/administration/people",
  person: (id: string) => `/administration/people/${id}`,
  clients: "/administration/clients",
  webhooks: "/administration/webhooks",
  webhook: (id: string) => `/administration/webhooks/${id}`,
  calendars: "/administration/calendars",
  settings: "/administration/settings",
  jobs: "/administration/jobs",
  sessions: "/administration/sessions",
  imports: "/imports",
  search: "/search",
  notifications: "/notifications",
  recusals: "/recusals",
  account: "/account",
  publicPages: "/public/",
  publicPromises: "/public/promises",
  publicComplaints: "/public/complaints",
  publicComplaintNew: "/public/complaints/new",
  publicComplaintFollow: "/public/complaints/follow",
  help: "/help",
} as const;

/** The page of a subject, or null where it has none. */
export function pathOf(subjectType: string, id: string): string | null {
  switch (subjectType) {
    case "duty":
      return paths.duty(id);
    case "duty_event":
      return paths.event(id);
    case "rectification_task":
      return paths.task(id);
    case "notice":
      return paths.notice(id);
    case "complaint":
      return paths.complaint(id);
    case "complaint_repeat":
      return paths.complaintRepeat(id);
    case "dispute":
      return paths.dispute(id);
    case "clue":
      return paths.clue(id);
    case "clue_report":
      return paths.clueReport(id);
    case "clue_transfer":
      return paths.clueTransfer(id);
    case "referral":
      return paths.referral(id);
    case "handoff":
      return paths.handoff(id);
    case "campaign":
      return paths.campaign(id);
    case "institution":
      return paths.institution(id);
    case "organisation":
      return `${paths.organisations}?selected=${id}`;
    case "webhook_endpoint":
      return paths.webhook(id);
    case "user":
      return paths.person(id);
    default:
      return null;
  }
}

/** The duties list with a filter that the API itself wrote (`rows` of a progress group). */
export const dutiesWhere = (query: string): string => `${paths.duties}?${query}`;
