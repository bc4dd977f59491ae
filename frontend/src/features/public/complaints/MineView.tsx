/** The complaint as its holder sees it: what matters now first, and everything that may be done about it. */
import { ReloadOutlined, WarningFilled } from "@ant-design/icons";
import { Button } from "antd";
import { instant } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import { Answer, Appeal, Declined } from "./Answer";
import { begins, type Form, type Mine, useAgain } from "./api";
import { Lines } from "./Lines";
import { Photos } from "./Photos";
import { Rate } from "./Rate";
import { SignedReply } from "./SignedReply";
import { Due, Progress, Terms } from "./Terms";
import { Thread } from "./Thread";
import { WindowCard } from "./WindowCard";
import { Withdraw } from "./Withdraw";
import { useFollowWords } from "./words-follow";

const TONE: Record<Mine["state"], Tone> = {
  received: "due",
  in_hand: "due",
  answered: "on-time",
  declined: "not-due",
  withdrawn: "not-due",
};

interface MineViewProps {
  code: string;
  mine: Mine;
  form: Form;
  forget: () => void;
  refreshing: boolean;
}

export function MineView({ code, mine, form, forget, refreshing }: MineViewProps) {
  const t = useFollowWords();
  const again = useAgain();
  const { may } = mine;
  const running = mine.terms.find(({ state }) => state === "running");
  const label = (value: string | null) => form.satisfaction.find((one) => one.value === value)?.label ?? "";
  return (
    <>
      <div className="public-head">
        <h1>{mine.title}</h1>
        <Button icon={<ReloadOutlined />} loading={refreshing} aria-label={t("refresh")} onClick={again} />
      </div>
      <section className="panel" aria-label={t("number")}>
        <p className="public-due">
          <Toned tone={TONE[mine.state]}>{mine.told}</Toned>
        </p>
        {running && <Due term={running} />}
        {mine.is_overdue && !running && (
          <p style={{ color: "var(--fact-missing)" }}>
            <WarningFilled aria-hidden /> {t("late")}
          </p>
        )}
        <Lines
          lines={[
            [t("number"), mine.number],
            [t("handler"), mine.handler],
            [t("received"), instant(mine.received_at)],
          ]}
        />
        {mine.is_protected && <p className="quiet public-small">{t("protected")}</p>}
      </section>
      <Answer mine={mine} />
      <Declined mine={mine} />
      {may.rate && <Rate code={code} choices={form.satisfaction} />}
      {mine.rating && <p className="panel">{t("rated", { word: label(mine.rating) })}</p>}
      {may.fetch_reply && <SignedReply code={code} />}
      {(mine.answer || mine.declined) && <Appeal mine={mine} />}
      <Thread code={code} mine={mine} longest={form.longest_message} />
      <Terms terms={mine.terms} />
      <Progress steps={mine.steps} />
      <section className="panel" aria-label={t("photos")}>
        <h2>{t("photos")}</h2>
        {mine.files.length > 0 && <p className="public-small">{t("photosSent", { count: mine.files.length })}</p>}
        {may.write && <Photos code={code} limits={form.photos} room={may.add_photos} />}
      </section>
      <section className="panel" aria-label={t("facts")}>
        <h2>{t("facts")}</h2>
        <Lines
          lines={[
            [t("matter"), `${begins(mine.matter_label)} · ${mine.institution}`],
            [t("happened"), mine.happened],
            [t("facts"), mine.facts],
            [t("request"), mine.request],
          ]}
        />
        {mine.window && <WindowCard window={mine.window} />}
      </section>
      {may.withdraw && <Withdraw code={code} />}
      <Button block onClick={forget}>
        {t("forget")}
      </Button>
    </>
  );
}
