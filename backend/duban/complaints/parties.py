"""Who complains and who the patient is: encrypted, masked, found again only by a telephone number's keyed digest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.complaints.models import Complaint
from duban.kernel import journal, reencryption
from duban.kernel.acts import Act
from duban.kernel.masks import mask_address, mask_id_number, mask_name, mask_phone
from duban.kernel.protected import KeyRing, phone_digits


@dataclass(frozen=True)
class Protected:
    """How one value is masked; `is_found`: the same value can be looked for."""

    mask: Callable[[str], str]
    is_found: bool = False


FIELDS: Mapping[str, Protected] = {
    "complainant_name": Protected(mask_name),
    "complainant_phone": Protected(mask_phone, is_found=True),
    "complainant_address": Protected(mask_address),
    "patient_name": Protected(mask_name),
    "patient_identity": Protected(mask_id_number),
    "visit_number": Protected(mask_id_number),
}
"""Each has the columns `…_encrypted` and `…_masked`, and `…_index` where it can be looked for."""


def _context(name: str) -> str:
    return f"complaint.{name}"


for _name in FIELDS:
    reencryption.declare(getattr(Complaint, f"{_name}_encrypted"), _context(_name))


def phone_index(ring: KeyRing, phone: str) -> str | None:
    """The digest under which complaints with this number are found; None when it has no digits."""
    return ring.blind_index(phone, _context("complainant_phone"), phone_digits)


def sealed(ring: KeyRing, values: Mapping[str, str | None]) -> dict[str, Any]:
    """The columns for plain `values` by name; None empties."""
    columns: dict[str, Any] = {}
    for name, plain in values.items():
        columns[f"{name}_encrypted"] = ring.encrypt(plain, _context(name)) if plain else None
        columns[f"{name}_masked"] = FIELDS[name].mask(plain) if plain else None
        if FIELDS[name].is_found:
            columns[f"{name}_index"] = ring.blind_index(plain, _context(name), phone_digits) if plain else None
    return columns


def digests(ring: KeyRing, values: Mapping[str, str | None]) -> dict[str, str]:
    """What the journal keeps of `values`: that there is one and whether it changed, never which."""
    return {name: ring.digest(plain, _context(name)) for name, plain in values.items() if plain}


def plain(ring: KeyRing, complaint: Complaint) -> dict[str, str | None]:
    """Every protected value. Raises Unreadable where one cannot be opened."""
    kept = {name: getattr(complaint, f"{name}_encrypted") for name in FIELDS}
    return {name: ring.decrypt(text, _context(name)) if text else None for name, text in kept.items()}


def reveal(act: Act, ring: KeyRing, complaint: Complaint, reason: str) -> dict[str, str | None]:
    """Every protected value, for `reason`. The look is journalled, the row unchanged."""
    values = plain(ring, complaint)
    journal.record(
        act.db,
        act.me,
        act.now,
        "complaint:reveal",
        complaint,
        label=complaint.label,
        reason=reason,
        request_id=act.request_id,
    )
    return values
