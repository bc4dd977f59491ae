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


def downgrade() -> None:
    with op.batch_alter_table("rectification_task", schema=None) as batch_op:
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("no_before_reason")
        batch_op.drop_column("after_submitted")
        batch_op.drop_column("chosen_weight")
        batch_op.drop_column("amender_ids")
