"""complaint repeats

Revision: 0ec677996aae
After: 4c1f0d7a92be
"""

import sqlalchemy as sa
from alembic import op

revision = "0ec677996aae"
down_revision = "4c1f0d7a92be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaint", sa.Column("source_updated_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "complaint_repeat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("org_l1", sa.Uuid(), nullable=True),
        sa.Column("org_l2", sa.Uuid(), nullable=True),
        sa.Column("org_l3", sa.Uuid(), nullable=True),
        sa.Column("org_l4", sa.Uuid(), nullable=True),
        sa.Column("org_l5", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relapse", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=120), nullable=True),
        sa.Column("listing_proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_repeat_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_repeat")),
    )
    with op.batch_alter_table("complaint_repeat", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_repeat_l1_id", ["org_l1", "id"], unique=False)
        batch_op.create_index("ix_complaint_repeat_l2_id", ["org_l2", "id"], unique=False)
        batch_op.create_index("ix_complaint_repeat_l3_id", ["org_l3", "id"], unique=False)
        batch_op.create_index("ix_complaint_repeat_l4_id", ["org_l4", "id"], unique=False)
        batch_op.create_index("ix_complaint_repeat_l5_id", ["org_l5", "id"], unique=False)
        batch_op.create_index("ix_complaint_repeat_link", ["organisation_id", "matter", "department"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_repeat_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_column("complaint", "source_updated_at")
    with op.batch_alter_table("complaint_repeat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_repeat_organisation_id"))
        batch_op.drop_index("ix_complaint_repeat_link")
        batch_op.drop_index("ix_complaint_repeat_l5_id")
        batch_op.drop_index("ix_complaint_repeat_l4_id")
        batch_op.drop_index("ix_complaint_repeat_l3_id")
        batch_op.drop_index("ix_complaint_repeat_l2_id")
        batch_op.drop_index("ix_complaint_repeat_l1_id")

    op.drop_table("complaint_repeat")
