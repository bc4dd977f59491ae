/** How pages read and write: one query client, keys by path, and writes that are safe to send again. */
import { QueryClient, type UseQueryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { type ApiProblem, asProblem } from "./problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && (asProblem(error).offline || asProblem(error).status >= 502),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

/**
 * Keys begin with the name of a resource as the journal calls it (`duty`, `rectification_task`, …), so that a live
 * event about a subject type makes everything read of it stale.
 */
export type Key = readonly [resource: string, ...rest: unknown[]];

export function useRead<T>(
  key: Key,
  read: (signal: AbortSignal) => Promise<T>,
  options?: Omit<UseQueryOptions<T, ApiProblem>, "queryKey" | "queryFn">,
) {
  return useQuery<T, ApiProblem>({ queryKey: key, queryFn: ({ signal }) => read(signal), ...options });
}

/** One key per body: the same send again repeats it, a changed body is a new act. */
export class Keys {
  #body = "";
  #key = "";

  for(body: unknown): string {
    const text = JSON.stringify(body ?? null);
    if (this.#key === "" || text !== this.#body) {
      this.#body = text;
      this.#key = newKey();
    }
    return this.#key;
  }

  spend(): void {
    this.#key = "";
  }
}

/** `crypto.randomUUID` exists only on secure origins; offices run on plain http too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A write. `send(body, key)` sends the request with `Idempotency-Key: key`. Everything read of `resources` is read
 * anew afterwards. Sending the same body again after a lost answer repeats the key, so nothing is done twice.
 */
export function useWrite<Body, Result>(
  send: (body: Body, key: string) => Promise<Result>,
  { resources = [], onSuccess }: { resources?: string[]; onSuccess?: (result: Result, body: Body) => void } = {},
) {
  const client = useQueryClient();
  const keys = useRef(new Keys());
  return useMutation<Result, ApiProblem, Body>({
    mutationFn: async (body) => {
      try {
        return await send(body, keys.current.for(body));
      } catch (error) {
        throw asProblem(error);
      }
    },
    onSuccess: async (result, body) => {
      keys.current.spend();
      onSuccess?.(result, body);
      await Promise.all(resources.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
    },
  });
}
