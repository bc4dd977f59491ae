/** The way in. */
import { useEffect, useState } from "react";
import { useCommon } from "@/shared/i18n/common";
import { paths } from "@/shared/lib/paths";
import { SwitchLanguage } from "@/shared/ui/SwitchLanguage";
import { DemoNames } from "./DemoNames";
import { SignInForm } from "./SignInForm";
import { useWords } from "./words";

/** Whether this installation holds invented people; the server says so to anybody. */
function useDemo(): boolean {
  const [demo, setDemo] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    fetch("/healthz", { signal: stop.signal })
      .then((answer) => setDemo(answer.headers.get("Duban-Environment") === "demo"))
      .catch(() => {
        // Nobody answers: signing in will say so.
      });
    return () => stop.abort();
  }, []);
  return demo;
}

export function SignInPage() {
  const t = useWords();
  const c = useCommon();
  const demo = useDemo();
  const [name, setName] = useState<string>();
  return (
    <main style={{ minHeight: "100dvh", display: "grid", placeItems: "center", padding: 16, boxSizing: "border-box" }}>
      <div style={{ width: "min(380px, 100%)" }}>
        <div className="row" style={{ justifyContent: "space-between", marginBottom: 16 }}>
          <div>
            <h1 style={{ margin: 0, fontSize: 28, letterSpacing: 4 }}>{c("product")}</h1>
            <span className="quiet">{c("tagline")}</span>
          </div>
          <SwitchLanguage />
        </div>
        <section className="panel" aria-label={t("signIn")}>
          <SignInForm suggested={name} />
        </section>
        {demo && <DemoNames choose={setName} />}
        <p className="quiet" style={{ textAlign: "center", lineHeight: 2 }}>
          <a href={paths.publicComplaints}>{t("complain")}</a>
          <br />
          <a href={paths.publicPromises}>{t("forThePublic")}</a>
          <br />
          <a href="/docs">{t("forDevelopers")}</a>
        </p>
      </div>
    </main>
  );
}
