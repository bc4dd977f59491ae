/** Who is signed in, and what they may do. */

import { api, data, type Schemas } from "./client";
import { useRead } from "./queries";

export type Me = Schemas["MeRead"];

export const readMe = (signal?: AbortSignal): Promise<Me> => data(api.GET("/api/v1/me", { signal }));

export const useMe = () => useRead(["me"], readMe, { staleTime: 60_000 });

/** `may("duty.review")`: decides what the navigation shows. The server decides what happens. */
export function useMay(): (...permissions: string[]) => boolean {
  const me = useMe();
  const held = new Set(me.data?.permissions ?? []);
  return (...permissions) => permissions.some((permission) => held.has(permission));
}
