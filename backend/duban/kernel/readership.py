"""Which permission lets somebody read subjects of a type: what the journal's feed and the live events ask.

A resource declares itself when it gets its `GET /{id}` (`cases.add_detail`). A type that nobody declared is read by
nobody but the auditor: to forget a declaration hides, it never shows.
"""

from duban.kernel.access import Actor

_permissions: dict[str, set[str]] = {}


def declare(subject_type: str, permission: str) -> None:
    """Let holders of `permission` read subjects of `subject_type`. Two permissions declared: either is enough."""
    _permissions.setdefault(subject_type, set()).add(permission)


def may_read(me: Actor, subject_type: str) -> bool:
    return not me.permissions.isdisjoint(_permissions.get(subject_type, ()))


def readable_types(me: Actor) -> tuple[str, ...]:
    """The subject types `me` may read, in order."""
    return tuple(sorted(name for name in _permissions if may_read(me, name)))
