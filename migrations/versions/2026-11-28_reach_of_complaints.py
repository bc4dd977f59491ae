"""reach of complaints

Revision: 4c1f0d7a92be
After: bb90cc1d5d91
"""

import sqlalchemy as sa
from alembic import op

revision = "4c1f0d7a92be"
down_revision = "bb90cc1d5d91"
branch_labels = None
depends_on = None

_NEAREST_AUTHORITY = """
    SELECT MAX(authority.level) FROM organisation AS authority
    WHERE authority.kind = 'health_authority' AND authority.id <> complaint.organisation_id
    AND authority.id IN (complaint.org_l1, complaint.org_l2, complaint.org_l3, complaint.org_l4, complaint.org_l5)
"""
_HANDLER = "SELECT handler.level FROM organisation AS handler WHERE handler.id = complaint.handler_id"
_REACH_OF_DOCUMENT = """
    SELECT complaint.reach FROM complaint WHERE complaint.id = search_document.subject_id
"""


def upgrade() -> None:
    with op.batch_alter_table("complaint") as batch:
        batch.add_column(sa.Column("reach", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("escalation_reason", sa.Text(), nullable=True))
        batch.add_column(sa.Column("listing_proposed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE complaint SET reach = COALESCE(({_NEAREST_AUTHORITY}), 1)")  # noqa: S608 - fixed words
    op.execute(f"UPDATE complaint SET reach = ({_HANDLER}) WHERE ({_HANDLER}) < reach")  # noqa: S608 - fixed words
    with op.batch_alter_table("search_document") as batch:
        batch.add_column(sa.Column("reach", sa.Integer(), nullable=False, server_default="1"))
    op.execute(
        f"UPDATE search_document SET reach = ({_REACH_OF_DOCUMENT})"  # noqa: S608 - fixed words
        " WHERE subject_type = 'complaint' AND EXISTS"
        " (SELECT 1 FROM complaint WHERE complaint.id = search_document.subject_id)"
    )
    # The defaults stay: to take one away, SQLite makes a table anew and loses the triggers of its full-text index.
    for level in range(1, 6):
        op.create_index(
            f"ix_complaint_l{level}_reached",
            "complaint",
            [f"org_l{level}", "id"],
            sqlite_where=sa.text(f"reach <= {level}"),
            postgresql_where=sa.text(f"reach <= {level}"),
        )


def downgrade() -> None:
    for level in range(1, 6):
        op.drop_index(f"ix_complaint_l{level}_reached", table_name="complaint")
    op.drop_column("search_document", "reach")
    for name in ("listing_proposed_at", "escalation_reason", "escalated_at", "reach"):
        op.drop_column("complaint", name)
