"""The persons of a clue: whom it is about and who reported it. Encrypted, masked, the subject found again by the keyed
digests of identity number and telephone (RULES K-23)."""

from duban.clues.models import Clue, ClueReport
from duban.kernel.masks import mask_id_number, mask_name, mask_phone
from duban.kernel.protected import identity_characters
from duban.kernel.protected_fields import Protected, ProtectedFields

PERSONS = ProtectedFields(
    Clue,
    {
        "reporter_name": Protected(mask_name),
        "reporter_phone": Protected(mask_phone),
        "subject_name": Protected(mask_name),
        "subject_identity": Protected(mask_id_number, is_found=True, normal=identity_characters),
        "subject_phone": Protected(mask_phone, is_found=True),
    },
)

FIELDS = tuple(PERSONS.fields)
"""The names of the protected values."""

REPORTED = ProtectedFields(ClueReport, {"subject_name": Protected(mask_name)})
"""What the institution's own report protects."""
