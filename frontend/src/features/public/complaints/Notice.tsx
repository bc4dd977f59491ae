/** What happens to one's data, as a sheet that a thumb closes, and the tick that agrees to it. */

import { Button, Checkbox, Drawer } from "antd";
import { useState } from "react";
import { basisOf } from "@/shared/i18n";
import type { Form } from "./api";
import { useNewWords } from "./words-new";

interface NoticeProps {
  notice: Form["notice"];
  consented: boolean;
  onConsent: (consented: boolean) => void;
  wrong: string | undefined;
}

export function Notice({ notice, consented, onConsent, wrong }: NoticeProps) {
  const t = useNewWords();
  const [open, setOpen] = useState(false);
  return (
    <div className="public-field">
      <Checkbox
        id="consented"
        checked={consented}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong && "consented-wrong"}
        onChange={(event) => onConsent(event.target.checked)}
      >
        {t("consent")}
      </Checkbox>
      {wrong && (
        <p className="wrong" id="consented-wrong" role="alert">
          {wrong}
        </p>
      )}
      <Button type="link" onClick={() => setOpen(true)} aria-haspopup="dialog" style={{ paddingInline: 0 }}>
        {t("readNotice")}
      </Button>
      <Drawer
        open={open}
        placement="bottom"
        size="85%"
        title={t("notice")}
        onClose={() => setOpen(false)}
        styles={{ body: { padding: 0, overflow: "hidden" } }}
        footer={
          <Button type="primary" block onClick={() => setOpen(false)}>
            {t("close")}
          </Button>
        }
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a finger */}
        <section className="public-sheet" tabIndex={0} aria-label={t("notice")}>
          {notice.parts.map((part) => (
            <section key={part.title}>
              <h2>{part.title}</h2>
              <p>{part.text}</p>
              {part.basis && <p className="quiet public-small">{t("basis", { basis: basisOf(part.basis) })}</p>}
            </section>
          ))}
        </section>
      </Drawer>
    </div>
  );
}
