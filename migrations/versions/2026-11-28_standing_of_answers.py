"""standing of answers

Revision: 7c1d2e90ab14
After: 5fc7183cffc0
"""

import sqlalchemy as sa
from alembic import op

revision = "7c1d2e90ab14"
down_revision = "5fc7183cffc0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standing", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.drop_column("standing")
