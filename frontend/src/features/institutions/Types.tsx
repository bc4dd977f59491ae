/** What kinds an institution is of: two say which one it is, the rest are a press or a hover away. */
import { Tooltip } from "antd";
import { pair, useLanguage } from "@/shared/i18n";
import { namedTypes, typesInWords } from "./registry";
import { useWords } from "./words";

const SHOWN = 2;

export function Types({ types }: { types: string[] }) {
  const t = useWords();
  const language = useLanguage();
  const all = namedTypes(types);
  if (all.length <= SHOWN) return typesInWords(types);
  const whole = typesInWords(types);
  const more = t("typesMore", { all: all.length, more: all.length - SHOWN });
  return (
    <>
      {typesInWords(types, SHOWN)}
      {language === "en" && " "}
      <Tooltip title={whole} trigger={["hover", "focus"]}>
        <button type="button" className="types-more" aria-label={pair(more, whole)}>
          {more}
        </button>
      </Tooltip>
    </>
  );
}
