"""complaints

Revision: bb90cc1d5d91
After: 78ffb418593f
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "bb90cc1d5d91"
down_revision = "78ffb418593f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint",
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
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("term_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feedback_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("channel_reference", sa.String(length=80), nullable=True),
        sa.Column("registered_by_id", sa.Uuid(), nullable=False),
        sa.Column("registered_by_name", sa.String(length=120), nullable=False),
        sa.Column("registrar_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.Column("handover_to_id", sa.Uuid(), nullable=True),
        sa.Column("handover_reason", sa.Text(), nullable=True),
        sa.Column("first_receiver", sa.String(length=80), nullable=False),
        sa.Column("first_department", sa.String(length=80), nullable=False),
        sa.Column("responsible", sa.String(length=80), nullable=False),
        sa.Column("responsible_department", sa.String(length=80), nullable=False),
        sa.Column("is_real_name", sa.Boolean(), nullable=False),
        sa.Column("is_protected", sa.Boolean(), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=True),
        sa.Column("complainant_name_encrypted", sa.Text(), nullable=True),
        sa.Column("complainant_name_masked", sa.String(length=60), nullable=True),
        sa.Column("complainant_phone_encrypted", sa.Text(), nullable=True),
        sa.Column("complainant_phone_masked", sa.String(length=40), nullable=True),
        sa.Column("complainant_phone_index", sa.String(length=64), nullable=True),
        sa.Column("complainant_address_encrypted", sa.Text(), nullable=True),
        sa.Column("complainant_address_masked", sa.String(length=120), nullable=True),
        sa.Column("patient_name_encrypted", sa.Text(), nullable=True),
        sa.Column("patient_name_masked", sa.String(length=60), nullable=True),
        sa.Column("patient_identity_encrypted", sa.Text(), nullable=True),
        sa.Column("patient_identity_masked", sa.String(length=40), nullable=True),
        sa.Column("visit_number_encrypted", sa.Text(), nullable=True),
        sa.Column("visit_number_masked", sa.String(length=40), nullable=True),
        sa.Column("patient_sex", sa.String(length=10), nullable=True),
        sa.Column("patient_age", sa.Integer(), nullable=True),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("departments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("staff_concerned", sa.String(length=200), nullable=True),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("is_joint", sa.Boolean(), nullable=False),
        sa.Column("has_risk", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("finding", sa.String(length=40), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_by_name", sa.String(length=120), nullable=True),
        sa.Column("decline_reason", sa.String(length=40), nullable=True),
        sa.Column("decline_explanation", sa.Text(), nullable=True),
        sa.Column("right_door", sa.String(length=200), nullable=True),
        sa.Column("decline_proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("fed_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fed_back_how", sa.String(length=40), nullable=True),
        sa.Column("fed_back_by_name", sa.String(length=120), nullable=True),
        sa.Column("confirmed", sa.String(length=40), nullable=True),
        sa.Column("feedback_note", sa.Text(), nullable=True),
        sa.Column("called_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_back_note", sa.Text(), nullable=True),
        sa.Column("satisfaction", sa.String(length=40), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("new_facts", sa.Text(), nullable=True),
        sa.Column("withdrawn_how", sa.String(length=200), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("split_from_id", sa.Uuid(), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_system", sa.String(length=60), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("source_digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["handler_id"], ["organisation.id"], name=op.f("fk_complaint_handler_id")),
        sa.ForeignKeyConstraint(["handover_to_id"], ["organisation.id"], name=op.f("fk_complaint_handover_to_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["complaint.id"], name=op.f("fk_complaint_merged_into_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_organisation_id")),
        sa.ForeignKeyConstraint(["split_from_id"], ["complaint.id"], name=op.f("fk_complaint_split_from_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("source_system", "external_id", name=op.f("uq_complaint_source_system_external_id")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_complainant_phone_index"), ["complainant_phone_index"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_complaint_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index("ix_complaint_l1_id", ["org_l1", "id"], unique=False)
        batch_op.create_index("ix_complaint_l1_received_at_id", ["org_l1", "received_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_l1_state_id", ["org_l1", "state", "id"], unique=False)
        batch_op.create_index("ix_complaint_l2_id", ["org_l2", "id"], unique=False)
        batch_op.create_index("ix_complaint_l2_received_at_id", ["org_l2", "received_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_l2_state_id", ["org_l2", "state", "id"], unique=False)
        batch_op.create_index("ix_complaint_l3_id", ["org_l3", "id"], unique=False)
        batch_op.create_index("ix_complaint_l3_received_at_id", ["org_l3", "received_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_l3_state_id", ["org_l3", "state", "id"], unique=False)
        batch_op.create_index("ix_complaint_l4_id", ["org_l4", "id"], unique=False)
        batch_op.create_index("ix_complaint_l4_received_at_id", ["org_l4", "received_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_l4_state_id", ["org_l4", "state", "id"], unique=False)
        batch_op.create_index("ix_complaint_l5_id", ["org_l5", "id"], unique=False)
        batch_op.create_index("ix_complaint_l5_received_at_id", ["org_l5", "received_at", "id"], unique=False)
        batch_op.create_index("ix_complaint_l5_state_id", ["org_l5", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_complaint_place", ["organisation_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_split_from_id"), ["split_from_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_split_from_id"))
        batch_op.drop_index("ix_complaint_place")
        batch_op.drop_index(batch_op.f("ix_complaint_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_merged_into_id"))
        batch_op.drop_index("ix_complaint_l5_state_id")
        batch_op.drop_index("ix_complaint_l5_received_at_id")
        batch_op.drop_index("ix_complaint_l5_id")
        batch_op.drop_index("ix_complaint_l4_state_id")
        batch_op.drop_index("ix_complaint_l4_received_at_id")
        batch_op.drop_index("ix_complaint_l4_id")
        batch_op.drop_index("ix_complaint_l3_state_id")
        batch_op.drop_index("ix_complaint_l3_received_at_id")
        batch_op.drop_index("ix_complaint_l3_id")
        batch_op.drop_index("ix_complaint_l2_state_id")
        batch_op.drop_index("ix_complaint_l2_received_at_id")
        batch_op.drop_index("ix_complaint_l2_id")
        batch_op.drop_index("ix_complaint_l1_state_id")
        batch_op.drop_index("ix_complaint_l1_received_at_id")
        batch_op.drop_index("ix_complaint_l1_id")
        batch_op.drop_index(batch_op.f("ix_complaint_handler_id"))
        batch_op.drop_index(batch_op.f("ix_complaint_complainant_phone_index"))

    op.drop_table("complaint")
