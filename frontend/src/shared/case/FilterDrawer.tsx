/** Filters on a phone: one button that says how many are set, and a drawer with all of them. */
import { FilterOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { type ReactNode, useState } from "react";
import { useCommon } from "@/shared/i18n/common";

export function FilterDrawer({ set, children }: { set: number; children: ReactNode }) {
  const t = useCommon();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<FilterOutlined />} onClick={() => setOpen(true)} aria-expanded={open}>
        {set > 0 ? t("filtersSet", { count: set }) : t("filters")}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="80dvh"
        title={t("filters")}
        footer={
          <Button type="primary" block onClick={() => setOpen(false)}>
            {t("filtersDone")}
          </Button>
        }
      >
        {children}
      </Drawer>
    </>
  );
}
