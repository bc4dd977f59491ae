"""Who a plan means, in this tree: kinds of owners become organisations of the issuer's subtree.

A kind that nobody here is stays visible as unmatched (in the preview, on the campaign), and its duty is dropped by
nobody silently: the issuer sees it and decides.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.catalogues import catalogue
from duban.campaigns.expansions import Owners
from duban.campaigns.review_chain import authorities_among, review_chain
from duban.institutions.models import Institution, InstitutionStatus
from duban.kernel.db import LEVELS
from duban.kernel.organisations import Organisation, OrganisationKind

AGENCY_KINDS: dict[str, OrganisationKind] = {
    "public_security": OrganisationKind.POLICE,
    "police_station": OrganisationKind.POLICE,
    "procuratorate": OrganisationKind.PROCURATORATE,
    "court": OrganisationKind.COURT,
    "judicial_administration": OrganisationKind.JUSTICE,
    "publicity": OrganisationKind.PUBLICITY,
    "civil_affairs": OrganisationKind.CIVIL_AFFAIRS,
    "industry_commerce": OrganisationKind.MARKET_REGULATION,
    "market_regulation": OrganisationKind.MARKET_REGULATION,
    "healthcare_security": OrganisationKind.MEDICAL_INSURANCE,
    "insurer": OrganisationKind.INSURER,
    "discipline_inspection": OrganisationKind.DISCIPLINE,
    "people_mediation": OrganisationKind.MEDIATION_COMMITTEE,
}
"""Agencies of the catalogue that are a kind of organisation of their own; the others are found by name."""


@dataclass(frozen=True)
class Party:
    """An organisation that can owe a duty. `levels` are its ancestors, itself included; `types` an institution's."""

    id: UUID
    name: str
    kind: OrganisationKind
    parent_id: UUID | None
    levels: tuple[UUID | None, ...]
    region_code: str | None
    aliases: frozenset[str]
    types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class District:
    """Everybody below (and including) an issuer, read once for a launch: three statements, however many there are.
    `superior_id` is the nearest health authority above the issuer."""

    issuer: Party
    parties: tuple[Party, ...]
    authorities: dict[UUID, Party]
    superior_id: UUID | None

    def owing(self, owners: Owners) -> tuple[list[Party], list[str]]:
        """The organisations that `owners` means, in the order of their ids, and the codes that nobody here is."""
        found: dict[UUID, Party] = {}
        unmatched: list[str] = []
        for code in owners.institution_types:
            self._take(found, unmatched, code, [p for p in self.parties if code in p.types])
        for code in owners.agencies:
            self._take(found, unmatched, code, [p for p in self.parties if self._is_agency(p, code)])
        for code in owners.sections:
            self._take(found, unmatched, code, [p for p in self.parties if _is_section(p, code)])
        if owners.issuer:
            found[self.issuer.id] = self.issuer
        return sorted(found.values(), key=lambda p: p.id), unmatched

    def reviewers(self, party: Party) -> tuple[UUID, UUID]:
        """Who reviews a report of `party` first, and who last: its authority, up to the issuer. What the issuer owes
        itself its superior reviews; without one, somebody else of the issuer."""
        if party.id == self.issuer.id:
            reviewer = self.superior_id or self.issuer.id
            return reviewer, reviewer
        chain = review_chain(party.id, party.levels, self.authorities, self.issuer.id)
        return chain[0], chain[-1]

    def _take(self, found: dict[UUID, Party], unmatched: list[str], code: str, parties: list[Party]) -> None:
        if not parties:
            unmatched.append(code)
        found.update((party.id, party) for party in parties)

    def _is_agency(self, party: Party, code: str) -> bool:
        if code == "health":
            return party.kind is OrganisationKind.HEALTH_AUTHORITY and party.id != self.issuer.id
        if code in AGENCY_KINDS:
            return party.kind is AGENCY_KINDS[code]
        if code in party.aliases or code in party.types:
            return True
        if party.kind is not OrganisationKind.OTHER_AGENCY:
            return False
        entry = catalogue("agency").get(code)
        return entry is not None and any(name in party.name for name in (entry.name.zh, *entry.aliases))


def _is_section(party: Party, code: str) -> bool:
    if party.kind is not OrganisationKind.SECTION:
        return False
    if code in party.aliases:
        return True
    entry = catalogue("section").get(code)
    return entry is not None and any(party.name.endswith(name) for name in (entry.name.zh, *entry.aliases))


def _party(organisation: Any, types: frozenset[str] = frozenset()) -> Party:
    return Party(
        id=organisation.id,
        name=organisation.name,
        kind=organisation.kind,
        parent_id=organisation.parent_id,
        levels=tuple(getattr(organisation, f"org_l{level}") for level in range(1, LEVELS + 1)),
        region_code=organisation.region_code,
        aliases=frozenset(organisation.aliases or ()),
        types=types,
    )


async def district_of(db: AsyncSession, issuer: Organisation) -> District:
    """Everybody in the subtree of `issuer` that is not closed."""
    level = getattr(Organisation, f"org_l{issuer.level}")
    table = Organisation.__table__  # type: ignore[attr-defined]
    organisations = (
        await db.execute(select(table).where(level == issuer.id, col(Organisation.closed_on).is_(None)))
    ).all()
    registered = (
        await db.execute(
            select(col(Institution.organisation_id), col(Institution.types)).where(
                getattr(Institution, f"org_l{issuer.level}") == issuer.id,
                col(Institution.status) == InstitutionStatus.ACTIVE,
            )
        )
    ).all()
    above = [id for id in issuer.levels() if id is not None and id != issuer.id]
    superiors = await authorities_among(db, above)
    types = {organisation_id: frozenset(codes) for organisation_id, codes in registered}
    parties = tuple(
        _party(o, types.get(o.id, frozenset()))
        for o in organisations
        if o.kind is not OrganisationKind.INSTITUTION or o.id in types
    )
    return District(
        issuer=_party(issuer),
        parties=parties,
        authorities={p.id: p for p in parties if p.kind is OrganisationKind.HEALTH_AUTHORITY},
        superior_id=next((id for id in reversed(above) if id in superiors), None),
    )
