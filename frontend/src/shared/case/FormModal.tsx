/** A form in a dialog, for records whose steps are few: title, fields, and what happens. */
import { App, Modal } from "antd";
import { useCommon } from "@/shared/i18n/common";
import type { Field } from "./fields";
import { ResourceForm } from "./ResourceForm";

interface FormModalProps<Body> {
  title: string;
  fields: Field<Body>[];
  note?: string;
  danger?: boolean;
  initial?: Partial<Body>;
  draft?: string;
  submit?: string;
  onSubmit: (body: Body) => Promise<unknown>;
  onClose: () => void;
  /** Said when it is done; left out where the caller shows a result of its own. */
  done?: string | null;
}

export function FormModal<Body>(props: FormModalProps<Body>) {
  const { title, fields, note, danger, initial, draft, submit, onSubmit, onClose } = props;
  const t = useCommon();
  const { message } = App.useApp();
  return (
    <Modal open title={title} footer={null} onCancel={onClose} destroyOnHidden mask={{ closable: false }}>
      {note && <p className="quiet">{note}</p>}
      <ResourceForm<Body>
        fields={fields}
        initial={initial}
        draft={draft}
        submit={submit ?? title}
        danger={danger}
        onCancel={onClose}
        onSubmit={async (body) => {
          await onSubmit(body);
          if (props.done !== null) void message.success(props.done ?? `${title}：${t("done")}`);
          onClose();
        }}
      />
    </Modal>
  );
}
