/** One field over everything I may see, on every page. */
import { useNavigate } from "@tanstack/react-router";
import { Input } from "antd";
import { paths } from "@/shared/lib/paths";
import { useNavigationWords } from "./places";

export function GlobalSearch() {
  const t = useNavigationWords();
  const navigate = useNavigate();
  return (
    <Input.Search
      aria-label={t("search")}
      placeholder={t("search")}
      allowClear
      style={{ maxWidth: 360, marginInline: 8, flex: "1 1 80px", minWidth: 80 }}
      onSearch={(q) => q.trim() && void navigate({ to: paths.search as "/", search: { q: q.trim() } as never })}
    />
  );
}
