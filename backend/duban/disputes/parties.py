"""The patient and who claims for them: encrypted and masked, found again only by a telephone number's keyed digest."""

from duban.disputes.models import Dispute
from duban.kernel.masks import mask_address, mask_id_number, mask_name, mask_phone
from duban.kernel.protected_fields import Protected, ProtectedFields

PERSONS = ProtectedFields(
    Dispute,
    {
        "patient_name": Protected(mask_name),
        "patient_identity": Protected(mask_id_number),
        "visit_number": Protected(mask_id_number),
        "claimant_name": Protected(mask_name),
        "claimant_phone": Protected(mask_phone, is_found=True),
        "claimant_address": Protected(mask_address),
    },
)

FIELDS = tuple(PERSONS.fields)
"""The names of the protected values."""

PRIVATE = ("claimant_relation", "patient_sex", "patient_age")
"""Not encrypted, and yet no business of the journal's."""

OF_A_COMPLAINT = {
    "claimant_name": "complainant_name",
    "claimant_phone": "complainant_phone",
    "claimant_address": "complainant_address",
    "patient_name": "patient_name",
    "patient_identity": "patient_identity",
    "visit_number": "visit_number",
}
"""What a complaint calls the same values."""
