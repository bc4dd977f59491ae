"""rectification evidence and amenders

Revision: 9c41d7a2e6b5
After: 5fc7183cffc0
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "9c41d7a2e6b5"
down_revision = "5fc7183cffc0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns with defaults that the database knows: a table with rows takes them without being copied."""
    listed = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("rectification_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amender_ids", listed, server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("chosen_weight", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("after_submitted", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("no_before_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("closed_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("public_problem", sa.Text(), nullable=True))
    told = sa.text("promised_at IS NOT NULL OR published_at IS NOT NULL")
    op.create_index(
        "ix_rectification_task_public", "rectification_task", ["id"], postgresql_where=told, sqlite_where=told
    )
    op.create_table(
        "rectification_public_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["rectification_task.id"], name=op.f("fk_rectification_public_remark_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_public_remark")),
    )
    with op.batch_alter_table("rectification_public_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_public_remark_task_id"), ["task_id"], unique=False)


def downgrade() -> None:
    op.drop_table("rectification_public_remark")
    op.drop_index("ix_rectification_task_public", table_name="rectification_task")
    with op.batch_alter_table("rectification_task", schema=None) as batch_op:
        batch_op.drop_column("public_problem")
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("no_before_reason")
        batch_op.drop_column("after_submitted")
        batch_op.drop_column("chosen_weight")
        batch_op.drop_column("amender_ids")
