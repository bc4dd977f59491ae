/** What Duban told me, newest first; opening one marks it as read. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { api, data, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { useWrite } from "@/shared/api/queries";
import { useCommon } from "@/shared/i18n/common";
import { pathOf } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { ago, instant } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { useWords } from "./words";

type Notification = Schemas["NotificationItem"];

export function NotificationsPage() {
  const t = useWords();
  const c = useCommon();
  const [address, change] = useAddress();
  const unread = one(address.unread) === "true";
  const found = useInfiniteQuery<
    Schemas["NotificationPage"],
    ApiProblem,
    Notification[],
    unknown[],
    string | undefined
  >({
    queryKey: ["notification", "list", unread],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/notifications", {
          params: { query: { unread: unread || undefined, limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (pages) => pages.pages.flatMap((page) => page.items),
  });
  const readAll = useWrite(
    (_: null, key) =>
      data(api.POST("/api/v1/notifications/read-all", { params: { header: { "Idempotency-Key": key } } })),
    { resources: ["notification"] },
  );
  const read = useWrite(
    (id: string, key) =>
      data(
        api.POST("/api/v1/notifications/{id}/read", { params: { path: { id }, header: { "Idempotency-Key": key } } }),
      ),
    { resources: ["notification"] },
  );
  return (
    <Page
      title={t("notifications")}
      actions={
        <>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: antd's switch is the control */}
          <label className="row">
            <Switch
              checked={unread}
              onChange={(on) => change({ unread: on ? "true" : undefined })}
              aria-label={t("onlyUnread")}
            />
            {t("onlyUnread")}
          </label>
          <Button onClick={() => readAll.mutate(null)} loading={readAll.isPending}>
            {t("readAll")}
          </Button>
        </>
      }
    >
      <div className="panel">
        <Faces of={found} isEmpty={(items) => items.length === 0} empty={<Nothing>{t("noNotifications")}</Nothing>}>
          {(items) => (
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {items.map((item) => (
                <One key={item.id} item={item} onOpen={() => item.read_at === null && read.mutate(item.id)} />
              ))}
            </ul>
          )}
        </Faces>
        {found.hasNextPage && (
          <Button
            style={{ marginTop: 12 }}
            onClick={() => void found.fetchNextPage()}
            loading={found.isFetchingNextPage}
          >
            {c("more")}
          </Button>
        )}
      </div>
    </Page>
  );
}

function One({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const path = pathOf(item.subject_type, item.subject_id);
  const t = useWords();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside is what the keyboard reaches; its click comes here
    <li style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }} onClick={onOpen}>
      {item.read_at === null ? (
        <span className="dot" data-on="true" role="img" aria-label={t("unread")} />
      ) : (
        <span className="dot" />
      )}
      {path ? (
        <To to={path} className="plain">
          {item.text}
        </To>
      ) : (
        item.text
      )}
      <div className="quiet" style={{ paddingInlineStart: 16 }}>
        <time dateTime={item.at} title={instant(item.at)}>
          {ago(item.at)}
        </time>
      </div>
    </li>
  );
}
