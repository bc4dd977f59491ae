/** One step of a case: its typed form in a dialog, with the server's problems and conflicts where they belong. */
import type { Schemas } from "@/shared/api/client";
import type { Action, ActionForm } from "./actions";
import type { Labels } from "./conflict";
import { FormModal } from "./FormModal";

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
  const { action, form, record, labels, send, reread, lastEntry, onDone, onClose } = props;
  return (
    // biome-ignore lint/suspicious/noExplicitAny: the body of a step is checked where its form is written
    <FormModal<any, Record>
      title={action.label}
      note={form.note}
      about={form.about}
      fields={form.fields}
      initial={form.initial}
      danger={form.danger}
      draft={`${record.id}.${action.step}`}
      record={record}
      reread={reread}
      lastEntry={lastEntry}
      labels={labels}
      done={null}
      onSubmit={async (body, sent) => {
        onDone(await send(sent.record, action.step, form.fields.length > 0 ? body : undefined, sent.key));
      }}
      onClose={onClose}
    />
  );
}
