"""campaign lifecycle

Revision: 8c41d2f7a9e3
After: 8d2f51c7a3e4
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8c41d2f7a9e3"
down_revision = "8d2f51c7a3e4"
branch_labels = None
depends_on = None

JSON_DATA = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

CAMPAIGN = (
    ("job_id", sa.Uuid(), None),
    ("owners", JSON_DATA, "{}"),
    ("dropped_clauses", JSON_DATA, "[]"),
    ("institution_types", JSON_DATA, "[]"),
    ("beside_parent", sa.Boolean(), sa.false()),
)
"""Name, type and what rows already there get; None: the column may be empty."""


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        for name, kind, value in CAMPAIGN:
            batch.add_column(sa.Column(name, kind, nullable=value is None, server_default=value))
    with op.batch_alter_table("campaign") as batch:
        for name, kind, value in CAMPAIGN:
            if value is not None:
                batch.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    with op.batch_alter_table("duty") as batch:
        batch.add_column(sa.Column("issued_after_due", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("duty") as batch:
        batch.alter_column("issued_after_due", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("duty") as batch:
        batch.drop_column("issued_after_due")
    with op.batch_alter_table("campaign") as batch:
        for name, _, _ in reversed(CAMPAIGN):
            batch.drop_column(name)
