/** Names of the organisations on a page of the journal, which gives only their ids. */
import { useQueries } from "@tanstack/react-query";
import { api, data } from "@/shared/api/client";

const HOUR_MS = 3_600_000;

export function useNames(ids: (string | null)[]): (id: string | null) => string {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const found = useQueries({
    queries: wanted.map((id) => ({
      queryKey: ["organisation", id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        data(api.GET("/api/v1/organisations/{id}", { params: { path: { id } }, signal })),
      staleTime: HOUR_MS,
      retry: false,
    })),
  });
  const names = new Map(wanted.map((id, index) => [id, found[index]?.data?.name]));
  // What one may not see, or what is no organisation (the system), has no name here.
  return (id) => (id && names.get(id)) || "—";
}
