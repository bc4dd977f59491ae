"""Evidence: files attached to a matter, with their SHA-256 at receipt; never replaced, never deleted.

Which matters take evidence, who may read and add it, and what one more piece means to the matter is told by the modules
through `SUBJECTS`. A piece put in by mistake is withdrawn with a reason, and stays. This module knows no matter.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime
from pydantic import Field as SchemaField
from sqlalchemy import Index, event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.access import Actor, one_visible
from duban.kernel.acts import Act
from duban.kernel.db import LEVELS, Database, OrgOwned, Reached, ddl, instant_field, level_indexes, text_field
from duban.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Text, missing_permission, not_found
from duban.kernel.file_names import clean_name
from duban.kernel.ids import new_id
from duban.kernel.object_store import key_of
from duban.kernel.resources import Schema
from duban.kernel.uploads import Upload, digest_mismatch


class Attachment(OrgOwned, table=True):
    """One piece of evidence. It lies where its subject lies: `organisation_id` and the ancestors are the subject's.

    `happened_at` is the sender's word for when it came to be, `received_at` our own. Everything but the withdrawal is
    fixed; the database itself refuses to change or delete it.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_subject", "subject_type", "subject_id", "id"),
        *level_indexes("attachment", "id"),
    )

    subject_type: str = Field(max_length=40)
    subject_id: UUID
    subject_label: str = Field(max_length=200)
    purpose: str = Field(max_length=40)
    file_name: str = Field(max_length=160)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    note: str | None = text_field(default=None)
    happened_at: datetime | None = instant_field(default=None)
    received_at: datetime = instant_field(nullable=False)
    uploaded_by_id: UUID
    uploaded_by_name: str = Field(max_length=120)
    uploader_organisation_id: UUID
    withdrawn_at: datetime | None = instant_field(default=None)
    withdrawn_by_name: str | None = Field(default=None, max_length=120)
    withdrawn_reason: str | None = text_field(default=None)

    @property
    def label(self) -> str:
        return self.file_name

    @property
    def key(self) -> str:
        """Where its bytes lie in the object store."""
        return key_of(self.sha256, self.id)


Counted = Callable[[Act, Any, str], Awaitable[None]]
"""Told of one piece more or less: the act, the locked subject, the purpose. May refuse by raising a Problem."""


@dataclass(frozen=True)
class Outside:
    """Somebody outside a matter's part of the tree who has a part in it, such as who wrote it.

    `stand_in` gives the actor in whose place one sees the matter of an id, None for anybody else. `reads` are the
    purposes of the pieces that exist for such a one, as the matter stands; `adds` those of the pieces one may attach.
    """

    stand_in: Callable[[AsyncSession, UUID, Actor], Awaitable[Actor | None]]
    reads: Callable[[Any], frozenset[str]]
    adds: frozenset[str]


@dataclass(frozen=True)
class Standing:
    """A matter, and how an actor stands to it: in whose place it is seen, and through which rule from outside."""

    matter: Any
    seen_as: Actor
    outside: Outside | None = None

    def reads(self, purpose: str) -> bool:
        return self.outside is None or purpose in self.outside.reads(self.matter)


@dataclass(frozen=True)
class SubjectRule:
    """How the matters of one type take evidence.

    `read` and `write` are permissions, `read_too` others that are enough to read; `purposes` maps each purpose to its
    name for people; the hooks run inside the transaction, on the locked subject, before the piece is written. `hides`
    tells which matters of an actor's subtree do not exist for the actor (yet): neither does their evidence. `outside`
    lets somebody in who stands outside of it.
    """

    model: type[OrgOwned]
    read: str
    purposes: dict[str, Text]
    write: str = "evidence.add"
    on_added: Counted | None = None
    on_withdrawn: Counted | None = None
    hides: Callable[[Any, Actor], bool] | None = None
    read_too: frozenset[str] = frozenset()
    outside: Outside | None = None

    def require_read(self, me: Actor) -> None:
        """Raise Forbidden, naming `read`, unless `me` may read such evidence."""
        if me.permissions.isdisjoint({self.read, *self.read_too}):
            raise missing_permission(self.read)


SUBJECTS: dict[str, SubjectRule] = {}
"""By the subject's word ("duty"), entered by the module that owns the subject."""


def rule_of(subject_type: str) -> SubjectRule:
    """Raises Invalid for a type of matter that takes no evidence."""
    rule = SUBJECTS.get(subject_type)
    if rule is None:
        known = ", ".join(sorted(SUBJECTS))
        text = Text(f"这类事项不接受附件，可用：{known}。", f"These matters take no attachments, but: {known}.")
        raise Invalid("subject_type_unknown", text, [FieldError("/subject_type", "subject_type_unknown", text)])
    return rule


class AttachmentIn(Schema):
    """The fields beside the file."""

    subject_type: str = SchemaField(max_length=40)
    subject_id: UUID
    purpose: str = SchemaField(max_length=40)
    happened_at: AwareDatetime | None = None
    note: str | None = SchemaField(None, max_length=2000)
    sha256: str | None = SchemaField(None, pattern="^[0-9a-fA-F]{64}$")


async def one_matter(db: AsyncSession, rule: SubjectRule, id: UUID, me: Actor, *, lock: bool = False) -> Any:
    """The matter `id` if it exists for the actor. Raises the one `not_found`."""
    matter = await one_visible(db, rule.model, id, me, lock=lock)
    if rule.hides and rule.hides(matter, me):
        raise not_found()
    return matter


async def standing(db: AsyncSession, rule: SubjectRule, id: UUID, me: Actor, *, lock: bool = False) -> Standing:
    """How the actor stands to the matter `id`, inside its part of the tree or outside. Raises the one `not_found`."""
    try:
        return Standing(await one_matter(db, rule, id, me, lock=lock), me)
    except NotFound:
        if rule.outside is None or (other := await rule.outside.stand_in(db, id, me)) is None:
            raise
    return Standing(await one_matter(db, rule, id, other, lock=lock), other, rule.outside)


async def standing_to(database: Database, rule: SubjectRule, id: UUID, me: Actor) -> Standing:
    """`standing`, outside any transaction."""
    async with database.reading() as connection, AsyncSession(connection) as db:
        return await standing(db, rule, id, me)


async def require_shown(db: AsyncSession, subject_type: str, subject_id: UUID, me: Actor) -> None:
    """Whoever sees a piece must see its matter, and be allowed to read such pieces. Raises the one `not_found` where
    the matter does not exist for the actor, Forbidden without the permission."""
    rule = SUBJECTS.get(subject_type)
    if rule is None or subject_id in me.recused:
        raise not_found()
    if rule.hides or issubclass(rule.model, Reached):
        await one_matter(db, rule, subject_id, me)
    rule.require_read(me)


async def require_addable(database: Database, me: Actor, given: AttachmentIn, upload: Upload, now: datetime) -> None:
    """Refuse what can be refused before anything is stored: who, where, what for, when, and other bytes than declared.

    Raises Invalid, Forbidden, and the one `not_found` for a matter outside the actor's part of the tree.
    """
    rule = rule_of(given.subject_type)
    found = await standing_to(database, rule, given.subject_id, me)
    me.require(rule.read)
    me.require(rule.write)
    _require_purpose(rule, found, given.purpose)
    if given.happened_at is not None and given.happened_at > now:
        text = Text("发生时间不能晚于现在。", "It cannot have happened after now.")
        raise Invalid("happened_in_future", text, [FieldError("/happened_at", "happened_in_future", text)])
    if given.sha256 is not None and given.sha256.lower() != upload.sha256:
        raise digest_mismatch("/sha256")


def _require_purpose(rule: SubjectRule, found: Standing, purpose: str) -> None:
    purposes = rule.purposes.keys() if found.outside is None else found.outside.adds
    if purpose not in purposes:
        known = ", ".join(sorted(purposes))
        text = Text(f"用途不正确，可用：{known}。", f"There is no such purpose here. Known: {known}.")
        raise Invalid("purpose_unknown", text, [FieldError("/purpose", "purpose_unknown", text)])


async def add(act: Act, given: AttachmentIn, upload: Upload, id: UUID | None = None) -> Attachment:
    """Attach what was received to its subject: locks the subject, tells its module, writes the row and the journal.

    The bytes must lie in the object store already, under the key of `id`. Raises what `on_added` raises.
    """
    rule = rule_of(given.subject_type)
    found = await standing(act.db, rule, given.subject_id, act.me, lock=True)
    _require_purpose(rule, found, given.purpose)
    subject = found.matter
    if rule.on_added:
        await rule.on_added(act, subject, given.purpose)
    row = Attachment(
        id=id or new_id(),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=subject.organisation_id,
        subject_type=given.subject_type,
        subject_id=subject.id,
        subject_label=subject.label[:200],
        purpose=given.purpose,
        file_name=clean_name(upload.name, upload.media_type),
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        note=given.note,
        happened_at=given.happened_at.astimezone(UTC) if given.happened_at else None,
        received_at=act.now,
        uploaded_by_id=act.me.id,
        uploaded_by_name=act.me.name,
        uploader_organisation_id=act.me.organisation_id,
    )
    for level in range(1, LEVELS + 1):
        setattr(row, f"org_l{level}", getattr(subject, f"org_l{level}"))
    act.db.add(row)
    told = {name: (None, getattr(row, name)) for name in _TOLD}
    act.note("attachment:add", row, changes=told)
    return row


_TOLD = ("subject_type", "subject_id", "purpose", "file_name", "media_type", "size", "sha256", "happened_at")


async def withdraw(act: Act, row: Attachment, reason: str) -> None:
    """Mark the locked `row` as put in by mistake. Its bytes, hash and name stay.

    Raises Forbidden unless the actor's own organisation put it in, Conflict where it was withdrawn before, and what
    `on_withdrawn` raises.
    """
    rule = rule_of(row.subject_type)
    act.me.require(rule.write)
    if row.uploader_organisation_id != act.me.organisation_id:
        raise Forbidden(
            "not_your_evidence",
            Text(
                "只有上传单位可以撤回自己的材料。如有异议，请在审核意见中说明。",
                "Only the organisation that put it in can withdraw it. Say in your review what is wrong with it.",
            ),
        )
    if row.withdrawn_at is not None:
        raise Conflict("already_withdrawn", Text("这份材料已经撤回。", "It was withdrawn before."))
    found = await standing(act.db, rule, row.subject_id, act.me, lock=True)
    if rule.on_withdrawn:
        await rule.on_withdrawn(act, found.matter, row.purpose)
    values = {"withdrawn_at": act.now, "withdrawn_by_name": act.me.name, "withdrawn_reason": reason}
    act.change(row, values, action="attachment:withdraw", reason=reason)


async def one_attachment(db: AsyncSession, id: UUID, me: Actor, *, lock: bool = False) -> Attachment:
    """The attachment with `id` if the actor sees it and its matter. Raises the one `not_found`, Forbidden."""
    try:
        row = await one_visible(db, Attachment, id, me, lock=lock)
    except NotFound:
        return await _from_outside(db, id, me, lock=lock)
    await require_shown(db, row.subject_type, row.subject_id, me)
    return row


async def _from_outside(db: AsyncSession, id: UUID, me: Actor, *, lock: bool) -> Attachment:
    """A piece of a matter to which the actor stands from outside."""
    row = await db.get(Attachment, id)
    rule = SUBJECTS.get(row.subject_type) if row is not None else None
    if row is None or rule is None or rule.outside is None:
        raise not_found()
    found = await standing(db, rule, row.subject_id, me)
    if found.outside is None or not found.reads(row.purpose):
        raise not_found()
    rule.require_read(me)
    if lock:
        await db.refresh(row, with_for_update=True)
    return row


async def matters_evidence(db: AsyncSession, subject: OrgOwned) -> list[Attachment]:
    """Everything ever attached to `subject`, in the order received, withdrawn pieces included."""
    statement = (
        select(Attachment)
        .where(col(Attachment.subject_type) == type(subject).word(), col(Attachment.subject_id) == subject.id)
        .order_by(col(Attachment.id))
    )
    return list((await db.scalars(statement)).all())


def fix(table: str, columns: tuple[str, ...]) -> None:
    """Let the database refuse to delete rows of `table` and to change `columns`, whoever asks."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is never replaced or deleted'); END"
    named = ", ".join(columns)
    # SQLite's INSERT OR REPLACE removes the old row without asking the DELETE trigger.
    is_taken = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - a name of our own
    statements = {
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OF {named} ON {table} {refuse}": "sqlite",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}": "sqlite",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {is_taken} {refuse}": "sqlite",
        "CREATE OR REPLACE FUNCTION refuse_loss() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% is never replaced or deleted', TG_TABLE_NAME; END $$": "postgresql",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OF {named} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_loss()": "postgresql",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss()": "postgresql",
    }
    for statement, dialect in statements.items():
        event.listen(SQLModel.metadata.tables[table], "after_create", ddl(statement, dialect))


fix(
    "attachment",
    (
        "id",
        "subject_type",
        "subject_id",
        "purpose",
        "file_name",
        "media_type",
        "size",
        "sha256",
        "happened_at",
        "received_at",
        "uploaded_by_id",
    ),
)
