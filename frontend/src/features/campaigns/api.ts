/** What the campaign pages read and send. Keys begin with `campaign`; live events of duties make them stale too. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, data, match, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { type Key, useRead, useWrite } from "@/shared/api/queries";
import type { PlanText } from "./draft/plan-text";
import { say } from "./words";

export type Campaign = Schemas["CampaignRead"];
export type Clause = Schemas["ClauseItem"];
export type Group = Schemas["ProgressGroup"];
export type By = Schemas["By"];
export type Fact = Schemas["Fact"];
export type Coverage = Schemas["CoverageRead"];
export type Figures = Schemas["Figures"];
export type Plan = Omit<Schemas["PlanRead"], "plan"> & { plan: PlanText };
export type CampaignPlan = Omit<Schemas["CampaignPlanRead"], "plan"> & { plan: PlanText };
export type Answers = Record<string, unknown>;

export const readCampaign = (id: string, signal?: AbortSignal): Promise<Campaign> =>
  data(api.GET("/api/v1/campaigns/{id}", { params: { path: { id } }, signal }));

export const campaignKey = (id: string): Key => ["campaign", id];

export const useCampaign = (id: string, options?: Parameters<typeof useRead<Campaign>>[2]) =>
  useRead(campaignKey(id), (signal) => readCampaign(id, signal), options);

/** Steps come with a label of their own; what else is written about a campaign is named here. */
const ACTION: Record<string, Parameters<typeof say>[0]> = {
  "campaign:create": "acted_create",
  "campaign:amend_draft": "acted_amend_draft",
  "campaign:duties": "acted_duties",
  "campaign:amend": "acted_amend",
  "campaign:amend_plan": "acted_amend_plan",
  "campaign:release": "acted_release",
  "campaign:hand_over": "acted_hand_over",
  "campaign:end_duties": "acted_end_duties",
};

const labelled = (entry: Schemas["HistoryEntry"]): Schemas["HistoryEntry"] => {
  const word = ACTION[entry.action];
  return { ...entry, label: entry.label ?? (word ? say(word) : null) };
};

export async function readHistory(
  id: string,
  query: { cursor?: string; limit?: number },
  signal?: AbortSignal,
): Promise<Schemas["History"]> {
  const found = await data(
    api.GET("/api/v1/campaigns/{id}/history", { params: { path: { id }, query: { sort: "-id", ...query } }, signal }),
  );
  // The client's types lose that a change is a pair.
  return { ...found, items: (found.items as Schemas["HistoryEntry"][]).map(labelled) };
}

/** What was done last, for whoever runs into a change he has not seen. */
export const lastEntryOf = async (id: string): Promise<Schemas["HistoryEntry"] | null> =>
  (await readHistory(id, { limit: 1 })).items[0] ?? null;

export const usePlans = () => useRead(["plan", "list"], (signal) => data(api.GET("/api/v1/plans", { signal })));

/** A campaign may come from a plan that is not shipped; then there is none to read and nobody is told of an error. */
export const usePlan = (id: string | undefined) =>
  useRead(
    ["plan", id],
    async (signal) =>
      (await data(api.GET("/api/v1/plans/{id}", { params: { path: { id: id ?? "" } }, signal }))) as unknown as Plan,
    { enabled: Boolean(id), staleTime: 300_000 },
  );

/** What a campaign says, as its issuer gave it: also for those who owe in it and for those it addresses. */
export const useCampaignPlan = (id: string) =>
  useRead(
    ["campaign", id, "plan"],
    async (signal) =>
      (await data(
        api.GET("/api/v1/campaigns/{id}/plan", { params: { path: { id } }, signal }),
      )) as unknown as CampaignPlan,
    { staleTime: 60_000 },
  );

/** The newest campaigns in force of authorities above one's own; one seldom adopts an older one. */
export const useAddressed = () =>
  useRead(["campaign", "addressed"], async (signal) => {
    const page = await data(api.GET("/api/v1/campaigns/addressed", { params: { query: { limit: 50 } }, signal }));
    return page.items;
  });

export const useCreate = () =>
  useWrite(
    (body: Schemas["CampaignCreate"], key) =>
      data(api.POST("/api/v1/campaigns", { params: { header: { "Idempotency-Key": key } }, body })),
    { resources: ["campaign"] },
  );

export const useForms = () =>
  useRead(["form", "list"], (signal) => data(api.GET("/api/v1/forms", { signal })), { staleTime: 300_000 });

export const useClauses = (id: string) =>
  useRead(["campaign", id, "clauses"], (signal) =>
    data(api.GET("/api/v1/campaigns/{id}/clauses", { params: { path: { id } }, signal })),
  );

export const useCoverage = (id: string) =>
  useRead(["campaign", id, "coverage"], (signal) =>
    data(api.GET("/api/v1/campaigns/{id}/coverage", { params: { path: { id } }, signal })),
  );

export const previewKey = (id: string): Key => ["campaign", id, "preview"];
export const readPreview = (id: string, signal?: AbortSignal) =>
  data(api.GET("/api/v1/campaigns/{id}/preview", { params: { path: { id } }, signal }));
export const usePreview = (id: string, enabled = true) =>
  useRead(previewKey(id), (signal) => readPreview(id, signal), { enabled });

const GROUPS = 200;
/** Organisations are counted page by page; more than this many pages are not read at once. */
const MOST_PAGES = 10;

/** All groups of one breakdown; `complete` is false where there are more organisations than are read at once. */
async function readProgress(id: string, by: By, under: string | undefined, signal: AbortSignal) {
  const groups: Group[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await data(
      api.GET("/api/v1/campaigns/{id}/progress", {
        params: { path: { id }, query: { by, under, limit: GROUPS, cursor } },
        signal,
      }),
    );
    groups.push(...found.groups);
    cursor = found.next_cursor ?? undefined;
    if (!cursor) break;
  }
  return { groups, complete: cursor === undefined };
}

export const useProgress = (id: string, by: By, under?: string) =>
  useRead(["campaign", id, "progress", by, under ?? ""], (signal) => readProgress(id, by, under, signal));

export const useMatrix = (id: string) =>
  useInfiniteQuery<Schemas["MatrixRead"], ApiProblem, Schemas["MatrixLine"][], Key, string | undefined>({
    queryKey: ["campaign", id, "matrix"],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/campaigns/{id}/matrix", {
          params: { path: { id }, query: { limit: 100, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (found) => found.pages.flatMap((page) => page.items),
  });

/** Only what is sent is changed: the title stays. */
export const sendPatch = (
  campaign: Pick<Campaign, "id" | "version">,
  body: Partial<Schemas["CampaignPatch"]>,
): Promise<Campaign> =>
  data(
    api.PATCH("/api/v1/campaigns/{id}", {
      params: { path: { id: campaign.id }, header: match(campaign.version) },
      body: body as Schemas["CampaignPatch"],
    }),
  );

export const sendAnswers = (campaign: Pick<Campaign, "id" | "version">, answers: Answers): Promise<Campaign> =>
  sendPatch(campaign, { answers });

export const sendAmendment = (
  campaign: Pick<Campaign, "id" | "version">,
  body: Schemas["AmendIn"],
  key: string,
): Promise<Schemas["Amendment"]> =>
  data(
    api.POST("/api/v1/campaigns/{id}/amend", {
      params: { path: { id: campaign.id }, header: { ...match(campaign.version), "Idempotency-Key": key } },
      body,
    }),
  );
