/**
 * A form in a dialog: title, fields, and what happens. What is typed survives a reload; sending again after a lost
 * answer repeats the key; and where the record is given, a conflict shows what changed and goes again on the newest.
 */
import { App, Modal } from "antd";
import { type ReactNode, useRef } from "react";
import type { Schemas } from "@/shared/api/client";
import { Keys } from "@/shared/api/queries";
import { pair } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { type Labels, useConflict } from "./conflict";
import type { Field } from "./fields";
import { ResourceForm } from "./ResourceForm";

/** With what a form is sent. */
export interface Sent<Rec> {
  /** The record as its reader has seen it: take the version for `If-Match` from here. */
  record: Rec;
  /** The `Idempotency-Key`: the same for the same body on the same record. */
  key: string;
}

interface FormModalProps<Body, Rec extends object> {
  title: string;
  fields: Field<Body>[];
  note?: string;
  /** What it is about, shown above the fields. */
  about?: ReactNode;
  danger?: boolean;
  initial?: Partial<Body>;
  /** Under this name what is typed is kept; without one, under the page, the record and the title. */
  draft?: string;
  submit?: string;
  /** What the form is about, as it was opened. */
  record?: Rec;
  /** Read it again after a 412. With it a conflict is shown here, and may be sent again. */
  reread?: () => Promise<Rec>;
  lastEntry?: () => Promise<Schemas["HistoryEntry"] | null>;
  /** Names of the record's fields, for saying what changed. */
  labels?: Labels;
  onSubmit: (body: Body, sent: Sent<Rec>) => Promise<unknown>;
  onClose: () => void;
  /** Said when it is done; null where the caller shows a result of its own. */
  done?: string | null;
}

export function FormModal<Body, Rec extends object = object>(props: FormModalProps<Body, Rec>) {
  const { title, fields, note, about, danger, initial, draft, submit, onSubmit, onClose } = props;
  const t = useCommon();
  const { message } = App.useApp();
  const keys = useRef(new Keys());
  const conflict = useConflict<Rec>(props.record ?? ({} as Rec), props);
  const id = (props.record as { id?: string } | undefined)?.id ?? "";
  return (
    <Modal open title={title} footer={null} onCancel={onClose} destroyOnHidden mask={{ closable: false }}>
      {note && <p className="quiet">{note}</p>}
      {about}
      <ResourceForm<Body>
        fields={fields}
        initial={initial}
        draft={fields.length > 0 ? (draft ?? `${location.pathname}.${id}.${title}`) : undefined}
        submit={conflict.shown ? t("redo") : (submit ?? title)}
        danger={danger}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          await onSubmit(body, { record: conflict.seen, key: keys.current.for([conflict.seen, body]) });
          keys.current.spend();
          if (props.done !== null) void message.success(props.done ?? pair(title, t("done")));
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Modal>
  );
}
