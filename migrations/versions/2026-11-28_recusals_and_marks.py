"""recusals and marks

Revision: 8c41d7e2a905
After: 9c41d7a2e6b5
"""

import sqlalchemy as sa
from alembic import op

revision = "8c41d7e2a905"
down_revision = "9c41d7a2e6b5"
branch_labels = None
depends_on = None


ON_SQLITE = (
    """CREATE TRIGGER attachment_no_replace BEFORE INSERT ON attachment WHEN EXISTS (SELECT 1 FROM attachment WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'attachment is never replaced or deleted'); END""",
)
"""SQLite's `INSERT OR REPLACE` takes a row away without asking its DELETE trigger; PostgreSQL has no such statement."""


def upgrade() -> None:
    op.create_table(
        "installation_mark",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation_mark")),
    )
    op.create_table(
        "recusal",
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
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_label", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_by_id", sa.Uuid(), nullable=False),
        sa.Column("declared_by_name", sa.String(length=120), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_recusal_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_recusal_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        for level in range(1, 6):
            batch_op.create_index(f"ix_recusal_l{level}_id", [f"org_l{level}", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recusal_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recusal_user_id"), ["user_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for statement in ON_SQLITE:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER attachment_no_replace")
    op.drop_table("recusal")
    op.drop_table("installation_mark")
