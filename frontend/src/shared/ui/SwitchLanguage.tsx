/** 中文 and English, each named in itself. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { setLanguage, useLanguage } from "@/shared/i18n";

export function SwitchLanguage() {
  const language = useLanguage();
  const client = useQueryClient();
  const other = language === "zh" ? "en" : "zh";
  return (
    <Button
      type="text"
      lang={other === "zh" ? "zh-CN" : "en"}
      onClick={() => {
        setLanguage(other);
        // The server's own texts come in the language of the request.
        void client.invalidateQueries();
      }}
    >
      {other === "zh" ? "中文" : "English"}
    </Button>
  );
}
