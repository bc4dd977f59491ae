/** Regions without a map: those that have a health authority, one inside the other by their codes (GB/T 2260). */
import type { Schemas } from "@/shared/api/client";

type Authority = Pick<Schemas["OrganisationItem"], "name" | "short_name" | "region_code" | "level">;

export interface Region {
  code: string;
  name: string;
  /** The health authority as it is written. */
  authority: string;
  /** The region around it, or null for the outermost. */
  parent: string | null;
}

/** 990100 means all of 9901, 990102001000 all of 990102001: the zeros at the end name no unit. */
export function stem(code: string): string {
  let rest = code;
  while (rest.length > 6 && rest.endsWith("000")) rest = rest.slice(0, -3);
  while (rest.length > 2 && rest.length <= 6 && rest.endsWith("00")) rest = rest.slice(0, -2);
  return rest;
}

export const within = (code: string, region: string): boolean => code.startsWith(stem(region));

/** 澄岚区卫生健康局 → 澄岚区; a name of another shape stays as it is. */
export const regionName = (authority: string): string =>
  authority.replace(/(卫生健康|卫健)(委员会|委|局)$/, "") || authority;

/** One region per code, named by its highest authority, in the order of the codes. */
export function regionsOf(authorities: Authority[]): Region[] {
  const found = new Map<string, Authority>();
  for (const authority of authorities) {
    const { region_code: code, level } = authority;
    if (!code) continue;
    const known = found.get(code);
    if (!known || level < known.level) found.set(code, authority);
  }
  const codes = [...found.keys()].sort();
  return codes.map((code) => {
    const around = codes.filter((other) => other !== code && within(code, other));
    const parent = around.sort((a, b) => stem(b).length - stem(a).length)[0] ?? null;
    const authority = found.get(code)?.name ?? code;
    return { code, name: regionName(authority), authority, parent };
  });
}

/** The name of the smallest known region a code lies in; the code itself where none is known. */
export function nameOf(regions: Region[], code: string): string {
  const around = regions.filter((region) => within(code, region.code));
  return around.sort((a, b) => stem(b.code).length - stem(a.code).length)[0]?.name ?? code;
}

/**
 * The regions worth showing: the outermost with what lies directly in them, and the way to the chosen one with what
 * lies directly in it. So a province does not ask for a count of each of its townships.
 */
export function shown(regions: Region[], chosen: string | undefined): Region[] {
  const open = new Set<string | null>([null]);
  for (const region of regions) if (region.parent === null) open.add(region.code);
  const byCode = new Map(regions.map((region) => [region.code, region]));
  for (let at = byCode.get(chosen ?? ""); at; at = byCode.get(at.parent ?? "")) open.add(at.code);
  return regions.filter((region) => open.has(region.parent));
}
