/** The organisations behind a coverage figure: reached or not, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { api, data, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import type { Key } from "@/shared/api/queries";
import { useRegions } from "@/shared/api/regions";
import { dutiesWhere } from "@/shared/lib/paths";
import { nameOf } from "@/shared/lib/regions";
import { Faces, Nothing } from "@/shared/ui/faces";
import { To } from "@/shared/ui/To";
import type { Campaign, Coverage } from "../api";
import { useWords } from "../words";

interface MembersProps {
  campaign: Campaign;
  coverage: Coverage;
  reached: boolean;
  /** Only those of this region. */
  region?: string;
  onClose: () => void;
}

export function Members({ campaign, coverage, reached, region, onClose }: MembersProps) {
  const t = useWords();
  const regions = useRegions().data ?? [];
  const { clause_code, index } = coverage;
  const members = useInfiniteQuery<Schemas["MemberPage"], ApiProblem, Schemas["MemberRead"][], Key, string | undefined>(
    {
      queryKey: ["campaign", campaign.id, "members", clause_code, index, reached, region ?? ""],
      queryFn: ({ pageParam, signal }) =>
        data(
          api.GET("/api/v1/campaigns/{id}/coverage/{clause_code}/{index}", {
            params: {
              path: { id: campaign.id, clause_code, index },
              query: { reached, region_code: region, limit: 100, cursor: pageParam },
            },
            signal,
          }),
        ),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      select: (found) => found.pages.flatMap((page) => page.items),
    },
  );
  return (
    <Drawer open size={420} title={reached ? t("membersReached") : t("membersNot")} onClose={onClose}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {coverage.text}
        {region !== undefined && ` · ${nameOf(regions, region)}`}
      </p>
      <Faces of={members} isEmpty={(rows) => rows.length === 0} empty={<Nothing>{t("membersNone")}</Nothing>}>
        {(rows) => (
          <>
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {rows.map((row) => (
                <li key={row.id} style={{ padding: "6px 0", borderBottom: "1px solid var(--line)" }}>
                  <To to={dutiesWhere(`campaign_id=${campaign.id}&organisation_id=${row.id}`)}>{row.name}</To>{" "}
                  <span className="quiet">{row.region_code && nameOf(regions, row.region_code)}</span>
                </li>
              ))}
            </ul>
            {members.hasNextPage && (
              <Button
                style={{ marginTop: 12 }}
                loading={members.isFetchingNextPage}
                onClick={() => void members.fetchNextPage()}
              >
                {t("moreRows")}
              </Button>
            )}
          </>
        )}
      </Faces>
    </Drawer>
  );
}
