/** The police organs that have a desk in the system. None chosen: it goes by paper or disc, to whom one names. */
import { Select } from "antd";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { useStepWords } from "./step-words";

interface PoliceOrgansProps {
  id?: string;
  value?: string | null;
  onChange?: (id: string | null) => void;
}

export function PoliceOrgans({ id, value, onChange }: PoliceOrgansProps) {
  const t = useStepWords();
  const organs = useRead(["organisation", "police"], (signal) =>
    data(api.GET("/api/v1/organisations", { params: { query: { kind: ["police"], limit: 100 } }, signal })),
  );
  return (
    <Select
      id={id}
      allowClear
      value={value ?? undefined}
      // Taken back is said, too: what is left out would stay as it is.
      onChange={(next?: string) => onChange?.(next ?? null)}
      loading={organs.isFetching}
      placeholder={t("byPaper")}
      showSearch={{ optionFilterProp: "label" }}
      options={(organs.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
