"""partial uploads

Revision: 78ffb418593f
After: 8c41d7e2a905
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "78ffb418593f"
down_revision = "8c41d7e2a905"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partial_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partial_upload")),
    )
    with op.batch_alter_table("partial_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partial_upload_owner_id"), ["owner_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("partial_upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partial_upload_owner_id"))

    op.drop_table("partial_upload")
