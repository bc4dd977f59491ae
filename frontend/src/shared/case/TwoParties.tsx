/** What two parties said to each other: the authority to the left, the other to the right, by time; in words, not in data. */
import { FileOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { aside, pair, useLanguage, words } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { CHANNEL } from "@/shared/i18n/handoff-enums";
import { bytes } from "@/shared/lib/numbers";
import { dayOf, instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import "./two-parties.css";

const { use: useWords } = words(
  "two-parties",
  {
    label: "双方往来",
    recorded: "由 {{who}} 代为登记",
    arrived: "{{when}} 收到",
    noted: "仅备查：到达时已不能改变进程",
    waiting: "待生效：此前的消息尚未收到",
    noMore: "往来从移送开始，目前还没有。",
  },
  {
    label: "What both sides said",
    recorded: "entered by {{who}}",
    arrived: "arrived {{when}}",
    noted: "Kept for the record: it came too late to change anything",
    waiting: "Waiting: something before it has not arrived",
    noMore: "It begins when it is referred; nothing was said yet.",
  },
);

export interface Spoken {
  id: string;
  party: Schemas["HandoffParty"];
  label: string;
  at: string;
  /** No more than the day is known. */
  onDay?: boolean;
  /** When it came here, where that was later. */
  arrived?: string;
  who?: string;
  organisation?: string;
  recordedBy?: string | null;
  channel: Schemas["HandoffChannel"];
  effect: Schemas["HandoffEffect"];
  /** What it says, each with its name; a text that speaks for itself has none. */
  lines: { label?: string; value: ReactNode }[];
  files?: Schemas["HandoffFileRead"][];
}

interface TwoPartiesProps {
  spoken: Spoken[];
  sender: string;
  receiver: string;
  /** Where the reader may have the files. */
  onFile?: (file: Schemas["HandoffFileRead"]) => void;
}

export function TwoParties({ spoken, sender, receiver, onFile }: TwoPartiesProps) {
  const t = useWords();
  if (spoken.length === 0) return <p className="quiet">{t("noMore")}</p>;
  return (
    <>
      <div className="two-parties-heads" aria-hidden>
        <strong>{sender}</strong>
        <strong>{receiver}</strong>
      </div>
      <ol className="two-parties" aria-label={t("label")}>
        {spoken.map((one) => (
          <li key={one.id} className={one.party} data-effect={one.effect}>
            <One one={one} name={one.party === "sender" ? sender : receiver} onFile={onFile} />
          </li>
        ))}
      </ol>
    </>
  );
}

const MINUTE_MS = 60_000;

function One({ one, name, onFile }: { one: Spoken; name: string; onFile: TwoPartiesProps["onFile"] }) {
  const t = useWords();
  useLanguage();
  const late = one.arrived && Date.parse(one.arrived) - Date.parse(one.at) > 10 * MINUTE_MS ? one.arrived : null;
  return (
    <article>
      <header className="row">
        <strong>{one.label}</strong>
        <Toned tone={one.channel === "web" || one.channel === "api" ? "zero" : "quiet"}>
          {named(CHANNEL, one.channel)}
        </Toned>
      </header>
      <div className="quiet two-parties-who">
        {one.organisation ?? name}
        {one.who && ` ${one.who}`} · <time dateTime={one.at}>{one.onDay ? dayOf(one.at) : instant(one.at)}</time>
        {late && aside(t("arrived", { when: instant(late) }))}
        {one.recordedBy && ` · ${t("recorded", { who: one.recordedBy })}`}
      </div>
      {one.effect !== "applied" && <Toned tone="late">{t(one.effect)}</Toned>}
      {one.lines.map(({ label, value }, index) => (
        <div key={label ?? `line-${index}`} className="two-parties-line">
          {label && typeof value === "string" ? (
            pair(label, value)
          ) : label ? (
            <>
              {pair(label, "")}
              {value}
            </>
          ) : (
            value
          )}
        </div>
      ))}
      {one.files && one.files.length > 0 && (
        <ul className="two-parties-files">
          {one.files.map((file) => (
            <li key={file.path}>
              <FileOutlined aria-hidden />{" "}
              {onFile ? (
                <Button type="link" size="small" onClick={() => onFile(file)}>
                  {file.path}
                </Button>
              ) : (
                file.path
              )}{" "}
              <span className="quiet nowrap">{bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
