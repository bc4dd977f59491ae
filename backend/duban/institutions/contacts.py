"""Contacts of an institution: their telephone numbers are protected, shown masked, revealed with a reason."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.institutions.models import Institution, InstitutionContact
from duban.kernel import journal, reencryption
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.db import LEVELS
from duban.kernel.errors import Conflict, Text, not_found
from duban.kernel.masks import mask_phone
from duban.kernel.protected import KeyRing, phone_digits

PHONE = "institution_contact.phone"
"""Binds ciphertext and digests to this column."""
reencryption.declare(InstitutionContact.phone_encrypted, PHONE)

SHOWN_FOR = timedelta(minutes=5)
"""How long a revealed number may stay on a screen."""


def set_phone(contact: InstitutionContact, ring: KeyRing, phone: str | None) -> None:
    """Store a number encrypted, findable and masked; None stores nothing."""
    contact.phone_encrypted = ring.encrypt(phone, PHONE) if phone else None
    contact.phone_index = ring.blind_index(phone, PHONE, phone_digits) if phone else None
    contact.phone_masked = mask_phone(phone) if phone else None


async def add(act: Act, ring: KeyRing, institution: Institution, values: Mapping[str, Any]) -> InstitutionContact:
    """A new contact of `institution`; it belongs to the institution's node."""
    given = dict(values)
    phone = given.pop("phone", None)
    contact = InstitutionContact(
        organisation_id=institution.organisation_id,
        institution_id=institution.id,
        created_at=act.now,
        updated_at=act.now,
        **given,
    )
    set_phone(contact, ring, phone)
    for level in range(1, LEVELS + 1):
        setattr(contact, f"org_l{level}", getattr(institution, f"org_l{level}"))
    act.db.add(contact)
    told: dict[str, tuple[Any, Any]] = {
        name: (None, getattr(contact, name)) for name in ("institution_id", "name", "role", "position")
    }
    if phone:
        told["phone"] = (None, ring.digest(phone, PHONE))
    act.note("institution_contact:create", contact, changes=told)
    await act.db.flush()
    return contact


def amend(act: Act, ring: KeyRing, contact: InstitutionContact, values: Mapping[str, Any]) -> None:
    """Set `values` on the locked contact; `phone` None removes the number. The journal gets digests of numbers."""
    given = dict(values)
    changes: dict[str, tuple[Any, Any]] = {}
    if "phone" in given:
        after = given.pop("phone")
        before = number(ring, contact)
        if before != after:
            changes["phone"] = (_digest(ring, before), _digest(ring, after))
            set_phone(contact, ring, after)
    for name, value in given.items():
        if getattr(contact, name) != value:
            changes[name] = (getattr(contact, name), value)
            setattr(contact, name, value)
    if changes:
        act.note("institution_contact:amend", contact, changes=changes)


def _digest(ring: KeyRing, phone: str | None) -> str | None:
    return ring.digest(phone, PHONE) if phone else None


def end(act: Act, contact: InstitutionContact, on: date) -> None:
    """The locked contact is none any more from `on` on; the row stays. Raises Conflict (`contact_ended`)."""
    if contact.ended_on is not None:
        raise Conflict("contact_ended", Text("该联络员已停用。", "This contact has ended already."))
    act.change(contact, {"ended_on": on}, action="institution_contact:end")


def number(ring: KeyRing, contact: InstitutionContact) -> str | None:
    """The plain number. Raises Unreadable where it cannot be opened."""
    return ring.decrypt(contact.phone_encrypted, PHONE) if contact.phone_encrypted else None


def reveal(act: Act, ring: KeyRing, contact: InstitutionContact, reason: str) -> tuple[str | None, datetime]:
    """The plain number and until when it may be shown. The look is journalled with its reason; the row is unchanged."""
    plain = number(ring, contact)
    journal.record(
        act.db,
        act.me,
        act.now,
        "institution_contact:reveal",
        contact,
        label=contact.label,
        reason=reason,
        request_id=act.request_id,
    )
    return plain, act.now + SHOWN_FOR


async def one(act: Act, institution_id: UUID, id: UUID) -> InstitutionContact:
    """The contact `id` of that institution, locked. Raises NotFound outside the actor's subtree."""
    contact = await one_visible(act.db, InstitutionContact, id, act.me, lock=True)
    if contact.institution_id != institution_id:
        raise not_found()
    return contact


def of(institution_id: UUID) -> Any:
    """Select the contacts of an institution, present ones first."""
    return (
        select(InstitutionContact.__table__)  # type: ignore[attr-defined]
        .where(col(InstitutionContact.institution_id) == institution_id)
        .order_by(col(InstitutionContact.ended_on).is_not(None), col(InstitutionContact.id))
    )
