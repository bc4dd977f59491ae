/** One topic of help. */
import { LinkOutlined } from "@ant-design/icons";
import { useMay } from "@/shared/api/me";
import { list, pair } from "@/shared/i18n";
import { MARK, named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { FactMark, type Tone, Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { ASK, FACTS, KEYS } from "./basics";
import { ASK_ID, FACTS_ID, KEYS_ID } from "./find";
import { termOf } from "./terms";
import { PRODUCT, type Rule, type Topic, told } from "./topic";
import { useWords } from "./words";

export const anchorOf = (id: string): string => `help-${id}`;

const TONE: Record<Rule["mark"], Tone> = {
  verified: "on-time",
  partly: "zero",
  recalled: "late",
  uncertain: "missing",
  default: "exempt",
};

export function TopicPanel({ topic }: { topic: Topic }) {
  const t = useWords();
  const may = useMay();
  const opens = topic.path && (!topic.needs || may(...topic.needs)) ? topic.path : null;
  return (
    <div className="help-topic" id={anchorOf(topic.id)} tabIndex={-1}>
      <Panel
        title={told(topic.title)}
        extra={
          <>
            {opens && <To to={opens}>{t("openScreen", { name: told(topic.title) })}</To>}
            <To to={`${paths.help}?topic=${topic.id}`} aria-label={pair(t("link"), told(topic.title))}>
              <LinkOutlined />
            </To>
          </>
        }
      >
        {topic.steps.length > 0 && (
          <>
            <h3>{t("howTo")}</h3>
            <ol style={{ margin: 0, paddingInlineStart: 20 }}>
              {topic.steps.map((step) => (
                <li key={step[0]}>{told(step)}</li>
              ))}
            </ol>
          </>
        )}
        {topic.id === FACTS_ID && <Facts />}
        {topic.id === KEYS_ID && <Keys />}
        {topic.id === ASK_ID && <Ask />}
        {topic.rules && <Rules rules={topic.rules} />}
        {topic.terms && <Terms terms={topic.terms} />}
      </Panel>
    </div>
  );
}

function Rules({ rules }: { rules: Rule[] }) {
  const t = useWords();
  return (
    <>
      <h3>{t("law")}</h3>
      <ul className="help-rules">
        {rules.map((rule) => (
          <li key={rule.act[0] + rule.says[0]}>
            <div className="row" style={{ gap: "2px 8px" }}>
              {rule.act !== PRODUCT && <strong>{told(rule.act)}</strong>}
              {rule.article && <span>{articleInWords(rule.article, t)}</span>}
              <Toned tone={TONE[rule.mark]}>{named(MARK, rule.mark)}</Toned>
            </div>
            <div>{told(rule.says)}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Statutes have articles; the sections of a standard, such as 8.1.4.3, are not called so. */
function articleInWords(article: string, t: ReturnType<typeof useWords>): string {
  const said = list(article.split(", "));
  return said.includes(".") ? said : t("article", { article: said });
}

function Terms({ terms }: { terms: string[] }) {
  const t = useWords();
  return (
    <>
      <h3>{t("terms")}</h3>
      <dl className="help-pairs">
        {terms.map((zh) => {
          const term = termOf(zh);
          return (
            term && (
              <div key={zh} style={{ display: "contents" }}>
                <dt>
                  {told([term.zh, term.en])} <span className="quiet">{told([term.en, term.zh])}</span>
                </dt>
                <dd>{told(term.meaning)}</dd>
              </div>
            )
          );
        })}
      </dl>
    </>
  );
}

function Facts() {
  const t = useWords();
  return (
    <>
      <p style={{ marginTop: 0 }}>{t("factsText")}</p>
      <dl className="help-facts">
        {FACTS.map(({ fact, means, next }) => (
          <div key={fact} style={{ display: "contents" }}>
            <dt>
              <FactMark fact={fact} />
            </dt>
            <dd>
              {told(means)} <span className="quiet">{told(next)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Keys() {
  const t = useWords();
  return (
    <>
      <p style={{ marginTop: 0 }}>{t("keysWhere")}</p>
      <dl className="help-facts">
        {KEYS.map(({ key, does }) => (
          <div key={key} style={{ display: "contents" }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{told(does)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Ask() {
  return (
    <dl className="help-pairs">
      {ASK.map(({ about, who }) => (
        <div key={about[0]} style={{ display: "contents" }}>
          <dt className="quiet">{told(about)}</dt>
          <dd>{told(who)}</dd>
        </div>
      ))}
    </dl>
  );
}
