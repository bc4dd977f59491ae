/** What is shown when an address has no page, a page breaks, or its code is still on the way. */
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { Result, Skeleton } from "antd";
import { useCommon } from "@/shared/i18n/common";
import { Problem } from "@/shared/ui/faces";

export function Absent() {
  const t = useCommon();
  return <Result status="404" title={t("notFound")} extra={<Link to="/">{t("goHome")}</Link>} />;
}

export const Broken = ({ error, reset }: ErrorComponentProps) => <Problem error={error} retry={reset} />;

export const Waiting = () => (
  <div aria-busy="true">
    <Skeleton active title paragraph={{ rows: 8 }} />
  </div>
);
