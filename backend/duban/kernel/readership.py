"""Which permission lets somebody read subjects of a type: what the journal's feed and the live events ask.

A resource declares itself when it gets its `GET /{id}` (`cases.add_detail`). A type that nobody declared is read by
nobody but the auditor: to forget a declaration hides, it never shows.
"""

from duban.kernel.access import Actor

_permissions: dict[str, set[str]] = {}
_reached: set[str] = set()
_confided: set[str] = set()


def declare(subject_type: str, permission: str, *, reached: bool = False, confided: bool = False) -> None:
    """Let holders of `permission` read subjects of `subject_type`. Two permissions declared: either is enough.

    `reached`: not every authority above such a subject reads it (`db.Reached`). `confided`: none above reads of it in
    journal and events at all (`confiding.Confided`).
    """
    _permissions.setdefault(subject_type, set()).add(permission)
    if reached:
        _reached.add(subject_type)
    if confided:
        _confided.add(subject_type)


def may_read_values(me: Actor, subject_type: str) -> bool:
    """Whether the journal shows `me` what an act on a subject of this type changed. What an entry was about may since
    have passed out of an authority's reach, or never have been in it: authorities read the subject itself instead."""
    return may_read(me, subject_type) and (me.is_institution or subject_type not in _reached)


def may_read(me: Actor, subject_type: str) -> bool:
    return not me.permissions.isdisjoint(_permissions.get(subject_type, ()))


def readable_types(me: Actor) -> tuple[str, ...]:
    """The subject types `me` may read, in order."""
    return tuple(sorted(name for name in _permissions if may_read(me, name)))


def confided_types() -> tuple[str, ...]:
    """The types of which only the organisation itself reads, in order."""
    return tuple(sorted(_confided))
