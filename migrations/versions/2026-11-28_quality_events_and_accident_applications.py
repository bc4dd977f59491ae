"""quality events and accident applications

Revision: f93c295190b7
After: 96bd1d22ddea
"""

import sqlalchemy as sa
from alembic import op

revision = "f93c295190b7"
down_revision = "96bd1d22ddea"
branch_labels = None
depends_on = None

FLAGS = ("rescue_notes_late", "runs_rescue_notes", "report_is_bound")
"""False for every dispute that is there already."""


def upgrade() -> None:
    op.create_table(
        "dispute_accident_application",
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
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("authority_name", sa.String(length=120), nullable=False),
        sa.Column("is_followed", sa.Boolean(), nullable=False),
        sa.Column("is_for_above", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["organisation.id"], name=op.f("fk_dispute_accident_application_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_accident_application_dispute_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_accident_application_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_accident_application")),
    )
    with op.batch_alter_table("dispute_accident_application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_accident_application_authority_id"), ["authority_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_dispute_accident_application_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dispute_accident_application_organisation_id"), ["organisation_id"], unique=False
        )

    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rescue_ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("rescue_notes_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("quality_grade", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("quality_found_at", sa.DateTime(timezone=True), nullable=True))
        for name in FLAGS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("dispute") as batch_op:
        for name in FLAGS:
            batch_op.alter_column(name, existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.drop_column("report_is_bound")
        batch_op.drop_column("quality_found_at")
        batch_op.drop_column("quality_grade")
        batch_op.drop_column("runs_rescue_notes")
        batch_op.drop_column("rescue_notes_late")
        batch_op.drop_column("rescue_notes_at")
        batch_op.drop_column("rescue_ended_at")

    with op.batch_alter_table("dispute_accident_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_accident_application_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_accident_application_dispute_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_accident_application_authority_id"))

    op.drop_table("dispute_accident_application")
