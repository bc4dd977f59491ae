/** The four faces of everything that loads: skeleton, empty, error, content. */
import { Alert, Button, Empty, Result, Skeleton } from "antd";
import type { ReactNode } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { useCommon } from "@/shared/i18n/common";
import { instant } from "@/shared/lib/time";

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useCommon();
  const problem = asProblem(error);
  const absent = problem.status === 404;
  return (
    <Result
      status={absent ? "404" : problem.status === 403 ? "403" : "warning"}
      title={absent ? t("notFound") : problem.title || t("errorTitle")}
      subTitle={
        <>
          <div>{problem.offline ? t("offline") : problem.detail}</div>
          <div className="quiet">{t("errorCode", { code: problem.code })}</div>
        </>
      }
      extra={
        retry && !absent ? (
          <Button type="primary" onClick={retry}>
            {t("retry")}
          </Button>
        ) : null
      }
      role="alert"
    />
  );
}

/** Says what to do next, not just that there is nothing. */
export function Nothing({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<span>{children}</span>}>
      {action}
    </Empty>
  );
}

/** What is shown could not be read anew: said slimly above it, with a way to try again. */
export function Stale({ of }: { of: Pick<Read<unknown>, "data" | "error" | "refetch" | "dataUpdatedAt"> }) {
  const t = useCommon();
  if (of.data === undefined || !of.error) return null;
  const when = of.dataUpdatedAt ? instant(new Date(of.dataUpdatedAt).toISOString()).slice(11) : "";
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 8, padding: "4px 12px" }}
      title={t("stale", { when })}
      action={
        <Button size="small" onClick={() => void of.refetch()}>
          {t("retry")}
        </Button>
      }
    />
  );
}

interface Read<T> {
  data: T | undefined;
  dataUpdatedAt?: number;
  error: ApiProblem | null;
  isPending: boolean;
  refetch: () => unknown;
}

interface FacesProps<T> {
  of: Read<T>;
  children: (data: T) => ReactNode;
  /** Lines of the skeleton, about as many as the content will have. */
  rows?: number;
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
}

/** `<Faces of={query} isEmpty={d => !d.length} empty={<Nothing>…</Nothing>}>{d => …}</Faces>` */
export function Faces<T>({ of, children, rows = 6, empty, isEmpty }: FacesProps<T>) {
  if (of.data === undefined) {
    if (of.error) return <Problem error={of.error} retry={() => void of.refetch()} />;
    return (
      <div aria-busy="true">
        <Skeleton active paragraph={{ rows }} title={false} />
      </div>
    );
  }
  return (
    <>
      <Stale of={of} />
      {empty && isEmpty?.(of.data) ? empty : children(of.data)}
    </>
  );
}
