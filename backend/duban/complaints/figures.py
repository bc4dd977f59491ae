"""What several figures of complaints count."""

from sqlmodel import col

from duban.complaints.models import Complaint

UNANSWERED = ("registered", "investigating", "concluded", "merged")
"""The states in which somebody may still wait for an answer."""

ANSWERED = col(Complaint.fed_back_at).is_not(None)
