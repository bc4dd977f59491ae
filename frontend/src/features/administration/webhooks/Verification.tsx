/** In short, how a receiver makes sure that a message is ours and new. */
import { useWords } from "./words";

export function Verification() {
  const t = useWords();
  return (
    <>
      <ol style={{ margin: "0 0 8px", paddingInlineStart: 20, textAlign: "start", maxWidth: 760 }}>
        <li>{t("verifySign")}</li>
        <li>{t("verifyOld")}</li>
        <li>{t("verifyAnswer")}</li>
      </ol>
      <a href="/docs#/webhooks">{t("apiPages")}</a>
    </>
  );
}
