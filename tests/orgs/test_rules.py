"""Roles and separation, written out by hand: GB/T 22239-2019 8.1.5 (three administrators), domain rule K-16."""

import pytest

from duban.orgs.rules import (
    ADMINISTRATORS,
    PERMISSIONS,
    ROLES,
    Role,
    fits,
    not_together,
    not_twice,
    permission_over_account,
    permission_over_second_factor,
    permissions_of,
    scopes_of,
)

R = Role
MATTERS = (
    R.INSTITUTION_CLERK,
    R.INSTITUTION_HEAD,
    R.CASE_HANDLER,
    R.ENFORCEMENT_OFFICER,
    R.SECTION_HEAD,
    R.VICE_LEADER,
    R.CHIEF,
    R.CLUE_KEEPER,
    R.SUPERVISION_OFFICER,
    R.POLICE_LIAISON,
)
APART = (
    {frozenset({R.SYSTEM_ADMIN, other}) for other in (R.SECURITY_ADMIN, R.AUDIT_ADMIN, *MATTERS)}
    | {frozenset({R.SECURITY_ADMIN, other}) for other in (R.AUDIT_ADMIN, *MATTERS)}
    | {frozenset({R.AUDIT_ADMIN, other}) for other in MATTERS}
)
"""The pairs that one person never holds."""


@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("wanted", list(Role))
def test_these_pairs_and_no_others_exclude_each_other(held: Role, wanted: Role) -> None:
    objection = not_together([held], wanted)
    assert (objection is not None) == (frozenset({held, wanted}) in APART)


def test_one_bad_role_among_many_is_enough() -> None:
    objection = not_together([R.CASE_HANDLER, R.CHIEF], R.AUDIT_ADMIN)
    assert objection is not None
    assert objection.code == "roles_exclude_each_other"
    assert not_together([], R.AUDIT_ADMIN) is None


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_has_one_part_of_the_tree_others_may_have_many(role: Role) -> None:
    assert (not_twice([role], role) is not None) == (role not in MATTERS)


def test_the_administrators_are_these_three() -> None:
    assert {R.SYSTEM_ADMIN, R.SECURITY_ADMIN, R.AUDIT_ADMIN} == ADMINISTRATORS
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_no_administrator_reads_or_writes_matters(role: Role) -> None:
    nouns = {permission.split(".")[0] for permission in ROLES[role].permissions}
    assert nouns.isdisjoint({"institution", "campaign", "duty", "task", "evidence", "import", "worklist", "search"})


def test_no_permission_of_administration_is_held_by_two_administrators_except_reading() -> None:
    for one, other in (
        (R.SYSTEM_ADMIN, R.SECURITY_ADMIN),
        (R.SECURITY_ADMIN, R.AUDIT_ADMIN),
        (R.AUDIT_ADMIN, R.SYSTEM_ADMIN),
    ):
        assert all(p.endswith(".read") for p in ROLES[one].permissions & ROLES[other].permissions)


@pytest.mark.parametrize("role", MATTERS)
def test_nobody_who_works_on_matters_administers(role: Role) -> None:
    assert ROLES[role].permissions.isdisjoint(
        {"user.read", "user.write", "role.grant", "session.end", "client.manage", "organisation.write", "journal.read"}
    )


ONLY = {
    "role.grant": {R.SECURITY_ADMIN},
    "user.write": {R.SYSTEM_ADMIN},
    "session.end": {R.SECURITY_ADMIN},
    "client.manage": {R.SECURITY_ADMIN},
    "organisation.write": {R.SYSTEM_ADMIN},
    "calendar.write": {R.SYSTEM_ADMIN},
    "setting.write": {R.SYSTEM_ADMIN},
    "journal.verify": {R.AUDIT_ADMIN},
    "campaign.close": {R.CHIEF},
    # RULES machine 7: 终报 and the reason of lateness by IH / SH, 已办结 by the receiver's SH
    "duty.conclude": {R.INSTITUTION_HEAD, R.SECTION_HEAD, R.VICE_LEADER, R.CHIEF},
    "duty.finish": {R.SECTION_HEAD, R.VICE_LEADER, R.CHIEF},
    "task.answer": {R.INSTITUTION_CLERK, R.INSTITUTION_HEAD},
    "task.submit": {R.INSTITUTION_HEAD},  # RULES machine 3: 整改中 → 申请销号 by IH
    "task.extend": {R.VICE_LEADER, R.CHIEF},  # RULES machine 3: 整改中 → 延期 by VL
    "task.close_high_risk": {R.VICE_LEADER, R.CHIEF},  # 复核中 → 已销号: high risk VL
    "task.close": {R.SECTION_HEAD, R.VICE_LEADER, R.CHIEF},
    "task.issue": {R.SECTION_HEAD, R.VICE_LEADER, R.CHIEF},  # 待下发 → 已下发: approval by SH
    "task.verify": {R.CASE_HANDLER, R.SECTION_HEAD, R.ENFORCEMENT_OFFICER},
    "notice.register": {R.CASE_HANDLER, R.SECTION_HEAD, R.POLICE_LIAISON},
    "notice.answer": {R.SECTION_HEAD, R.VICE_LEADER, R.CHIEF},
    "task.escalate": {R.SUPERVISION_OFFICER, R.SECTION_HEAD, R.VICE_LEADER, R.CHIEF},
}


@pytest.mark.parametrize("permission", sorted(ONLY))
def test_only_these_roles_hold_it(permission: str) -> None:
    assert {role for role, duties in ROLES.items() if permission in duties.permissions} == ONLY[permission]


def test_every_permission_is_known_and_held_by_somebody() -> None:
    held = permissions_of(Role)
    assert held <= set(PERMISSIONS)
    assert set(PERMISSIONS) == held
    assert all(text.zh and text.en for text in PERMISSIONS.values())


def test_an_institution_never_reviews_itself() -> None:
    there = {role for role in Role if fits(role, "institution")}
    assert there == {R.INSTITUTION_CLERK, R.INSTITUTION_HEAD}
    mine = permissions_of(there)
    assert mine.isdisjoint({"duty.review", "duty.exempt", "task.verify", "task.close", "task.review", "task.issue"})


def test_roles_of_authorities_are_not_held_at_institutions_and_the_other_way_round() -> None:
    assert {role for role in Role if fits(role, "health_authority")} == set(Role) - {
        R.INSTITUTION_CLERK,
        R.INSTITUTION_HEAD,
        R.POLICE_LIAISON,
    }
    assert {role for role in Role if fits(role, "section")} == {
        R.CASE_HANDLER,
        R.ENFORCEMENT_OFFICER,
        R.SECTION_HEAD,
        R.VICE_LEADER,
        R.CHIEF,
        R.SUPERVISION_OFFICER,
    }
    assert fits(R.POLICE_LIAISON, "police")
    assert not fits(R.POLICE_LIAISON, "court")


@pytest.mark.parametrize("kind", ["institution", "health_authority", "police"])
def test_no_machine_decides_administers_or_unmasks(kind: str) -> None:
    forbidden = {
        p
        for p in PERMISSIONS
        if p.split(".")[1] in {"reveal", "review", "exempt", "issue", "verify", "close", "close_high_risk", "extend"}
        or p.split(".")[0] in {"user", "role", "session", "client", "job", "setting", "calendar"}
    }
    assert scopes_of(kind).isdisjoint(forbidden | {"organisation.write", "journal.read"})
    assert "journal.feed" in scopes_of(kind)


def test_a_hospitals_machine_does_what_its_people_do() -> None:
    assert scopes_of("institution") == {
        "institution.read",
        "campaign.read",
        "duty.read",
        "duty.submit",
        "task.read",
        "task.answer",
        "complaint.read",
        "complaint.handle",
        "dispute.read",
        "notice.read",
        "evidence.add",
        "organisation.read",
        "search.use",
        "journal.feed",
    }


@pytest.mark.parametrize("roles", [[], [R.CASE_HANDLER], [R.SYSTEM_ADMIN], [R.SECURITY_ADMIN], [R.AUDIT_ADMIN]])
def test_no_role_can_take_both_the_password_and_the_second_factor_of_one_account(roles: list[Role]) -> None:
    both = {permission_over_account(roles), permission_over_second_factor(roles)}
    assert len(both) == 2
    assert not any(both <= duties.permissions for duties in ROLES.values())
