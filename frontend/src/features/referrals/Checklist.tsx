/** The papers of order 310 art. 6, each with whether it is there and what to do where it is not. */
import { CheckCircleFilled, CloseCircleOutlined } from "@ant-design/icons";
import { pair, sentences, useLanguage } from "@/shared/i18n";
import type { Referral } from "./api";
import { sayPaper as say, usePaperWords } from "./paper-words";
import "./referrals.css";

interface Paper {
  name: string;
  have: boolean;
  told: string;
}

export function papersOf(one: Referral): Paper[] {
  const { goods, earlier_penalties: of, earlier_penalty_count: have } = one;
  const told = (there: boolean, has: string, lacks: string) => ({ have: there, told: there ? has : lacks });
  return [
    {
      name: say("letter"),
      ...told(
        Boolean(one.suspected_offence),
        say("letterHas", { offence: one.suspected_offence ?? "" }),
        say("letterLacks"),
      ),
    },
    {
      name: say("report"),
      ...told(one.investigation_count > 0, say("reportHas", { count: one.investigation_count }), say("reportLacks")),
    },
    {
      name: say("goods"),
      ...told(
        goods.length > 0 || one.goods_none,
        goods.length > 0 ? say("goodsHas", { count: goods.length }) : say("goodsNone"),
        say("goodsLacks"),
      ),
    },
    {
      name: say("expert"),
      ...told(
        one.expert_count > 0 || one.expert_none,
        one.expert_count > 0 ? say("reportHas", { count: one.expert_count }) : say("expertNone"),
        say("expertLacks"),
      ),
    },
    {
      name: say("earlier"),
      ...told(
        have >= of,
        of > 0 ? say("earlierHas", { have, of }) : say("earlierNone"),
        say("earlierLacks", { have, of }),
      ),
    },
    {
      name: say("where"),
      ...told(
        Boolean(one.receiver_name && one.procuratorate_name),
        sentences(one.receiver_name ?? "", one.procuratorate_name ? `· ${one.procuratorate_name}` : ""),
        say("whereLacks"),
      ),
    },
    {
      name: say("contactPaper"),
      ...told(
        Boolean(one.contact_phone),
        [one.contact_name, one.contact_phone].filter(Boolean).join(" "),
        say("contactLacks"),
      ),
    },
  ];
}

export function Checklist({ referral }: { referral: Referral }) {
  const t = usePaperWords();
  useLanguage();
  return (
    <ul className="referral-plain papers-check" aria-label={t("checklist")}>
      {papersOf(referral).map(({ name, have, told }) => (
        <li key={name}>
          {have ? (
            <CheckCircleFilled style={{ color: "var(--fact-on-time)" }} aria-label={t("have")} />
          ) : (
            <CloseCircleOutlined style={{ color: "var(--fact-missing)" }} aria-label={t("lack")} />
          )}
          <div>
            <strong>{name}</strong>
            <div className={have ? "quiet" : undefined}>{have ? told : pair(t("lack"), told)}</div>
          </div>
        </li>
      ))}
    </ul>
  );
}
