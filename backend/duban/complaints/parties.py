"""Who complains and who the patient is: encrypted, masked, found again only by a telephone number's keyed digest."""

from duban.complaints.models import Complaint
from duban.kernel.masks import mask_address, mask_id_number, mask_name, mask_phone
from duban.kernel.protected_fields import Protected, ProtectedFields

PERSONS = ProtectedFields(
    Complaint,
    {
        "complainant_name": Protected(mask_name),
        "complainant_phone": Protected(mask_phone, is_found=True),
        "complainant_address": Protected(mask_address),
        "patient_name": Protected(mask_name),
        "patient_identity": Protected(mask_id_number),
        "visit_number": Protected(mask_id_number),
    },
)

FIELDS = tuple(PERSONS.fields)
"""The names of the protected values."""
