/** Choose one of the people who stand below oneself, by the beginning of the name. */
import { api, data } from "@/shared/api/client";
import { People } from "@/shared/case/People";
import { useWords } from "./words";

const AT_ONCE = 50;

const load = (name: string, signal: AbortSignal) =>
  data(
    api.GET("/api/v1/recusals/subordinates", { params: { query: { limit: AT_ONCE, ...(name && { name }) } }, signal }),
  );

interface SubordinatesProps {
  /** `Form.Item` gives the three. */
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
}

export function Subordinates(props: SubordinatesProps) {
  const t = useWords();
  return (
    <People
      {...props}
      name={["user", "subordinates"]}
      load={load}
      placeholder={t("whoPlaceholder")}
      none={t("whoNone")}
    />
  );
}
