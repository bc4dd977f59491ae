"""secret clues without content: place, sum, the reason of a proposal and masked persons are refused as well

Revision: 4be1c07d92af
After: 6788f0f040e8
"""

from alembic import op

revision = "4be1c07d92af"
down_revision = "6788f0f040e8"
branch_labels = None
depends_on = None

NAME = "ck_clue_secret_clues_have_no_content"
PERSONS = ("reporter_name", "reporter_phone", "subject_name", "subject_identity", "subject_phone")
ENCRYPTED = tuple(f"{name}_encrypted" for name in PERSONS)
MASKED = tuple(f"{name}_masked" for name in PERSONS)
BEFORE = ("title", "facts", "assessment", *ENCRYPTED)
NOW = ("title", "facts", "place", "amount_fen", "assessment", "proposal_reason", *ENCRYPTED, *MASKED)


def _refuse(columns: tuple[str, ...]) -> None:
    empty = " AND ".join(f"{name} IS NULL" for name in columns)
    with op.batch_alter_table("clue") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), f"secrecy = 'none' OR ({empty})")


def upgrade() -> None:
    op.execute("UPDATE clue SET place = NULL, amount_fen = NULL, proposal_reason = NULL WHERE secrecy <> 'none'")
    _refuse(NOW)


def downgrade() -> None:
    _refuse(BEFORE)
