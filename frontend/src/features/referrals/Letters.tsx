/** Official papers that are filled in from what was entered: a Word file each, to be printed and signed. */
import { FileWordOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { download } from "@/shared/lib/download";
import { Panel } from "@/shared/ui/Page";
import { letterPath, type Referral } from "./api";
import { usePaperWords } from "./paper-words";

const LETTERS = {
  reconsideration_request: "reconsideration_asked_at",
  supervision_suggestion: "supervision_suggested_at",
  goods_handover: "handed_over_at",
} as const;

export function Letters({ referral }: { referral: Referral }) {
  const t = usePaperWords();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string>();
  const there = (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).filter((name) => referral[LETTERS[name]]);
  if (there.length === 0) return null;
  const save = async (name: keyof typeof LETTERS) => {
    setBusy(name);
    await download(letterPath(referral.id, name)).catch((error) => void message.error(asProblem(error).detail));
    setBusy(undefined);
  };
  return (
    <Panel title={t("letters")}>
      <div className="row">
        {there.map((name) => (
          <Button key={name} icon={<FileWordOutlined />} loading={busy === name} onClick={() => void save(name)}>
            {t(name)}
          </Button>
        ))}
      </div>
      <p className="quiet" style={{ fontSize: 12, marginBottom: 0 }}>
        {t("lettersHelp")}
      </p>
    </Panel>
  );
}
