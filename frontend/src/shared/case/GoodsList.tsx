/** Goods as they were written down: what, how many, its features and where it is. */
import type { Schemas } from "@/shared/api/client";
import { words } from "@/shared/i18n";
import "./two-parties.css";

export const { use: useGoodsWords } = words(
  "goods",
  {
    name: "名称",
    number: "编号",
    quantity: "数量",
    features: "特征",
    place: "存放地点",
    none: "没有需要移交的物品。",
    list: "物品清单",
    add: "添加一件",
    remove: "删除第 {{n}} 件",
  },
  {
    name: "Name",
    number: "Number",
    quantity: "Quantity",
    features: "Features",
    place: "Kept at",
    none: "There are no goods to hand over.",
    list: "List of goods",
    add: "Add one",
    remove: "Remove line {{n}}",
  },
);

export type Good = Pick<Schemas["GoodsLine"], "name"> & Partial<Schemas["GoodsLine"]>;

export const COLUMNS = ["name", "number", "quantity", "features", "place"] as const;

export function GoodsList({ goods }: { goods: Good[] }) {
  const t = useGoodsWords();
  if (goods.length === 0) return <p className="quiet">{t("none")}</p>;
  // What nobody filled in takes no place.
  const shown = COLUMNS.filter((name) => goods.some((good) => good[name]));
  return (
    <table className="goods-table" aria-label={t("list")}>
      <thead>
        <tr>
          {shown.map((name) => (
            <th key={name} scope="col">
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {goods.map((good, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may name the same thing twice, and is never reordered
          <tr key={index}>
            {shown.map((name) => (
              <td key={name}>{good[name]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
