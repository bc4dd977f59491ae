"""The registry's own code lists: what an institution is, and in which fields it practises."""

from duban.kernel.catalogues import Catalogue, shipped

PACKAGE = "duban.institutions"
NAMES = ("institution_type", "focus_field")


def institution_types() -> Catalogue:
    """Types and attributes of institutions; plans name their populations by these codes."""
    return shipped(PACKAGE, "institution_type")


def focus_fields() -> Catalogue:
    """Specialties and places that plans look at."""
    return shipped(PACKAGE, "focus_field")
