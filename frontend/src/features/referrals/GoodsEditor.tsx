/** The list of goods, written line by line; below each other on a phone. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import type { Schemas } from "@/shared/api/client";
import { COLUMNS, useGoodsWords } from "@/shared/case/GoodsList";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import "./referrals.css";

type Good = Schemas["GoodsLine"];

const MOST = { name: 80, number: 40, quantity: 40, features: 200, place: 120 };
const NEEDED = ["name", "quantity"];
const NEW = { name: "", quantity: "" } as Good;

/** Lines in which nothing was written are none. */
export const written = (goods: Good[] | null | undefined): Good[] =>
  (goods ?? []).filter((good) => COLUMNS.some((name) => good[name]?.trim()));

interface GoodsEditorProps {
  id?: string;
  value?: Good[] | null;
  onChange?: (goods: Good[]) => void;
}

export function GoodsEditor({ id, value, onChange }: GoodsEditorProps) {
  const t = useGoodsWords();
  const c = useCommon();
  const goods = value ?? [];
  const put = (index: number, name: (typeof COLUMNS)[number], text: string) =>
    onChange?.(
      goods.map((good, at) => (at === index ? { ...good, [name]: text === "" ? undefined : text } : good)) as Good[],
    );
  return (
    <div id={id} className="goods-editor">
      {goods.map((good, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list may name the same thing twice, and is never reordered
        <fieldset key={index} aria-label={`${t("list")} ${index + 1}`}>
          <span className="goods-number quiet">{index + 1}</span>
          {COLUMNS.map((name) => (
            <Input
              key={name}
              aria-label={`${t(name)} ${index + 1}`}
              placeholder={NEEDED.includes(name) ? t(name) : t(name) + aside(c("optional"))}
              maxLength={MOST[name]}
              value={good[name] ?? ""}
              onChange={(event) => put(index, name, event.target.value)}
            />
          ))}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("remove", { n: index + 1 })}
            onClick={() => onChange?.(goods.filter((_, at) => at !== index))}
          />
        </fieldset>
      ))}
      <Button type="dashed" icon={<PlusOutlined />} onClick={() => onChange?.([...goods, NEW])}>
        {t("add")}
      </Button>
    </div>
  );
}
