"""The registry's own code lists: what an institution is, and in which fields it practises."""

from duban.institutions.enums import Ownership
from duban.institutions.licences import Level
from duban.kernel.catalogues import Catalogue, shipped
from duban.kernel.errors import Text

PACKAGE = "duban.institutions"
NAMES = ("institution_type", "focus_field")


def institution_types() -> Catalogue:
    """Types and attributes of institutions; plans name their populations by these codes."""
    return shipped(PACKAGE, "institution_type")


def focus_fields() -> Catalogue:
    """Specialties and places that plans look at."""
    return shipped(PACKAGE, "focus_field")


_LEVELS = {
    Level.FIRST: Text("一级", "First level"),
    Level.SECOND: Text("二级", "Second level"),
    Level.THIRD: Text("三级", "Third level"),
    Level.UNRATED: Text("未定级", "Unrated"),
}
_OWNERSHIP = {
    Ownership.PUBLIC: Text("公立", "Public"),
    Ownership.COLLECTIVE: Text("集体", "Collective"),
    Ownership.PRIVATE: Text("社会办", "Private"),
    Ownership.OTHER: Text("其他", "Other"),
}


def level_name(code: str) -> Text:
    """What a level (医院等级之“级”) is called. Raises ValueError for another word."""
    return _LEVELS[Level(code)]


def ownership_name(code: str) -> Text:
    """What a kind of ownership is called. Raises ValueError for another word."""
    return _OWNERSHIP[Ownership(code)]
