/** Where an institution listens, as it published it: what can be called is a link to call it. */
import { PhoneOutlined } from "@ant-design/icons";
import { useId } from "react";
import type { Window } from "./api";
import { useNewWords } from "./words-new";

/** Numbers of a line such as `0990-5551234、0990-5551235`. */
export const numbersIn = (line: string): string[] => line.match(/\+?[0-9][0-9 -]{1,}[0-9]/g) ?? [];

export function WindowCard({ window }: { window: Window | null }) {
  const t = useNewWords();
  const id = useId();
  if (!window) return <p className="quiet">{t("noWindow")}</p>;
  const lines = [
    { label: t("office"), value: window.office },
    { label: t("place"), value: window.place },
    { label: t("hours"), value: window.hours },
    { label: t("telephone"), value: window.telephone, calls: true },
    { label: t("windowHotline"), value: window.hotline, calls: true },
    { label: t("mediation"), value: window.mediation, calls: true },
    { label: t("otherWays"), value: window.other_ways },
  ].filter(({ value }) => value);
  return (
    <section className="public-window" aria-labelledby={id}>
      <h3 id={id}>{t("talkNow")}</h3>
      <dl>
        {lines.map(({ label, value, calls }) => (
          <div key={label}>
            <dt className="quiet">{label}</dt>
            <dd>{calls ? <Called line={value ?? ""} /> : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Called({ line }: { line: string }) {
  const t = useNewWords();
  const numbers = numbersIn(line);
  if (numbers.length === 0) return line;
  const only = numbers.length === 1 && numbers[0] === line.trim();
  return (
    <>
      {!only && <span>{line} </span>}
      {numbers.map((number) => (
        <a key={number} href={`tel:${number.replace(/[ -]/g, "")}`} className="call">
          <PhoneOutlined aria-hidden /> {t("call", { number })}
        </a>
      ))}
    </>
  );
}
