"""handoffs

Revision: a0f86257b435
After: 6788f0f040e8
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a0f86257b435"
down_revision = "6788f0f040e8"
branch_labels = None
depends_on = None


FIXED = (
    "id, handoff_id, turn, kind, party, at, arrived_at, by_name, by_organisation, recorded_by, channel, text, sha256"
)
REFUSE = "BEGIN SELECT RAISE(ABORT, 'handoff_message is never replaced or deleted'); END"
TRIGGERS = {
    "sqlite": (
        f"CREATE TRIGGER handoff_message_no_change BEFORE UPDATE OF {FIXED} ON handoff_message {REFUSE}",
        f"CREATE TRIGGER handoff_message_no_delete BEFORE DELETE ON handoff_message {REFUSE}",
        "CREATE TRIGGER handoff_message_no_replace BEFORE INSERT ON handoff_message "  # noqa: S608 - fixed words
        f"WHEN EXISTS (SELECT 1 FROM handoff_message WHERE id = NEW.id) {REFUSE}",
    ),
    "postgresql": (
        f"CREATE TRIGGER handoff_message_no_change BEFORE UPDATE OF {FIXED} ON handoff_message "
        "FOR EACH ROW EXECUTE FUNCTION refuse_loss()",
        "CREATE TRIGGER handoff_message_no_delete BEFORE DELETE OR TRUNCATE ON handoff_message "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "handoff_mailbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_handoff_mailbox_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_mailbox")),
        sa.UniqueConstraint("key", name=op.f("uq_handoff_mailbox_key")),
    )
    with op.batch_alter_table("handoff_mailbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoff_mailbox_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "handoff",
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
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("on_turn", sa.String(length=40), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("law", sa.String(length=400), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("sender_name", sa.String(length=120), nullable=False),
        sa.Column("receiver_name", sa.String(length=120), nullable=False),
        sa.Column("sender_mailbox_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_mailbox_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("disclosed", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("manifest_text", sa.Text(), nullable=False),
        sa.Column("package_sha256", sa.String(length=64), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=120), nullable=True),
        sa.Column("receipt_number", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_number", sa.String(length=80), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("returned_papers", sa.Integer(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_terms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_handoff_organisation_id")),
        sa.ForeignKeyConstraint(
            ["receiver_mailbox_id"], ["handoff_mailbox.id"], name=op.f("fk_handoff_receiver_mailbox_id")
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["organisation.id"], name=op.f("fk_handoff_sender_id")),
        sa.ForeignKeyConstraint(
            ["sender_mailbox_id"], ["handoff_mailbox.id"], name=op.f("fk_handoff_sender_mailbox_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
    )
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.create_index("ix_handoff_l1_id", ["org_l1", "id"], unique=False)
        batch_op.create_index("ix_handoff_l1_referred_at_id", ["org_l1", "referred_at", "id"], unique=False)
        batch_op.create_index("ix_handoff_l1_state_id", ["org_l1", "state", "id"], unique=False)
        batch_op.create_index("ix_handoff_l2_id", ["org_l2", "id"], unique=False)
        batch_op.create_index("ix_handoff_l2_referred_at_id", ["org_l2", "referred_at", "id"], unique=False)
        batch_op.create_index("ix_handoff_l2_state_id", ["org_l2", "state", "id"], unique=False)
        batch_op.create_index("ix_handoff_l3_id", ["org_l3", "id"], unique=False)
        batch_op.create_index("ix_handoff_l3_referred_at_id", ["org_l3", "referred_at", "id"], unique=False)
        batch_op.create_index("ix_handoff_l3_state_id", ["org_l3", "state", "id"], unique=False)
        batch_op.create_index("ix_handoff_l4_id", ["org_l4", "id"], unique=False)
        batch_op.create_index("ix_handoff_l4_referred_at_id", ["org_l4", "referred_at", "id"], unique=False)
        batch_op.create_index("ix_handoff_l4_state_id", ["org_l4", "state", "id"], unique=False)
        batch_op.create_index("ix_handoff_l5_id", ["org_l5", "id"], unique=False)
        batch_op.create_index("ix_handoff_l5_referred_at_id", ["org_l5", "referred_at", "id"], unique=False)
        batch_op.create_index("ix_handoff_l5_state_id", ["org_l5", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_sender_id"), ["sender_id"], unique=False)

    op.create_table(
        "handoff_reconciliation",
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
        sa.Column("mailbox_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("set_hash", sa.String(length=64), nullable=False),
        sa.Column("their_count", sa.Integer(), nullable=False),
        sa.Column("their_set_hash", sa.String(length=64), nullable=False),
        sa.Column("their_signature", sa.Text(), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["handoff_mailbox.id"], name=op.f("fk_handoff_reconciliation_mailbox_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_handoff_reconciliation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_reconciliation")),
    )
    with op.batch_alter_table("handoff_reconciliation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoff_reconciliation_mailbox_id"), ["mailbox_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_handoff_reconciliation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "handoff_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("by_organisation", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_message_handoff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_message")),
    )
    with op.batch_alter_table("handoff_message", schema=None) as batch_op:
        batch_op.create_index("ix_handoff_message_turn", ["handoff_id", "turn"], unique=False)

    op.create_table(
        "handoff_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailbox_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_delivery_handoff_id")),
        sa.ForeignKeyConstraint(["mailbox_id"], ["handoff_mailbox.id"], name=op.f("fk_handoff_delivery_mailbox_id")),
        sa.ForeignKeyConstraint(["message_id"], ["handoff_message.id"], name=op.f("fk_handoff_delivery_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_delivery")),
        sa.UniqueConstraint("mailbox_id", "message_id", name=op.f("uq_handoff_delivery_mailbox_id_message_id")),
        sa.UniqueConstraint("mailbox_id", "position", name=op.f("uq_handoff_delivery_mailbox_id_position")),
    )
    with op.batch_alter_table("handoff_delivery", schema=None) as batch_op:
        batch_op.create_index("ix_handoff_delivery_handoff", ["mailbox_id", "handoff_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_delivery_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_handoff_delivery_waiting", ["mailbox_id", "acked_at", "position"], unique=False)

    op.create_table(
        "handoff_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_file_handoff_id")),
        sa.ForeignKeyConstraint(["message_id"], ["handoff_message.id"], name=op.f("fk_handoff_file_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_file")),
        sa.UniqueConstraint("message_id", "path", name=op.f("uq_handoff_file_message_id_path")),
    )
    with op.batch_alter_table("handoff_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoff_file_handoff_id"), ["handoff_id"], unique=False)
        batch_op.create_index("ix_handoff_file_sha256", ["sha256"], unique=False)

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("handoff_file", schema=None) as batch_op:
        batch_op.drop_index("ix_handoff_file_sha256")
        batch_op.drop_index(batch_op.f("ix_handoff_file_handoff_id"))

    op.drop_table("handoff_file")
    with op.batch_alter_table("handoff_delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_handoff_delivery_waiting")
        batch_op.drop_index(batch_op.f("ix_handoff_delivery_message_id"))
        batch_op.drop_index("ix_handoff_delivery_handoff")

    op.drop_table("handoff_delivery")
    with op.batch_alter_table("handoff_message", schema=None) as batch_op:
        batch_op.drop_index("ix_handoff_message_turn")

    op.drop_table("handoff_message")
    with op.batch_alter_table("handoff_reconciliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoff_reconciliation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_handoff_reconciliation_mailbox_id"))

    op.drop_table("handoff_reconciliation")
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoff_sender_id"))
        batch_op.drop_index(batch_op.f("ix_handoff_referral_id"))
        batch_op.drop_index(batch_op.f("ix_handoff_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_handoff_number"))
        batch_op.drop_index("ix_handoff_l5_state_id")
        batch_op.drop_index("ix_handoff_l5_referred_at_id")
        batch_op.drop_index("ix_handoff_l5_id")
        batch_op.drop_index("ix_handoff_l4_state_id")
        batch_op.drop_index("ix_handoff_l4_referred_at_id")
        batch_op.drop_index("ix_handoff_l4_id")
        batch_op.drop_index("ix_handoff_l3_state_id")
        batch_op.drop_index("ix_handoff_l3_referred_at_id")
        batch_op.drop_index("ix_handoff_l3_id")
        batch_op.drop_index("ix_handoff_l2_state_id")
        batch_op.drop_index("ix_handoff_l2_referred_at_id")
        batch_op.drop_index("ix_handoff_l2_id")
        batch_op.drop_index("ix_handoff_l1_state_id")
        batch_op.drop_index("ix_handoff_l1_referred_at_id")
        batch_op.drop_index("ix_handoff_l1_id")

    op.drop_table("handoff")
    with op.batch_alter_table("handoff_mailbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoff_mailbox_organisation_id"))

    op.drop_table("handoff_mailbox")
