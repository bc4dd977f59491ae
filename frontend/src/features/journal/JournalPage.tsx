/** The journal for whoever watches over it: found by filter, newest first, verified, anchored. */
import { ReloadOutlined } from "@ant-design/icons";
import { keepPreviousData } from "@tanstack/react-query";
import { Button } from "antd";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { useCommon } from "@/shared/i18n/common";
import { useAddress } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { Anchors } from "./Anchors";
import { Entries } from "./Entries";
import { JournalFilters } from "./JournalFilters";
import { FILTERS, queryOf, readPage } from "./query";
import { Verify } from "./Verify";
import { useWords } from "./words";

export function JournalPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const [address, change] = useAddress();
  const query = queryOf(address);
  const page = useRead(["journal", "list", query], (signal) => readPage(query, signal), {
    placeholderData: keepPreviousData,
  });
  const filtered = FILTERS.some((name) => address[name]);
  /** Another question begins again at the newest entries. */
  const narrow = (filters: Record<string, string | undefined>) => change({ before: undefined, ...filters });
  return (
    <Page
      title={t("title")}
      marks={page.data && <span className="quiet">{t("head", { head: page.data.head })}</span>}
      actions={
        <Button icon={<ReloadOutlined />} loading={page.isFetching} onClick={() => void page.refetch()}>
          {t("refresh")}
        </Button>
      }
    >
      {may("journal.verify") && <Verify />}
      <JournalFilters address={address} change={narrow} />
      {filtered && (
        <Button
          type="link"
          size="small"
          style={{ padding: 0, marginBottom: 8 }}
          onClick={() => narrow(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
        >
          {c("reset")}
        </Button>
      )}
      <Faces of={page} rows={10}>
        {({ items, more, next_position }) => (
          <>
            {items.length > 0 ? (
              <Entries entries={items} loading={page.isPlaceholderData} narrow={narrow} />
            ) : (
              <div className="panel">
                <Nothing>{t(more ? "emptySoFar" : "empty")}</Nothing>
              </div>
            )}
            <nav
              className="row"
              style={{ justifyContent: "flex-end", margin: "12px 0 16px" }}
              aria-label={t("position")}
            >
              {items.length > 0 && (
                <span className="quiet">
                  {t("page", { first: items[0]?.position ?? "", last: items.at(-1)?.position ?? "" })}
                </span>
              )}
              {query.before !== undefined && (
                <Button onClick={() => change({ before: undefined })}>{t("newest")}</Button>
              )}
              <Button disabled={!more} onClick={() => change({ before: String(next_position) })}>
                {t("older")}
              </Button>
            </nav>
          </>
        )}
      </Faces>
      {may("journal.read") && <Anchors />}
    </Page>
  );
}
