/** Which institution, found as its name is typed; and what it is about. */
import { Button, Input, Spin } from "antd";
import { useEffect, useState } from "react";
import { type Institution, useInstitutions } from "./api";
import { Chips } from "./Chips";
import { described, Field } from "./Field";
import type { StepProps } from "./steps";
import { WindowCard } from "./WindowCard";
import { useNewWords } from "./words-new";

const PAUSE_MS = 300;

export function WhereStep({ draft, change, type, wrong, form }: StepProps) {
  const t = useNewWords();
  return (
    <>
      {draft.institution ? (
        <Chosen institution={draft.institution} onChange={() => change({ institution: null })} />
      ) : (
        <Find wrong={wrong.organisation_id} onFound={(institution) => change({ institution })} />
      )}
      <Field id="matter" group label={t("matter")} wrong={wrong.matter}>
        <Chips
          id="matter"
          options={form.matters as { value: NonNullable<typeof draft.typed.matter>; label: string }[]}
          value={draft.typed.matter}
          wrong={wrong.matter}
          onChange={(matter) => type({ matter })}
        />
      </Field>
    </>
  );
}

function Chosen({ institution, onChange }: { institution: Institution; onChange: () => void }) {
  const t = useNewWords();
  return (
    <div className="public-field">
      <span className="label">{t("institution")}</span>
      <div className="public-chosen">
        <div>
          <strong>{institution.name}</strong>
          <div className="quiet">{institution.address ?? institution.authority}</div>
        </div>
        <Button onClick={onChange}>{t("change")}</Button>
      </div>
      <WindowCard window={institution.window} />
    </div>
  );
}

function Find({ wrong, onFound }: { wrong: string | undefined; onFound: (institution: Institution) => void }) {
  const t = useNewWords();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useInstitutions(asked);
  const items = asked === "" ? [] : (found.data?.items ?? []);
  return (
    <>
      <Field id="organisation_id" label={t("institution")} help={t("institutionHelp")} wrong={wrong}>
        <Input
          {...described("organisation_id", true, wrong)}
          type="search"
          autoComplete="off"
          enterKeyHint="search"
          maxLength={60}
          value={typed}
          suffix={found.isFetching ? <Spin size="small" /> : <span />}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <div className="public-results" aria-live="polite">
        {asked !== "" && found.error && <p className="quiet">{t("searchFailed")}</p>}
        {asked !== "" && found.data && items.length === 0 && !found.isFetching && (
          <p className="quiet">{t("foundNone")}</p>
        )}
        {items.length > 0 && (
          <ul className="public-found" aria-label={t("found")}>
            {items.map((one) => (
              <li key={one.id}>
                <button type="button" onClick={() => onFound(one)}>
                  <strong>{one.name}</strong>
                  <span className="quiet">{[one.address, one.authority].filter(Boolean).join(" · ")}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {items.length > 0 && found.data?.next_cursor && <p className="quiet">{t("foundMore")}</p>}
      </div>
    </>
  );
}
