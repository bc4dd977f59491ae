/** One step of a case: its typed form in a dialog, with the server's problems and conflicts where they belong. */
import { Modal } from "antd";
import { useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { Keys } from "@/shared/api/queries";
import { common } from "@/shared/i18n/common";
import type { Action, ActionForm } from "./actions";
import { Conflict, type Difference, differences, type Labels } from "./conflict";
import { ResourceForm } from "./ResourceForm";

interface ActionDialogProps<Record extends { id: string; version: number }> {
  action: Action;
  form: ActionForm;
  record: Record;
  labels: Labels;
  send: (record: Record, step: string, body: unknown, key: string) => Promise<Record>;
  reread: () => Promise<Record>;
  lastEntry: () => Promise<Schemas["HistoryEntry"] | null>;
  onDone: (record: Record) => void;
  onClose: () => void;
}

export function ActionDialog<Record extends { id: string; version: number }>(props: ActionDialogProps<Record>) {
  const { action, form, labels, send, reread, lastEntry, onDone, onClose } = props;
  const keys = useRef(new Keys());
  /** The record the person has seen: the one opened, or the newest after a conflict was shown. */
  const [seen, setSeen] = useState(props.record);
  const [conflict, setConflict] = useState<{ found: Difference[]; last: Schemas["HistoryEntry"] | null } | null>(null);

  return (
    <Modal open title={action.label} footer={null} onCancel={onClose} destroyOnHidden mask={{ closable: false }}>
      {form.note && <p className="quiet">{form.note}</p>}
      <ResourceForm
        fields={form.fields}
        initial={form.initial}
        draft={form.fields.length > 0 ? `${props.record.id}.${action.step}` : undefined}
        submit={conflict ? common("redo") : action.label}
        danger={form.danger}
        onCancel={onClose}
        onSubmit={async (body) => {
          const payload = form.fields.length > 0 ? body : undefined;
          const done = await send(seen, action.step, payload, keys.current.for([seen.version, payload]));
          onDone(done);
        }}
        onProblem={(problem) => {
          if (problem.status !== 412) return false;
          void Promise.all([reread(), lastEntry()]).then(([fresh, last]) => {
            setConflict({ found: differences(seen, fresh, labels), last });
            setSeen(fresh);
          });
          return true;
        }}
      >
        {conflict && <Conflict {...conflict} />}
      </ResourceForm>
    </Modal>
  );
}
