/** Everything around the pages: tokens, language, queries, session. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect } from "react";
import { SessionEnded } from "@/features/account/SessionEnded";
import { SignInPage } from "@/features/account/SignInPage";
import { queryClient } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import { useLanguage } from "@/shared/i18n";
import { useMode } from "@/shared/ui/mode";
import { themeOf } from "@/shared/ui/theme";
import { router } from "./router";
import "@/shared/ui/theme.css";

export function App() {
  const language = useLanguage();
  const mode = useMode();
  const session = useSession();

  useEffect(() => {
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    dayjs.locale(language === "en" ? "en" : "zh-cn");
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.mode = mode;
  }, [mode]);
  useEffect(() => {
    if (session.kind === "signed_out") queryClient.clear();
  }, [session.kind]);

  return (
    <ConfigProvider locale={language === "en" ? enUS : zhCN} theme={themeOf(mode)} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queryClient}>
        <AntApp>
          {session.kind === "signed_out" ? <SignInPage /> : <RouterProvider router={router} />}
          {session.kind === "ended" && <SessionEnded session={session} />}
        </AntApp>
      </QueryClientProvider>
    </ConfigProvider>
  );
}
