/** The worklist as the API gives it. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { useRead } from "@/shared/api/queries";

export type WorkItem = Schemas["WorkItem"];
export type Section = Schemas["Section"];

/** What is looked at: a section, and of it one kind of work or everything. */
export interface View {
  section: Section;
  subjectType?: string;
  permission?: string;
}

const LIMIT = 50;

export const worklist = (view: View) =>
  infiniteQueryOptions<Schemas["WorkPage"], ApiProblem, WorkItem[], unknown[], string | undefined>({
    queryKey: ["worklist", "items", view],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/worklist", {
          params: {
            query: {
              section: view.section,
              subject_type: view.subjectType,
              permission: view.permission,
              limit: LIMIT,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (found) => found.pages.flatMap((page) => page.items),
  });

export const useCounts = () =>
  useRead(["worklist", "counts"], (signal) => data(api.GET("/api/v1/worklist/counts", { signal })));
