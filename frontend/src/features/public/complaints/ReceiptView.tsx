/** The receipt: the code, large, once; by when the answer is due and why; and the pictures on their way. */
import { CheckCircleFilled, CopyOutlined, PrinterOutlined } from "@ant-design/icons";
import { Alert, App, Button } from "antd";
import { basisOf, sentences } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { dayInWords, instant } from "@/shared/lib/time";
import { keep } from "../kept";
import type { Form } from "./api";
import { groups } from "./code";
import { Lines } from "./Lines";
import { Photos } from "./Photos";
import { SavePicture } from "./SavePicture";
import { CODE } from "./stored";
import type { Told } from "./useComplain";
import { useReceiptWords } from "./words-receipt";

interface ReceiptViewProps {
  told: Told;
  limits: Form["photos"];
  /** Chosen in the form, to be sent now. */
  photos: File[];
  onForget: () => void;
}

export function ReceiptView({ told: { receipt, earlier }, limits, photos, onForget }: ReceiptViewProps) {
  const t = useReceiptWords();
  const c = useCommon();
  const { message } = App.useApp();
  const code = receipt.receipt_code;
  const due = sentences(
    t("answerBy", { name: receipt.handler, day: dayInWords(receipt.due_on) }),
    receipt.provisional ? t("provisional") : "",
  );
  const basis = t("basis", { basis: basisOf(receipt.basis) });
  const address = location.origin + paths.publicComplaintFollow;
  const copy = async () => {
    await copied(code);
    void message.success(c("copied"));
  };
  return (
    <>
      <h1 className="public-done">
        <CheckCircleFilled aria-hidden /> {t("received")}
      </h1>
      {earlier && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("earlier")} />}
      <section className="panel public-receipt" aria-label={t("code")}>
        <h2>{t("code")}</h2>
        <p
          className="code"
          role="img"
          aria-label={groups(code)
            .map((group) => [...group].join(" "))
            .join(", ")}
        >
          {groups(code).map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be alike, and none moves
            <span key={index}>{group}</span>
          ))}
        </p>
        <p className="warning">{t("once")}</p>
        <div className="public-two no-print">
          <Button type="primary" icon={<CopyOutlined />} onClick={() => void copy()}>
            {t("copy")}
          </Button>
          <SavePicture
            name={`${receipt.number}.png`}
            lines={[
              { text: t("pictureTitle"), size: 56, bold: true },
              { text: t("code"), size: 40 },
              { text: groups(code).join(" "), size: 58, bold: true, mono: true },
              { text: `${t("number")} ${receipt.number}`, size: 40 },
              { text: receipt.institution, size: 40 },
              { text: due, size: 40 },
              { text: basis, size: 30 },
              { text: t("followAt", { address }), size: 30 },
              { text: t("secret"), size: 30 },
            ]}
          />
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {c("print")}
          </Button>
        </div>
      </section>
      <section className="panel" aria-label={t("what")}>
        <p className="public-due">{due}</p>
        <p className="quiet public-small">{basis}</p>
        <Lines
          lines={[
            [t("number"), receipt.number],
            [t("institution"), receipt.institution],
            [t("handler"), receipt.handler],
            [t("receivedAt"), instant(receipt.received_at)],
          ]}
        />
        <p className="public-small only-print">{t("followAt", { address })}</p>
      </section>
      <section className="panel no-print" aria-label={t("photos")}>
        <h2>{t("photos")}</h2>
        <p className="quiet public-small">{t("photosText")}</p>
        <Photos code={code} limits={limits} room={limits.count} waiting={photos} />
      </section>
      <div className="public-stack no-print">
        <Button
          type="primary"
          ghost
          block
          onClick={() => {
            keep(CODE, code);
            location.assign(paths.publicComplaintFollow);
          }}
        >
          {t("follow")}
        </Button>
        <Button type="text" block onClick={onForget}>
          {t("forget")}
        </Button>
      </div>
    </>
  );
}

/** The clipboard exists on secure origins only; behind it, the old way. */
async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
