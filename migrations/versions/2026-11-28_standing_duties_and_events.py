"""standing duties and events

An event reported under a standing duty becomes a matter of its own, with every report on it. Events reported before keep
their moments and words; whether they were late was never asked, so none is called late.

Revision: b3f2a6d1c095
After: 8c41d2f7a9e3
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b3f2a6d1c095"
down_revision = "8c41d2f7a9e3"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=40)

NEW_COLUMNS = ("standing", "immediate", "zero_due")

FORWARD = (
    """INSERT INTO duty_event (id, created_at, updated_at, version, organisation_id, org_l1, org_l2, org_l3, org_l4,
        org_l5, number, duty_id, campaign_id, clause_code, title, position, immediate, receiver_id, region_code, state,
        happened_at, summary, registered_by_name, reported_at, last_reported_at, last_kind, reported_by_id,
        report_count)
    SELECT r.id, r.reported_at, r.reported_at, 1, d.organisation_id, d.org_l1, d.org_l2, d.org_l3, d.org_l4, d.org_l5,
        d.number || '-' || r.position, d.id, d.campaign_id, d.clause_code, d.title, r.position, false, d.reviewer_id,
        d.region_code, 'reported', r.happened_at, r.summary, r.reported_by_name, r.reported_at, r.reported_at, 'first',
        r.reported_by_id, 1
    FROM event_report r JOIN duty d ON d.id = r.duty_id""",
    """INSERT INTO duty_event_report (id, event_id, position, kind, account, "values", reported_at, reported_by_id,
        reported_by_name)
    SELECT id, id, 1, 'first', summary, "values", reported_at, reported_by_id, reported_by_name FROM event_report""",
    "UPDATE duty SET standing = true, event_count = report_count WHERE rhythm = 'per_event'",
    """UPDATE clock SET state = 'cancelled' WHERE subject_type = 'duty' AND term = 'duty_due' AND state = 'running'
        AND subject_id IN (SELECT id FROM duty WHERE standing)""",
    """UPDATE duty SET fact = CASE WHEN report_count > 0 THEN 'on_time' ELSE 'quiet' END
        WHERE standing AND state IN ('open', 'missing')""",
    "UPDATE duty SET state = 'ended', missed_at = NULL WHERE standing AND state = 'missing'",
)
"""A standing duty owes nothing while nothing happens: it has no clock, and silence at its end was no omission."""

BACK = """INSERT INTO event_report (id, duty_id, position, happened_at, summary, "values", reported_at, reported_by_id,
        reported_by_name)
    SELECT e.id, e.duty_id, e.position, e.happened_at, r.account, r."values", r.reported_at, r.reported_by_id,
        r.reported_by_name
    FROM duty_event e JOIN duty_event_report r ON r.event_id = e.id AND r.position = 1"""


def upgrade() -> None:
    for name in NEW_COLUMNS:
        op.add_column("duty", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("duty", sa.Column("event_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("submission", sa.Column("records", JSON, server_default="[]", nullable=False))
    op.create_table(
        "duty_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("org_l1", sa.Uuid(), nullable=True),
        sa.Column("org_l2", sa.Uuid(), nullable=True),
        sa.Column("org_l3", sa.Uuid(), nullable=True),
        sa.Column("org_l4", sa.Uuid(), nullable=True),
        sa.Column("org_l5", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("clause_code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("happened_at", INSTANT, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("harm", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("phoned_at", INSTANT, nullable=True),
        sa.Column("phoned_to", sa.String(length=120), nullable=True),
        sa.Column("registered_by_name", sa.String(length=120), nullable=False),
        sa.Column("reported_at", INSTANT, nullable=True),
        sa.Column("last_reported_at", INSTANT, nullable=True),
        sa.Column("last_kind", WORD, nullable=True),
        sa.Column("reported_by_id", sa.Uuid(), nullable=True),
        sa.Column("report_count", sa.Integer(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("late_at", INSTANT, nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("late_explained_at", INSTANT, nullable=True),
        sa.Column("late_explained_by_name", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_duty_event_campaign_id")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_event_duty_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_duty_event_organisation_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["organisation.id"], name=op.f("fk_duty_event_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_event")),
        sa.UniqueConstraint("duty_id", "position", name=op.f("uq_duty_event_duty_id_position")),
        sa.UniqueConstraint("number", name=op.f("uq_duty_event_number")),
    )
    op.create_index(op.f("ix_duty_event_campaign_id"), "duty_event", ["campaign_id"])
    op.create_index(op.f("ix_duty_event_organisation_id"), "duty_event", ["organisation_id"])
    for level in range(1, 6):
        for column in ("happened_at", "state"):
            op.create_index(f"ix_duty_event_l{level}_{column}_id", "duty_event", [f"org_l{level}", column, "id"])
    op.create_table(
        "duty_event_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("harm", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("liability", sa.Text(), nullable=True),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("improvement", sa.Text(), nullable=True),
        sa.Column("values", JSON, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_by_name", sa.String(length=120), nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("received_by_name", sa.String(length=120), nullable=True),
        sa.Column("returned_at", INSTANT, nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["duty_event.id"], name=op.f("fk_duty_event_report_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_event_report")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_duty_event_report_event_id_position")),
    )
    for statement in FORWARD:
        op.execute(sa.text(statement))
    op.drop_table("event_report")


def downgrade() -> None:
    op.create_table(
        "event_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("happened_at", INSTANT, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_event_report_duty_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_report")),
        sa.UniqueConstraint("duty_id", "position", name=op.f("uq_event_report_duty_id_position")),
    )
    op.execute(sa.text(BACK))
    op.execute(sa.text("UPDATE duty SET fact = 'due' WHERE state = 'open' AND fact = 'quiet'"))
    op.execute(sa.text("UPDATE duty SET state = 'missing', fact = 'missing' WHERE state = 'ended'"))
    op.drop_table("duty_event_report")
    op.drop_table("duty_event")
    op.drop_column("submission", "records")
    for name in ("event_count", *reversed(NEW_COLUMNS)):
        op.drop_column("duty", name)
