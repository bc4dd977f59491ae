"""What each official paper of a referral says (RULES C-5 … C-7, C-13, C-15, C-18), out of the referral and its clue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.clues.models import Clue
from duban.kernel.clock import day_of
from duban.kernel.organisations import Organisation
from duban.kernel.protected import KeyRing
from duban.referrals.disclosure import in_the_package
from duban.referrals.models import Referral, ReferralOfficer

IN_THE_PACKAGE = ("referral_letter", "goods_list", "papers_list", "procuratorate_copy")
"""What is drawn up with the package; the others when they are needed."""

_SUSPECT = (("subject_name", "姓名"), ("subject_identity", "证件号码"), ("subject_phone", "电话"))


async def officers_of(db: AsyncSession, referral: Referral) -> Sequence[ReferralOfficer]:
    """The team, in the order in which it was named."""
    named = select(ReferralOfficer).where(col(ReferralOfficer.referral_id) == referral.id)
    return (await db.scalars(named.order_by(col(ReferralOfficer.id)))).all()


@dataclass(frozen=True)
class Written:
    """A referral as its papers tell it, on the day of `at`. `attached` are the names of its files. The suspect stands
    in them in plain: who reads them is journalled."""

    ring: KeyRing
    referral: Referral
    clue: Clue
    sender: Organisation
    officers: Sequence[ReferralOfficer]
    number: str
    at: datetime
    attached: Sequence[str] = ()

    def values(self, name: str) -> dict[str, Any]:
        """Exactly the values that the letter `name` takes (`letters.LETTERS`)."""
        found: dict[str, Any] = getattr(self, f"_{name}")()
        return found

    @property
    def _case(self) -> dict[str, Any]:
        persons = in_the_package(self.ring, self.referral, self.clue).get("persons", {})
        suspect = "，".join(f"{word}：{persons[name]}" for name, word in _SUSPECT if name in persons)
        return {
            "case_title": self.referral.title,
            "suspects": [suspect] if suspect else [],
            "offence": self.referral.suspected_offence,
        }

    def _head(self, receiver: str | None, attachments: Sequence[str]) -> dict[str, Any]:
        referral = self.referral
        return {
            "sender": self.sender.name,
            "document_number": self.number,
            "receiver": receiver,
            "issued_on": day_of(self.at),
            "contact_name": referral.contact_name or (self.officers[0].name if self.officers else ""),
            "contact_phone": referral.contact_phone or "",
            "attachments": list(attachments),
        }

    @property
    def _listed(self) -> dict[str, Any]:
        return {
            "sender": self.sender.name,
            "case_title": self.referral.title,
            "referral_number": self.number,
            "prepared_by": [officer.name for officer in self.officers],
            "prepared_on": day_of(self.at),
        }

    @property
    def _refused(self) -> dict[str, Any]:
        referral = self.referral
        return {
            "case_title": referral.title,
            "referral_number": self.number,
            "referred_on": day_of(referral.sent_at) if referral.sent_at else None,
            "refusal_number": None,
            "refusal_received_on": day_of(referral.refusal_received_at) if referral.refusal_received_at else None,
            "reasons": [text for text in (referral.refusal_reason,) if text],
        }

    def _referral_letter(self) -> dict[str, Any]:
        referral = self.referral
        times = referral.earlier_penalties
        return {
            **self._head(referral.receiver_name, ["涉案物品清单", "移送材料目录", *self.attached]),
            **self._case,
            "approved_on": day_of(referral.decided_at or self.at),
            "facts": [self.clue.facts or ""],
            "laws": [referral.law] if referral.law else [],
            "penalties": [f"此前已受行政处罚 {times} 次"] if times else [],
            "handlers": [f"{officer.name}（执法证号 {officer.card_number}）" for officer in self.officers],
            "copies_to": [referral.procuratorate_name] if referral.procuratorate_name else [],
        }

    def _goods_list(self) -> dict[str, Any]:
        return {**self._listed, "goods": self.referral.goods}

    def _papers_list(self) -> dict[str, Any]:
        names = ("涉嫌犯罪案件移送书", "涉案物品清单", *self.attached)
        return {**self._listed, "papers": [{"name": name, "copies": "1"} for name in names]}

    def _procuratorate_copy(self) -> dict[str, Any]:
        referral = self.referral
        return {
            **self._head(referral.procuratorate_name, ["涉案物品清单", "移送材料目录", *self.attached]),
            **self._case,
            "police": referral.receiver_name,
            "referral_number": self.number,
            "referred_on": day_of(self.at),
        }

    def _reconsideration_request(self) -> dict[str, Any]:
        referral = self.referral
        asked = [text for text in (referral.reconsideration_reason,) if text]
        return {**self._head(referral.receiver_name, []), **self._refused, "reasons": asked}

    def _supervision_suggestion(self) -> dict[str, Any]:
        referral = self.referral
        suggested = [text for text in (referral.supervision_reason,) if text]
        return {
            **self._head(referral.procuratorate_name, []),
            **self._case,
            **self._refused,
            "reasons": suggested,
            "police": referral.receiver_name,
            "reconsidered_on": day_of(referral.upheld_received_at) if referral.upheld_received_at else None,
            "reconsideration_number": None,
        }

    def _goods_handover(self) -> dict[str, Any]:
        referral = self.referral
        return {
            "sender": self.sender.name,
            "receiver": referral.receiver_name,
            "case_title": referral.title,
            "referral_number": self.number,
            "filing_number": referral.case_number,
            "goods": referral.goods,
            "place": referral.handover_place,
            "handed_on": day_of(referral.handed_over_at) if referral.handed_over_at else None,
            "handed_by": referral.handed_by,
            "received_by": referral.goods_received_by,
        }
