/** What a claim of this sum means where the institution is: which ways are open, who takes part, what comes first. */
import { InfoCircleOutlined, StopOutlined } from "@ant-design/icons";
import { useLanguage } from "@/shared/i18n";
import { yuan } from "@/shared/lib/numbers";
import type { Limits } from "./api";
import { useRegisterWords } from "./register-words";

interface ClaimSaysProps {
  fen: number | null | undefined;
  /** Undefined while they are not known. */
  limits: Limits | undefined;
}

export function ClaimSays({ fen, limits }: ClaimSaysProps) {
  const t = useRegisterWords();
  useLanguage();
  if (!limits) return null;
  const { negotiation, insurer, appraisal } = limits;
  const none = negotiation === null && insurer === null && appraisal === null;
  const claim = fen ?? 0;
  const shut = negotiation !== null && claim > negotiation;
  return (
    <div className="claim-says" aria-live="polite">
      {none && <div className="quiet">{t("noLimits")}</div>}
      {negotiation !== null && (
        <div style={shut ? { color: "var(--fact-missing)" } : undefined}>
          {shut ? <StopOutlined aria-hidden /> : <InfoCircleOutlined aria-hidden />}{" "}
          {t(shut ? "mayNotNegotiate" : "mayNegotiate", { limit: yuan(negotiation) })}
        </div>
      )}
      {insurer !== null && claim > insurer && (
        <div>
          <InfoCircleOutlined aria-hidden /> {t("insurerTakesPart", { limit: yuan(insurer) })}
        </div>
      )}
      {appraisal !== null && claim >= appraisal && (
        <div>
          <InfoCircleOutlined aria-hidden /> {t("appraisalFirst", { limit: yuan(appraisal) })}
        </div>
      )}
    </div>
  );
}
