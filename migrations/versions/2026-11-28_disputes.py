"""disputes

Revision: 96bd1d22ddea
After: e121021219b7
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "96bd1d22ddea"
down_revision = "e121021219b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_clue",
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
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_by_id", sa.Uuid(), nullable=False),
        sa.Column("handed_by_name", sa.String(length=120), nullable=False),
        sa.Column("handed_by_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_clue_complaint_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_complaint_clue_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_clue")),
    )
    with op.batch_alter_table("complaint_clue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_clue_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index("ix_complaint_clue_l1_id", ["org_l1", "id"], unique=False)
        batch_op.create_index("ix_complaint_clue_l2_id", ["org_l2", "id"], unique=False)
        batch_op.create_index("ix_complaint_clue_l3_id", ["org_l3", "id"], unique=False)
        batch_op.create_index("ix_complaint_clue_l4_id", ["org_l4", "id"], unique=False)
        batch_op.create_index("ix_complaint_clue_l5_id", ["org_l5", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_clue_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dispute",
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
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("registered_by_name", sa.String(length=120), nullable=False),
        sa.Column("registrar_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patient_name_encrypted", sa.Text(), nullable=True),
        sa.Column("patient_name_masked", sa.String(length=60), nullable=True),
        sa.Column("patient_identity_encrypted", sa.Text(), nullable=True),
        sa.Column("patient_identity_masked", sa.String(length=40), nullable=True),
        sa.Column("visit_number_encrypted", sa.Text(), nullable=True),
        sa.Column("visit_number_masked", sa.String(length=40), nullable=True),
        sa.Column("claimant_name_encrypted", sa.Text(), nullable=True),
        sa.Column("claimant_name_masked", sa.String(length=60), nullable=True),
        sa.Column("claimant_phone_encrypted", sa.Text(), nullable=True),
        sa.Column("claimant_phone_masked", sa.String(length=40), nullable=True),
        sa.Column("claimant_phone_index", sa.String(length=64), nullable=True),
        sa.Column("claimant_address_encrypted", sa.Text(), nullable=True),
        sa.Column("claimant_address_masked", sa.String(length=120), nullable=True),
        sa.Column("claimant_relation", sa.String(length=40), nullable=True),
        sa.Column("patient_sex", sa.String(length=10), nullable=True),
        sa.Column("patient_age", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=True),
        sa.Column("departments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("treated_on", sa.Date(), nullable=True),
        sa.Column("people_at_scene", sa.String(length=300), nullable=True),
        sa.Column("at_scene_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_died", sa.Boolean(), nullable=False),
        sa.Column("died_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("death_disputed", sa.Boolean(), nullable=False),
        sa.Column("body_frozen", sa.Boolean(), nullable=False),
        sa.Column("body_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("runs_autopsy", sa.Boolean(), nullable=False),
        sa.Column("runs_autopsy_frozen", sa.Boolean(), nullable=False),
        sa.Column("runs_body_kept", sa.Boolean(), nullable=False),
        sa.Column("claim_fen", sa.BigInteger(), nullable=True),
        sa.Column("negotiation_limit_fen", sa.BigInteger(), nullable=True),
        sa.Column("insurer_above_fen", sa.BigInteger(), nullable=True),
        sa.Column("appraisal_from_fen", sa.BigInteger(), nullable=True),
        sa.Column("insured", sa.String(length=40), nullable=False),
        sa.Column("is_major", sa.Boolean(), nullable=False),
        sa.Column("major_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("major_reason", sa.Text(), nullable=True),
        sa.Column("is_accident", sa.Boolean(), nullable=False),
        sa.Column("accident_level", sa.String(length=40), nullable=True),
        sa.Column("negligence_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("runs_negligence", sa.Boolean(), nullable=False),
        sa.Column("reported_to_authority_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accident_reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("informed_by_name", sa.String(length=120), nullable=True),
        sa.Column("informed_signed", sa.Boolean(), nullable=True),
        sa.Column("informed_note", sa.Text(), nullable=True),
        sa.Column("told_autopsy_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("negotiation_place", sa.String(length=120), nullable=True),
        sa.Column("patient_representatives", sa.Integer(), nullable=True),
        sa.Column("institution_representatives", sa.Integer(), nullable=True),
        sa.Column("insurer_took_part", sa.Boolean(), nullable=True),
        sa.Column("mediator", sa.String(length=120), nullable=True),
        sa.Column("mediation_requested_by", sa.String(length=40), nullable=True),
        sa.Column("mediation_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mediation_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mediation_outcome", sa.String(length=40), nullable=True),
        sa.Column("mediation_ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("court_confirmed_on", sa.Date(), nullable=True),
        sa.Column("admin_requested_by", sa.String(length=40), nullable=True),
        sa.Column("admin_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admin_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admin_outcome", sa.String(length=40), nullable=True),
        sa.Column("admin_ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_appraisals", sa.Integer(), nullable=False),
        sa.Column("appraised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("court", sa.String(length=120), nullable=True),
        sa.Column("court_case_number", sa.String(length=80), nullable=True),
        sa.Column("sued_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("resolved_by", sa.String(length=40), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("agreed_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_how", sa.String(length=200), nullable=True),
        sa.Column("satisfaction", sa.String(length=40), nullable=True),
        sa.Column("call_back_note", sa.Text(), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_terms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("agreement_count", sa.Integer(), nullable=False),
        sa.Column("judgment_count", sa.Integer(), nullable=False),
        sa.Column("extension_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["organisation.id"], name=op.f("fk_dispute_authority_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_dispute_complaint_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("number", name=op.f("uq_dispute_number")),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_authority_id"), ["authority_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_claimant_phone_index"), ["claimant_phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index("ix_dispute_l1_id", ["org_l1", "id"], unique=False)
        batch_op.create_index("ix_dispute_l1_raised_at_id", ["org_l1", "raised_at", "id"], unique=False)
        batch_op.create_index("ix_dispute_l1_state_id", ["org_l1", "state", "id"], unique=False)
        batch_op.create_index("ix_dispute_l2_id", ["org_l2", "id"], unique=False)
        batch_op.create_index("ix_dispute_l2_raised_at_id", ["org_l2", "raised_at", "id"], unique=False)
        batch_op.create_index("ix_dispute_l2_state_id", ["org_l2", "state", "id"], unique=False)
        batch_op.create_index("ix_dispute_l3_id", ["org_l3", "id"], unique=False)
        batch_op.create_index("ix_dispute_l3_raised_at_id", ["org_l3", "raised_at", "id"], unique=False)
        batch_op.create_index("ix_dispute_l3_state_id", ["org_l3", "state", "id"], unique=False)
        batch_op.create_index("ix_dispute_l4_id", ["org_l4", "id"], unique=False)
        batch_op.create_index("ix_dispute_l4_raised_at_id", ["org_l4", "raised_at", "id"], unique=False)
        batch_op.create_index("ix_dispute_l4_state_id", ["org_l4", "state", "id"], unique=False)
        batch_op.create_index("ix_dispute_l5_id", ["org_l5", "id"], unique=False)
        batch_op.create_index("ix_dispute_l5_raised_at_id", ["org_l5", "raised_at", "id"], unique=False)
        batch_op.create_index("ix_dispute_l5_state_id", ["org_l5", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_dispute_place", ["organisation_id", "raised_at"], unique=False)

    op.create_table(
        "dispute_appraisal",
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
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("contract_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("material_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("avoidance", sa.String(length=40), nullable=True),
        sa.Column("avoidance_note", sa.Text(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_harm", sa.Boolean(), nullable=True),
        sa.Column("has_fault", sa.Boolean(), nullable=True),
        sa.Column("has_causation", sa.Boolean(), nullable=True),
        sa.Column("share", sa.String(length=40), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_appraisal_dispute_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_appraisal_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_appraisal")),
    )
    with op.batch_alter_table("dispute_appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_appraisal_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_appraisal_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dispute_autopsy",
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
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal_note", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_autopsy_dispute_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_autopsy_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_autopsy")),
    )
    with op.batch_alter_table("dispute_autopsy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_autopsy_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_autopsy_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dispute_insurance_claim",
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
        sa.Column("insurer", sa.String(length=120), nullable=False),
        sa.Column("claim_number", sa.String(length=80), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("papers_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_is_bound", sa.Boolean(), nullable=False),
        sa.Column("offered_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_fen", sa.BigInteger(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_insurance_claim_dispute_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_insurance_claim_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_insurance_claim")),
    )
    with op.batch_alter_table("dispute_insurance_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_insurance_claim_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dispute_insurance_claim_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "dispute_police_call",
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
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delay_minutes", sa.Integer(), nullable=False),
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.Column("station", sa.String(length=120), nullable=False),
        sa.Column("suspected", sa.Text(), nullable=False),
        sa.Column("case_number", sa.String(length=80), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_police_call_dispute_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_police_call_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_police_call")),
    )
    with op.batch_alter_table("dispute_police_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_police_call_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_police_call_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dispute_report",
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
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_report_dispute_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_report_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_report")),
    )
    with op.batch_alter_table("dispute_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_report_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_report_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dispute_seal",
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
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("copy_kind", sa.String(length=40), nullable=True),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("items", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("kept_where", sa.String(length=200), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_person", sa.String(length=80), nullable=False),
        sa.Column("patient_side", sa.String(length=40), nullable=False),
        sa.Column("presence_note", sa.Text(), nullable=True),
        sa.Column("blood_station_called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("testing_body", sa.String(length=120), nullable=True),
        sa.Column("testing_chosen", sa.String(length=40), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_seal_dispute_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_seal_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_seal")),
    )
    with op.batch_alter_table("dispute_seal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_seal_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_seal_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dispute_session",
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
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mediators", sa.String(length=200), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_session_dispute_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dispute_session_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_session")),
    )
    with op.batch_alter_table("dispute_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_session_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_session_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dispute_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_session_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_session_dispute_id"))

    op.drop_table("dispute_session")
    with op.batch_alter_table("dispute_seal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_seal_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_seal_dispute_id"))

    op.drop_table("dispute_seal")
    with op.batch_alter_table("dispute_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_report_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_report_dispute_id"))

    op.drop_table("dispute_report")
    with op.batch_alter_table("dispute_police_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_police_call_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_police_call_dispute_id"))

    op.drop_table("dispute_police_call")
    with op.batch_alter_table("dispute_insurance_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_insurance_claim_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_insurance_claim_dispute_id"))

    op.drop_table("dispute_insurance_claim")
    with op.batch_alter_table("dispute_autopsy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_autopsy_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_autopsy_dispute_id"))

    op.drop_table("dispute_autopsy")
    with op.batch_alter_table("dispute_appraisal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_appraisal_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_appraisal_dispute_id"))

    op.drop_table("dispute_appraisal")
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.drop_index("ix_dispute_place")
        batch_op.drop_index(batch_op.f("ix_dispute_organisation_id"))
        batch_op.drop_index("ix_dispute_l5_state_id")
        batch_op.drop_index("ix_dispute_l5_raised_at_id")
        batch_op.drop_index("ix_dispute_l5_id")
        batch_op.drop_index("ix_dispute_l4_state_id")
        batch_op.drop_index("ix_dispute_l4_raised_at_id")
        batch_op.drop_index("ix_dispute_l4_id")
        batch_op.drop_index("ix_dispute_l3_state_id")
        batch_op.drop_index("ix_dispute_l3_raised_at_id")
        batch_op.drop_index("ix_dispute_l3_id")
        batch_op.drop_index("ix_dispute_l2_state_id")
        batch_op.drop_index("ix_dispute_l2_raised_at_id")
        batch_op.drop_index("ix_dispute_l2_id")
        batch_op.drop_index("ix_dispute_l1_state_id")
        batch_op.drop_index("ix_dispute_l1_raised_at_id")
        batch_op.drop_index("ix_dispute_l1_id")
        batch_op.drop_index(batch_op.f("ix_dispute_complaint_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_claimant_phone_index"))
        batch_op.drop_index(batch_op.f("ix_dispute_authority_id"))

    op.drop_table("dispute")
    with op.batch_alter_table("complaint_clue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_clue_organisation_id"))
        batch_op.drop_index("ix_complaint_clue_l5_id")
        batch_op.drop_index("ix_complaint_clue_l4_id")
        batch_op.drop_index("ix_complaint_clue_l3_id")
        batch_op.drop_index("ix_complaint_clue_l2_id")
        batch_op.drop_index("ix_complaint_clue_l1_id")
        batch_op.drop_index(batch_op.f("ix_complaint_clue_complaint_id"))

    op.drop_table("complaint_clue")
