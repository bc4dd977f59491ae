/** Saved views of a list: a name for a set of filters, kept on this machine. */
import { DeleteOutlined, StarOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { useState } from "react";
import { useCommon } from "@/shared/i18n/common";
import type { Search } from "@/shared/lib/search";
import { useStored } from "@/shared/lib/stored";

interface View {
  name: string;
  search: Search;
}

interface ViewsProps {
  list: string;
  search: Search;
  show: (search: Search) => void;
}

export function Views({ list, search, show }: ViewsProps) {
  const t = useCommon();
  const [views, setViews] = useStored<View[]>(`views.${list}`, []);
  const [name, setName] = useState("");
  const save = () => {
    if (!name.trim()) return;
    setViews([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), search }]);
    setName("");
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div style={{ width: 260 }}>
          {views.length === 0 && <p className="quiet">{t("noViews")}</p>}
          {views.map((view) => (
            <div key={view.name} className="row" style={{ justifyContent: "space-between" }}>
              <Button type="link" onClick={() => show(view.search)}>
                {view.name}
              </Button>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={`${t("remove")} ${view.name}`}
                onClick={() => setViews(views.filter((other) => other.name !== view.name))}
              />
            </div>
          ))}
          <div className="row" style={{ flexWrap: "nowrap", marginTop: 8 }}>
            <Input
              aria-label={t("viewName")}
              placeholder={t("viewName")}
              value={name}
              maxLength={30}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={save}
            />
            <Button onClick={save}>{t("saveView")}</Button>
          </div>
        </div>
      }
    >
      <Button icon={<StarOutlined />}>{t("views")}</Button>
    </Popover>
  );
}
