"""Forms that speak of a whole area: one of them counts for it, and an area inside another is not added again.

Codes are those of GB/T 2260: two digits each for province, prefecture and county, then three each for township and
village; what is not said is noughts.
"""

from dataclasses import replace

from duban.campaigns.figures import Member
from duban.kernel.organisations import OrganisationKind


def within(code: str, other: str | None) -> bool:
    """Whether the area `code` is `other` or lies inside it."""
    if other is None:
        return False
    stem = other.rstrip("0")
    stem += "0" * (len(stem) % 2 if len(stem) <= 6 else -len(stem) % 3)
    return code.startswith(stem)


def one_per_area(found: list[Member]) -> list[Member]:
    """`found` with `counted` left to one organisation per area: the health authority, else the newest report; and only
    where no wider area's form counts. Without a region code an organisation speaks for itself."""
    spoken: dict[str, Member] = {}
    for member in found:
        code = member.region_code
        if member.counted and code is not None and (code not in spoken or _before(member, spoken[code])):
            spoken[code] = member
    widest = {
        code: member
        for code, member in spoken.items()
        if not any(other != code and within(code, other) for other in spoken)
    }
    kept = {member.id for member in widest.values()}
    return [
        member
        if not member.counted or member.region_code is None or member.id in kept
        else replace(member, counted=False)
        for member in found
    ]


def _before(one: Member, other: Member) -> bool:
    """Whether `one` speaks for the area rather than `other`."""
    return _rank(one) > _rank(other)


def _rank(member: Member) -> tuple[bool, str]:
    return (member.kind is OrganisationKind.HEALTH_AUTHORITY, str(member.reported_at or ""))
