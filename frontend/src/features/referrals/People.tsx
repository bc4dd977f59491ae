/** Choose somebody of one's own authority: an enforcement officer for a team, or who handles what comes back. */
import { api, data } from "@/shared/api/client";
import { People as Choice } from "@/shared/case/People";
import { useStepWords } from "./step-words";

const AT_ONCE = 50;

export type Duty = "officers" | "handlers";

const load = (duty: Duty) => (name: string, signal: AbortSignal) => {
  const asked = { params: { query: { limit: AT_ONCE, ...(name && { name }) } }, signal };
  return data(
    duty === "officers" ? api.GET("/api/v1/referrals/officers", asked) : api.GET("/api/v1/referrals/handlers", asked),
  );
};

interface PeopleProps {
  duty: Duty;
  /** Whom not to offer: they are named already. */
  without?: string[];
  "aria-label"?: string;
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
}

export function People({ duty, ...props }: PeopleProps) {
  const t = useStepWords();
  return (
    <Choice
      {...props}
      name={["user", "nameable", duty]}
      load={load(duty)}
      placeholder={t("choosePerson")}
      none={t(duty === "officers" ? "noOfficer" : "noHandler")}
    />
  );
}
