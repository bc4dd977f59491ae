/** A secret that is shown once: closed, it is gone from the page and from memory. */
import { Modal, Typography } from "antd";
import { useWords } from "./words";

interface SecretOnceProps {
  title: string;
  secrets: { name: string; value: string }[];
  onClose: () => void;
}

export function SecretOnce({ title, secrets, onClose }: SecretOnceProps) {
  const t = useWords();
  return (
    <Modal
      open
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      okText={t("secretKept")}
      onOk={onClose}
      cancelButtonProps={{ hidden: true }}
    >
      <p>
        <strong>{t("secretOnce")}</strong>
      </p>
      <dl style={{ margin: 0, maxHeight: 360, overflow: "auto" }}>
        {secrets.map((secret) => (
          <div key={secret.name} style={{ marginBottom: 8 }}>
            <dt className="quiet">{secret.name}</dt>
            <dd style={{ margin: 0 }}>
              <Typography.Text code copyable>
                {secret.value}
              </Typography.Text>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
