/** Which roles can be granted to somebody: the catalogue's own exclusions, said before the server has to refuse. */
import type { Schemas } from "@/shared/api/client";

type RoleRead = Schemas["RoleRead"];

/** The roles held that `role` cannot be held together with. */
export const conflicts = (role: RoleRead, held: string[]): string[] =>
  held.filter((one) => (role.excludes as string[]).includes(one));

export interface RoleChoice {
  role: RoleRead;
  conflicts: string[];
}

export const choices = (catalogue: RoleRead[], held: string[]): RoleChoice[] =>
  catalogue.filter((role) => !held.includes(role.code)).map((role) => ({ role, conflicts: conflicts(role, held) }));
