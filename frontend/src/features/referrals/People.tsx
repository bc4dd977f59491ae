/** Choose somebody of one's own authority: an enforcement officer for a team, or who handles what comes back. */
import { Select } from "antd";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { aside } from "@/shared/i18n";
import { useStepWords } from "./step-words";

const AT_ONCE = 200;

export type Duty = "officers" | "handlers";

export function usePeople(duty: Duty) {
  return useRead(["user", "nameable", duty], (signal) =>
    data(
      duty === "officers"
        ? api.GET("/api/v1/referrals/officers", { params: { query: { limit: AT_ONCE } }, signal })
        : api.GET("/api/v1/referrals/handlers", { params: { query: { limit: AT_ONCE } }, signal }),
    ),
  );
}

interface PeopleProps {
  duty: Duty;
  /** Whom not to offer: they are named already. */
  without?: string[];
  "aria-label"?: string;
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
}

export function People({ duty, without = [], id, value, onChange, "aria-label": label }: PeopleProps) {
  const t = useStepWords();
  const people = usePeople(duty);
  return (
    <Select
      id={id}
      aria-label={label}
      value={value}
      onChange={onChange}
      loading={people.isFetching}
      placeholder={t("choosePerson")}
      notFoundContent={people.isFetching ? null : t(duty === "officers" ? "noOfficer" : "noHandler")}
      showSearch={{ optionFilterProp: "label" }}
      style={{ width: "100%" }}
      options={(people.data?.items ?? [])
        .filter((one) => one.id === value || !without.includes(one.id))
        .map((one) => ({ value: one.id, label: one.display_name + aside(one.organisation_name) }))}
    />
  );
}
