"""returned and exempted duties

Until when a returned report is corrected, who released from a duty and when, and the key task behind a clause.

Revision: 8d2f51c7a3e4
After: 5fc7183cffc0
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8d2f51c7a3e4"
down_revision = "5fc7183cffc0"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CAMPAIGN = sa.table("campaign", sa.column("id", sa.Uuid()), sa.column("plan", JSON))
CLAUSE = sa.table(
    "campaign_clause",
    sa.column("campaign_id", sa.Uuid()),
    sa.column("code", sa.String()),
    sa.column("task_title", sa.String()),
)


def upgrade() -> None:
    with op.batch_alter_table("campaign_clause") as batch_op:
        batch_op.add_column(sa.Column("task_title", sa.String(length=300), nullable=True))
    with op.batch_alter_table("duty") as batch_op:
        batch_op.add_column(sa.Column("correct_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("exempted_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("exempted_by_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("exempted_at", sa.DateTime(timezone=True), nullable=True))
    _name_tasks()


def _name_tasks() -> None:
    """Give the clauses of campaigns already launched the titles of their key tasks: `T7.charging_and_prices` is T7's."""
    connection = op.get_bind()
    for campaign_id, plan in connection.execute(sa.select(CAMPAIGN.c.id, CAMPAIGN.c.plan)).all():
        for task in plan.get("key_tasks", ()):
            title = task.get("title") or next(iter(task.get("measures") or ()), None)
            if title:
                connection.execute(
                    CLAUSE.update()
                    .where(CLAUSE.c.campaign_id == campaign_id, CLAUSE.c.code.like(f"{task['code']}.%"))
                    .values(task_title=title[:300])
                )


def downgrade() -> None:
    with op.batch_alter_table("duty") as batch_op:
        for name in ("exempted_at", "exempted_by_name", "exempted_by_id", "correct_by"):
            batch_op.drop_column(name)
    with op.batch_alter_table("campaign_clause") as batch_op:
        batch_op.drop_column("task_title")
