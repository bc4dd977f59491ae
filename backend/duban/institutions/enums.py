"""The registry's closed lists of words. Level, grade and profit kind are what a licence says: `licences.py`."""

from enum import StrEnum


class InstitutionStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Ownership(StrEnum):
    """Whose the institution is (经济类型, as far as plans tell them apart)."""

    PUBLIC = "public"
    COLLECTIVE = "collective"
    PRIVATE = "private"
    OTHER = "other"


class Designation(StrEnum):
    """What an institution was designated for: 医保定点, 定点救治."""

    MEDICAL_INSURANCE = "medical_insurance"
    TREATMENT = "treatment"


class ContactRole(StrEnum):
    """What one calls the contact about."""

    LIAISON = "liaison"
    HEAD = "head"
    COMPLAINTS = "complaints"
    SECURITY = "security"
    MEDICAL_AFFAIRS = "medical_affairs"
