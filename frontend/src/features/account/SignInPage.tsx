/** The way in. */

import { useCommon } from "@/shared/i18n/common";
import { SwitchLanguage } from "@/shared/ui/SwitchLanguage";
import { SignInForm } from "./SignInForm";
import { useWords } from "./words";

export function SignInPage() {
  const t = useWords();
  const c = useCommon();
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
          <SignInForm />
        </section>
        <p className="quiet" style={{ textAlign: "center" }}>
          <a href="/docs">API</a>
        </p>
      </div>
    </main>
  );
}
