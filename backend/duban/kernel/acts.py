"""One act: who acts, at what moment, inside which transaction. What routes hand to rules and actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from duban.kernel import journal
from duban.kernel.access import Actor
from duban.kernel.db import Row
from duban.kernel.journal import Visibility


@dataclass
class Act:
    """The context of one write. `changed` rows get their version counted once, however many times they are noted."""

    db: AsyncSession
    me: Actor
    now: datetime
    request_id: str | None = None
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    _touched: set[int] = field(default_factory=set)

    def note(
        self,
        action: str,
        subject: Any,
        *,
        label: str | None = None,
        changes: Mapping[str, tuple[Any, Any]] | None = None,
        reason: str | None = None,
        visibility: Visibility | None = None,
    ) -> None:
        """Journal what was done to `subject` and count its version up (once per act)."""
        if isinstance(subject, Row) and id(subject) not in self._touched:
            self._touched.add(id(subject))
            if subject not in self.db.new:
                subject.touch(self.now)
            self.db.add(subject)
        journal.record(
            self.db,
            self.me,
            self.now,
            action,
            subject,
            label=label or subject.label,
            changes=changes,
            reason=reason,
            visibility=visibility,
            request_id=self.request_id,
        )

    def change(
        self,
        subject: Row,
        values: Mapping[str, Any],
        *,
        action: str,
        reason: str | None = None,
        visibility: Visibility | None = None,
    ) -> dict[str, tuple[Any, Any]]:
        """Set `values` on `subject` and journal what differs. Nothing differs: nothing is written. Returns the diff."""
        diff = {k: (getattr(subject, k), v) for k, v in values.items() if getattr(subject, k) != v}
        if diff:
            for key, (_, value) in diff.items():
                setattr(subject, key, value)
            self.note(action, subject, changes=diff, reason=reason, visibility=visibility)
        return diff
