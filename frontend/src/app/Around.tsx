/** What stands around every page, signed in or not: tokens, language, queries. */
import { QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useEffect } from "react";
import { queryClient } from "@/shared/api/queries";
import { useLanguage } from "@/shared/i18n";
import { useMode } from "@/shared/ui/mode";
import { themeOf } from "@/shared/ui/theme";
import "@/shared/ui/theme.css";

export function Around({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const mode = useMode();
  useEffect(() => {
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    dayjs.locale(language === "en" ? "en" : "zh-cn");
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.mode = mode;
  }, [mode]);
  return (
    <ConfigProvider locale={language === "en" ? enUS : zhCN} theme={themeOf(mode)} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queryClient}>
        <AntApp>{children}</AntApp>
      </QueryClientProvider>
    </ConfigProvider>
  );
}
