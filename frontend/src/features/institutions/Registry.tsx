/** What the registry says of an institution, value by value. */
import { aside } from "@/shared/i18n";
import { Facts } from "@/shared/ui/Page";
import type { Institution } from "./api";
import { registryLabels, typesInWords } from "./registry";

/** Told in the head of the page, or by its types. */
const ELSEWHERE = new Set(["name", "uscc", "status", "status_since", "stated_types"]);

export function Registry({ institution, region }: { institution: Institution; region: string }) {
  const values: Record<string, unknown> = {
    ...institution,
    region_code: region === institution.region_code ? region : `${region}${aside(institution.region_code)}`,
  };
  return (
    <Facts
      items={Object.entries(registryLabels())
        .filter(([name]) => !ELSEWHERE.has(name))
        .map(([name, { label, say }]) => ({
          label,
          value:
            name === "types" ? typesInWords(institution.types) : say ? said(say(values[name])) : text(values[name]),
          wide: name === "types",
        }))}
    />
  );
}

const said = (words: string): string | null => (words === "—" ? null : words);
const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
