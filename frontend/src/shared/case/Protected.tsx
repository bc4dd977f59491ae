/** Protected values of people: masked, shown whole for a stated reason and for a while, or with the reason why not. */
import { Button, Modal } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { Keys } from "@/shared/api/queries";
import { words } from "@/shared/i18n";
import { useForgetting } from "@/shared/lib/forget";
import { Facts, Panel } from "@/shared/ui/Page";
import { ResourceForm } from "./ResourceForm";

const { use: useWords } = words(
  "protected",
  {
    reveal: "查看",
    note: "显示完整信息五分钟。查看的人、时间和理由都会记入日志。",
    reason: "查看理由",
    gone: "这次查看的内容已经显示过。需要再看，请重新写明理由。",
    hidesIn: "{{seconds}} 秒后隐藏",
    hideNow: "立即隐藏",
  },
  {
    reveal: "Show",
    note: "Shows the full values for five minutes. Who looked, when and why is recorded in the journal.",
    reason: "Why you need to see them",
    gone: "This look has been shown already. Give the reason again to look once more.",
    hidesIn: "hidden in {{seconds}} s",
    hideNow: "Hide now",
  },
);

type Plain<Name extends string> = Record<Name, string | null> & { forget_at: string };

interface ProtectedProps<Name extends string> {
  title: string;
  /** The masked values; null where there is none, or none for this reader. */
  fields: { name: Name; label: string; masked: string | null }[];
  /** What is known besides, and needs no mask. */
  more?: { label: string; value: ReactNode }[];
  /** Said above the values. */
  note?: string | null;
  /** Why the reader may not look; null where he may. */
  refused: string | null;
  /** Said where nothing is known. */
  empty: string;
  reveal: (reason: string, key: string) => Promise<Plain<Name>>;
}

export function Protected<Name extends string>(props: ProtectedProps<Name>) {
  const { title, fields, more = [], note, refused, empty, reveal } = props;
  const t = useWords();
  const [asking, setAsking] = useState(false);
  // Held by this component alone: no cache, no storage, gone with the page.
  const [shown, setShown] = useState<Plain<Name> | null>(null);
  const known = fields.some(({ masked }) => masked);
  const items = [
    ...fields.map(({ name, label, masked }) => ({
      label,
      value: shown?.[name] ? <strong>{shown[name]}</strong> : masked,
    })),
    ...more,
  ];
  return (
    <Panel
      title={title}
      extra={
        known &&
        !refused &&
        !shown && (
          <Button size="small" onClick={() => setAsking(true)} aria-haspopup="dialog">
            {t("reveal")}
          </Button>
        )
      }
    >
      {note && <p style={{ marginTop: 0 }}>{note}</p>}
      {items.every((item) => !item.value) ? <p className="quiet">{empty}</p> : <Facts items={items} />}
      {shown && (
        <Countdown
          until={shown.forget_at}
          gone={fields.every(({ name }) => shown[name] === null)}
          hide={() => setShown(null)}
        />
      )}
      {known && refused && (
        <p className="quiet" style={{ fontSize: 12, marginBottom: 0 }}>
          {refused}
        </p>
      )}
      {asking && <Ask title={title} reveal={reveal} onShown={setShown} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function Countdown({ until, gone, hide }: { until: string; gone: boolean; hide: () => void }) {
  const t = useWords();
  const left = useForgetting(until, hide);
  return (
    <div className="row" style={{ marginTop: 12 }}>
      {gone && <span>{t("gone")}</span>}
      <span className="quiet nowrap">{t("hidesIn", { seconds: left })}</span>
      <Button size="small" onClick={hide}>
        {t("hideNow")}
      </Button>
    </div>
  );
}

interface AskProps<Name extends string> extends Pick<ProtectedProps<Name>, "title" | "reveal"> {
  onShown: (plain: Plain<Name>) => void;
  onClose: () => void;
}

function Ask<Name extends string>({ title, reveal, onShown, onClose }: AskProps<Name>) {
  const t = useWords();
  const keys = useRef(new Keys());
  return (
    <Modal open title={title} footer={null} onCancel={onClose} destroyOnHidden>
      <p className="quiet">{t("note")}</p>
      <ResourceForm<{ reason: string }>
        fields={[{ name: "reason", label: t("reason"), kind: "long", required: true, max: 200, rows: 2 }]}
        submit={t("reveal")}
        onCancel={onClose}
        onSubmit={async ({ reason }) => {
          const plain = await reveal(reason, keys.current.for(reason));
          keys.current.spend();
          onShown(plain);
          onClose();
        }}
      />
    </Modal>
  );
}
