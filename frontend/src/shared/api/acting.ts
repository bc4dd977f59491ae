/** For which organisation one acts, where a person holds roles at several. Kept per tab. */
const STORED = "duban.acting-for";

export const actingFor = (): string | null => sessionStorage.getItem(STORED);

export function actFor(organisationId: string | null): void {
  if (organisationId) sessionStorage.setItem(STORED, organisationId);
  else sessionStorage.removeItem(STORED);
}
