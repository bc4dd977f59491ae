"""notices of other organs

What the police, procuratorates, courts and supervisory organs tell the health authorities. Only a new table.

Revision: 8df96ed2b5d6
After: b0bd315edcd0
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8df96ed2b5d6"
down_revision = "b0bd315edcd0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
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
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("from_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("from_name", sa.String(length=120), nullable=False),
        sa.Column("registered_by_name", sa.String(length=120), nullable=False),
        sa.Column("registrar_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("next_opinion", sa.Text(), nullable=True),
        sa.Column("needs_answer", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_document_number", sa.String(length=80), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.String(length=120), nullable=True),
        sa.Column("answer_letters", sa.Integer(), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_upward_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_terms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint("answer_letters >= 0 AND task_count >= 0", name=op.f("ck_notice_counts")),
        sa.ForeignKeyConstraint(["authority_id"], ["organisation.id"], name=op.f("fk_notice_authority_id")),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"], ["organisation.id"], name=op.f("fk_notice_from_organisation_id")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_notice_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_notice_number")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_authority_id"), ["authority_id"], unique=False)
        batch_op.create_index("ix_notice_l1_id", ["org_l1", "id"], unique=False)
        batch_op.create_index("ix_notice_l1_received_at_id", ["org_l1", "received_at", "id"], unique=False)
        batch_op.create_index("ix_notice_l1_state_id", ["org_l1", "state", "id"], unique=False)
        batch_op.create_index("ix_notice_l2_id", ["org_l2", "id"], unique=False)
        batch_op.create_index("ix_notice_l2_received_at_id", ["org_l2", "received_at", "id"], unique=False)
        batch_op.create_index("ix_notice_l2_state_id", ["org_l2", "state", "id"], unique=False)
        batch_op.create_index("ix_notice_l3_id", ["org_l3", "id"], unique=False)
        batch_op.create_index("ix_notice_l3_received_at_id", ["org_l3", "received_at", "id"], unique=False)
        batch_op.create_index("ix_notice_l3_state_id", ["org_l3", "state", "id"], unique=False)
        batch_op.create_index("ix_notice_l4_id", ["org_l4", "id"], unique=False)
        batch_op.create_index("ix_notice_l4_received_at_id", ["org_l4", "received_at", "id"], unique=False)
        batch_op.create_index("ix_notice_l4_state_id", ["org_l4", "state", "id"], unique=False)
        batch_op.create_index("ix_notice_l5_id", ["org_l5", "id"], unique=False)
        batch_op.create_index("ix_notice_l5_received_at_id", ["org_l5", "received_at", "id"], unique=False)
        batch_op.create_index("ix_notice_l5_state_id", ["org_l5", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_notice_place", ["organisation_id", "received_at"], unique=False)
        batch_op.create_index("ix_notice_sender", ["from_organisation_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("notice")
