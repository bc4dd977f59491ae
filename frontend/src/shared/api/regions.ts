/** The regions that have a health authority one may see, for naming codes and dividing lists. */
import { regionsOf } from "@/shared/lib/regions";
import { api, data } from "./client";
import { useRead } from "./queries";

const HOUR_MS = 3_600_000;

/** They change about once a year. */
export const useRegions = () =>
  useRead(
    ["organisation", "regions"],
    async (signal) =>
      regionsOf(
        (
          await data(
            api.GET("/api/v1/organisations", { params: { query: { kind: ["health_authority"], limit: 200 } }, signal }),
          )
        ).items,
      ),
    { staleTime: HOUR_MS },
  );
