/** Said on every page of administration: who may do what, and that nobody may do all of it. */
import { Alert } from "antd";
import { useWords } from "./words";

export function Separation() {
  const t = useWords();
  return <Alert type="info" showIcon style={{ marginBottom: 16 }} title={t("separation")} />;
}
