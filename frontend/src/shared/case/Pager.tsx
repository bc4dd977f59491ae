/** One page forth, one page back: lists by keyset have no page numbers to jump to. */
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCommon } from "@/shared/i18n/common";

interface PagerProps {
  number: number;
  back: (() => void) | undefined;
  forth: (() => void) | undefined;
  more: boolean;
}

export function Pager({ number, back, forth, more }: PagerProps) {
  const t = useCommon();
  if (number === 1 && !more) return null;
  return (
    <nav className="row" style={{ justifyContent: "flex-end", marginTop: 12 }} aria-label={t("page", { page: number })}>
      <Button icon={<LeftOutlined />} disabled={!back} onClick={back}>
        {t("previousPage")}
      </Button>
      <span className="quiet">{t("page", { page: number })}</span>
      <Button icon={<RightOutlined />} iconPlacement="end" disabled={!forth} onClick={forth}>
        {t("nextPage")}
      </Button>
    </nav>
  );
}
