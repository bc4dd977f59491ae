/** The organisations behind a coverage figure, page by page, each with the report that its own figure comes from. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { api, data, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import type { Key } from "@/shared/api/queries";
import { useRegions } from "@/shared/api/regions";
import { count } from "@/shared/lib/numbers";
import { dutiesWhere, paths } from "@/shared/lib/paths";
import { nameOf } from "@/shared/lib/regions";
import { instant } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { To } from "@/shared/ui/To";
import type { Campaign, Coverage } from "../api";
import { useWords } from "../words";
import type { Opened } from "./CoverageFigures";

interface MembersProps {
  campaign: Campaign;
  coverage: Coverage;
  rows: Opened;
  onClose: () => void;
}

export function Members({ campaign, coverage, rows, onClose }: MembersProps) {
  const t = useWords();
  const { clause_code, index } = coverage;
  const members = useInfiniteQuery<Schemas["MemberPage"], ApiProblem, Schemas["MemberRead"][], Key, string | undefined>(
    {
      queryKey: ["campaign", campaign.id, "members", clause_code, index, rows.query],
      queryFn: ({ pageParam, signal }) =>
        data(
          api.GET("/api/v1/campaigns/{id}/coverage/{clause_code}/{index}", {
            params: {
              path: { id: campaign.id, clause_code, index },
              // The figure names its own list: reached, reported, counted, region_code, on.
              query: { ...Object.fromEntries(new URLSearchParams(rows.query)), limit: 100, cursor: pageParam },
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
    <Drawer open size={420} title={rows.title} onClose={onClose}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {coverage.text}
        {rows.region !== undefined && ` · ${rows.region}`}
      </p>
      <Faces of={members} isEmpty={(found) => found.length === 0} empty={<Nothing>{t("membersNone")}</Nothing>}>
        {(found) => (
          <>
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {found.map((row) => (
                <li key={row.id} style={{ padding: "6px 0", borderBottom: "1px solid var(--line)" }}>
                  <Member campaign={campaign} member={row} />
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

function Member({ campaign, member }: { campaign: Campaign; member: Schemas["MemberRead"] }) {
  const t = useWords();
  const regions = useRegions().data ?? [];
  const { part, whole } = member;
  const own = part === null ? "" : whole === null ? count(part) : `${count(part)} / ${count(whole)}`;
  const to = member.duty_id
    ? paths.duty(member.duty_id)
    : dutiesWhere(`campaign_id=${campaign.id}&organisation_id=${member.id}`);
  return (
    <>
      <To to={to}>{member.name}</To>{" "}
      <span className="quiet">{member.region_code && nameOf(regions, member.region_code)}</span>
      {own && <strong style={{ float: "inline-end" }}>{own}</strong>}
      {member.reported_at && (
        <div className="quiet">
          {t("reportedAt", { time: instant(member.reported_at) })}
          {!member.counted && ` · ${t("notCounted")}`}
        </div>
      )}
    </>
  );
}
