"""public complaints

Revision: 2f7e33f89dd7
After: 0ec677996aae
"""

import sqlalchemy as sa
from alembic import op

revision = "2f7e33f89dd7"
down_revision = "0ec677996aae"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_window",
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
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.Column("hotline", sa.String(length=40), nullable=True),
        sa.Column("mediation", sa.String(length=300), nullable=True),
        sa.Column("other_ways", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_window_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_window")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_complaint_window_organisation_id")),
    )
    with op.batch_alter_table("complaint_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_window_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "complaint_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=True),
        sa.Column("organisation_name", sa.String(length=120), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_message_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_message")),
    )
    with op.batch_alter_table("complaint_message", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_message_complaint", ["complaint_id", "id"], unique=False)

    op.create_table(
        "complaint_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_edition", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_receipt_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_receipt")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_complaint_receipt_code_digest")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_complaint_receipt_complaint_id")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.add_column(sa.Column("happened", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("rating", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("rating_comment", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("unread_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_column("unread_since")
        batch_op.drop_column("rated_at")
        batch_op.drop_column("rating_comment")
        batch_op.drop_column("rating")
        batch_op.drop_column("happened")

    op.drop_table("complaint_receipt")
    with op.batch_alter_table("complaint_message", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_message_complaint")

    op.drop_table("complaint_message")
    with op.batch_alter_table("complaint_window", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_window_organisation_id"))

    op.drop_table("complaint_window")
