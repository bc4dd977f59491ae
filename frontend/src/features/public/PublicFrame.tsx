/** What stands around every public page: whose it is, the other language, the other doors. Made for a thumb. */
import { ConfigProvider } from "antd";
import type { ReactNode } from "react";
import { words } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { SwitchLanguage } from "@/shared/ui/SwitchLanguage";
import "./public.css";

const { use: useWords } = words(
  "public.frame",
  {
    public: "群众服务",
    complaints: "投诉",
    promises: "整改承诺公示",
    signIn: "工作人员登录",
  },
  {
    public: "For the public",
    complaints: "Complaints",
    promises: "Promises to rectify",
    signIn: "Sign in (staff)",
  },
);

/** Text smaller than this makes a phone zoom into whatever is typed. */
const TEXT_PX = 16;
const THUMB_PX = 44;

export function PublicFrame({ children }: { children: ReactNode }) {
  const t = useWords();
  const c = useCommon();
  return (
    <ConfigProvider theme={{ token: { fontSize: TEXT_PX, controlHeight: THUMB_PX } }}>
      <div className="public">
        <header className="no-print">
          <a className="public-brand" href={paths.publicComplaints}>
            <strong>{c("product")}</strong> <span className="quiet">{t("public")}</span>
          </a>
          <SwitchLanguage />
        </header>
        <main>{children}</main>
        <footer className="no-print">
          <a className="public-link" href={paths.publicComplaints}>
            {t("complaints")}
          </a>
          <a className="public-link" href={paths.publicPromises}>
            {t("promises")}
          </a>
          <a className="public-link" href="/">
            {t("signIn")}
          </a>
        </footer>
      </div>
    </ConfigProvider>
  );
}
