"""referrals: penalties before the referral, late words of the police, the team that reported

Revision: 5d2c7a1e9f40
After: 8df96ed2b5d6
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5d2c7a1e9f40"
down_revision = "8df96ed2b5d6"
branch_labels = None
depends_on = None

WIDER = (("received_by", 80, 120), ("receipt_number", 60, 80), ("goods_received_by", 80, 120))


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        for name in ("reporting_ids", "late"):
            batch_op.add_column(sa.Column(name, json, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("prior_penalty_number", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("prior_penalty_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("prior_penalty_fine_fen", sa.BigInteger(), nullable=True))
        for name, before, after in WIDER:
            batch_op.alter_column(name, existing_type=sa.String(length=before), type_=sa.String(length=after))
    with op.batch_alter_table("referral", schema=None) as batch_op:
        for name in ("reporting_ids", "late"):
            batch_op.alter_column(name, existing_type=json, existing_nullable=False, server_default=None)
    with op.batch_alter_table("referral_package", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clue_version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("referral_package", schema=None) as batch_op:
        batch_op.alter_column("clue_version", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("referral_package", schema=None) as batch_op:
        batch_op.drop_column("clue_version")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        for name, before, after in WIDER:
            batch_op.alter_column(name, existing_type=sa.String(length=after), type_=sa.String(length=before))
        for name in ("prior_penalty_fine_fen", "prior_penalty_on", "prior_penalty_number", "late", "reporting_ids"):
            batch_op.drop_column(name)
