/** One step on many rows, with one reason; what was refused is told row by row. */
import { App, Button, Input, Modal } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "@/shared/api/problem";
import { Keys } from "@/shared/api/queries";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import type { BulkAction, BulkOutcome } from "./table";

interface BulkProps {
  /** The list's name: under it a reason half written is kept. */
  list: string;
  ids: string[];
  actions: BulkAction[];
  clear: () => void;
  onDone: () => void;
}

export function Bulk({ list, ids, actions, clear, onDone }: BulkProps) {
  const t = useCommon();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<BulkAction | null>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const keys = useRef(new Keys());
  const draft = (action: BulkAction) => `bulk.${list}.${action.step}`;
  const begin = (action: BulkAction) => {
    setChosen(action);
    setReason(readDraft<string>(draft(action)) ?? "");
  };

  const run = async () => {
    if (!chosen || !reason.trim()) return;
    setBusy(true);
    try {
      const told = await chosen.run(ids, reason.trim(), keys.current.for([chosen.step, ids, reason]));
      keys.current.spend();
      dropDraft(draft(chosen));
      setChosen(null);
      clear();
      onDone();
      if (told.refused > 0) setOutcome(told);
      else void message.success(t("doneCount", { done: told.done, refused: told.refused }));
    } catch (error) {
      const problem = asProblem(error);
      void message.error(problem.offline ? t("offline") : problem.detail);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      {ids.length > 0 && (
        <div className="row panel" style={{ padding: 8, position: "sticky", top: 56, zIndex: 5 }} role="toolbar">
          <strong>{t("selected", { count: ids.length })}</strong>
          {actions.map((action) => (
            <Button key={action.step} danger={action.danger} onClick={() => begin(action)}>
              {action.label}
            </Button>
          ))}
          <Button type="link" onClick={clear}>
            {t("clearSelection")}
          </Button>
        </div>
      )}
      <Modal
        open={chosen !== null}
        title={(chosen?.label ?? "") + aside(t("selected", { count: ids.length }))}
        okText={chosen?.label}
        cancelText={t("cancel")}
        okButtonProps={{ danger: chosen?.danger, disabled: !reason.trim(), loading: busy }}
        onOk={() => void run()}
        onCancel={() => setChosen(null)}
      >
        <label htmlFor="bulk-reason">{t("reason")}</label>
        <Input.TextArea
          id="bulk-reason"
          value={reason}
          rows={3}
          placeholder={t("reasonNeeded")}
          onChange={(event) => {
            setReason(event.target.value);
            if (chosen) keepDraft(draft(chosen), event.target.value);
          }}
        />
      </Modal>
      <Modal
        open={outcome !== null}
        title={t("doneCount", { done: outcome?.done ?? 0, refused: outcome?.refused ?? 0 })}
        footer={<Button onClick={() => setOutcome(null)}>{t("close")}</Button>}
        onCancel={() => setOutcome(null)}
      >
        <ul style={{ margin: 0, paddingInlineStart: 20, maxHeight: 360, overflow: "auto" }}>
          {outcome?.refusals.map((line) => (
            <li key={line.label}>
              <strong>{line.label}</strong> {line.reason}
            </li>
          ))}
        </ul>
      </Modal>
    </>
  );
}
