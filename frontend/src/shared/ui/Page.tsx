/** The frame of a page: its one `h1`, what can be done beside it, and the title of the window. */
import { QuestionCircleOutlined } from "@ant-design/icons";
import { useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useCommon } from "@/shared/i18n/common";
import { helpFor } from "@/shared/lib/help-topics";
import { To } from "./To";

export { Facts, Panel } from "./Panel";

interface PageProps {
  title: string;
  /** Marks beside the title: number, state, due badges. */
  marks?: ReactNode;
  /** Buttons, at the far end. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, marks, actions, children }: PageProps) {
  const t = useCommon();
  const help = helpFor(useLocation().pathname);
  useEffect(() => {
    document.title = title ? `${title} · ${t("product")}` : t("product");
  }, [title, t]);
  return (
    <>
      <div className="page-head">
        <div className="row" style={{ flexWrap: "nowrap", gap: 4 }}>
          <h1>{title}</h1>
          {help && (
            <To to={help} className="page-help no-print" aria-label={t("helpHere")} title={t("helpHere")}>
              <QuestionCircleOutlined />
            </To>
          )}
        </div>
        {marks && <div className="row">{marks}</div>}
        {actions && <div className="push no-print">{actions}</div>}
      </div>
      {children}
    </>
  );
}
