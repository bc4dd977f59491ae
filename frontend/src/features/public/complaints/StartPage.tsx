/** The two doors, large; then what is handled here, by when, and where to go with the rest. */

import { ArrowRightOutlined, FormOutlined, PhoneOutlined, SearchOutlined } from "@ant-design/icons";
import { type ReactNode, useEffect } from "react";
import { basisOf } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { named, UNIT } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { Faces } from "@/shared/ui/faces";
import { type Form, useForm } from "./api";
import { useNewWords } from "./words-new";

export function StartPage() {
  const t = useNewWords();
  const c = useCommon();
  const form = useForm();
  useEffect(() => {
    document.title = `${t("start")} · ${c("product")}`;
  }, [t, c]);
  return (
    <>
      <h1>{t("start")}</h1>
      <p>{t("startIntro")}</p>
      <div className="public-doors">
        <Door to={paths.publicComplaintNew} icon={<FormOutlined />} title={t("file")} text={t("fileText")} primary />
        <Door to={paths.publicComplaintFollow} icon={<SearchOutlined />} title={t("follow")} text={t("followText")} />
      </div>
      <p className="public-hint">{t("atOnce")}</p>
      <Faces of={form} rows={10}>
        {(found) => <Told form={found} />}
      </Faces>
      <Elsewhere />
    </>
  );
}

interface DoorProps {
  to: string;
  icon: ReactNode;
  title: string;
  text: string;
  primary?: boolean;
}

function Door({ to, icon, title, text, primary = false }: DoorProps) {
  return (
    <a href={to} className={primary ? "public-door primary" : "public-door"}>
      <span aria-hidden className="icon">
        {icon}
      </span>
      <span>
        <strong>{title}</strong>
        <span className="text">{text}</span>
      </span>
      <ArrowRightOutlined aria-hidden />
    </a>
  );
}

function Told({ form }: { form: Form }) {
  const t = useNewWords();
  return (
    <>
      <section className="panel">
        <h2>{t("handledTitle")}</h2>
        <ul className="public-words">
          {form.matters.map((one) => (
            <li key={one.value}>{one.label}</li>
          ))}
        </ul>
      </section>
      <section className="panel">
        <h2>{t("termsTitle")}</h2>
        {form.terms.map((term) => (
          <div key={term.title} className="public-term">
            <strong>
              {term.title} {term.amount} {named(UNIT, term.unit)}
            </strong>
            <p className="quiet public-small">{t("basis", { basis: basisOf(term.basis) })}</p>
          </div>
        ))}
      </section>
      <section className="panel">
        <h2>{t("notHandledTitle")}</h2>
        <p>{t("notHandledText")}</p>
        <dl className="public-lines">
          {form.not_handled.map((one) => (
            <div key={one.value}>
              <dt>
                <strong>{one.label}</strong>
              </dt>
              <dd>{one.right_door}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

const NUMBERS = [
  ["120", "emergency"],
  ["110", "police"],
  ["12345", "hotline"],
  ["12393", "insurance"],
] as const;

function Elsewhere() {
  const t = useNewWords();
  return (
    <section className="panel">
      <h2>{t("elsewhereTitle")}</h2>
      <ul className="public-numbers">
        {NUMBERS.map(([number, word]) => (
          <li key={number}>
            <a className="public-number" href={`tel:${number}`} aria-label={t("call", { number })}>
              <PhoneOutlined aria-hidden /> {number}
            </a>
            <span>{t(word)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
