/** Help: each screen with how to use it, the law behind its deadlines and rules, and the words it uses. */
import { Input } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { Nothing } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { find } from "./find";
import { anchorOf, TopicPanel } from "./TopicPanel";
import { type Topic, told } from "./topic";
import { useWords } from "./words";
import "./help.css";

export function HelpPage() {
  const t = useWords();
  useLanguage();
  const [address, change] = useAddress();
  const q = one(address.q) ?? "";
  const asked = one(address.topic);
  const found = find(q);

  useEffect(() => {
    if (!asked) return;
    let left = false;
    const show = () => {
      const topic = left ? null : document.getElementById(anchorOf(asked));
      topic?.scrollIntoView({ block: "start" });
      // Whoever reads by ear or by keyboard goes on from there.
      topic?.focus({ preventScroll: true });
    };
    show();
    // Characters that arrive later make the topics above longer or shorter.
    void document.fonts?.ready.then(show);
    return () => {
      left = true;
    };
  }, [asked]);

  return (
    <Page title={t("title")}>
      <Field q={q} change={(next) => change({ q: next || undefined, topic: undefined }, true)} />
      <div className="help">
        <Contents topics={found} q={q} asked={asked} />
        <div>
          {found.length === 0 ? (
            <div className="panel">
              <Nothing>{t("none", { q })}</Nothing>
            </div>
          ) : (
            <>
              <p className="quiet" style={{ marginTop: 0 }}>
                {t("markNote")}
              </p>
              {found.map((topic) => (
                <TopicPanel key={topic.id} topic={topic} />
              ))}
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

/** Help is here already: what is typed filters it at once, and goes into the address when the typing pauses. */
function Field({ q, change }: { q: string; change: (q: string) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(() => change(typed), 200);
    return () => clearTimeout(timer);
  }, [typed, q, change]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser offices still use
    <div role="search" style={{ marginBottom: 16, maxWidth: 480 }}>
      <Input.Search
        aria-label={t("filter")}
        placeholder={t("filter")}
        allowClear
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onSearch={change}
      />
    </div>
  );
}

function Contents({ topics, q, asked }: { topics: Topic[]; q: string; asked: string | undefined }) {
  const t = useWords();
  const kept = q ? `&q=${encodeURIComponent(q)}` : "";
  return (
    <nav aria-label={t("topics")} className="help-contents" id="help-contents">
      <Panel title={t("topics")}>
        <ul>
          {topics.map((topic) => (
            <li key={topic.id} aria-current={topic.id === asked ? "true" : undefined}>
              <To to={`${paths.help}?topic=${topic.id}${kept}`}>{told(topic.title)}</To>
            </li>
          ))}
        </ul>
      </Panel>
    </nav>
  );
}
