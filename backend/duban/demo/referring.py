"""Suspected crimes of the last weeks on their way to the police: some by their desk in the system, some by paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import zip_longest
from random import Random
from typing import Any

from duban.demo.days import Days, Life
from duban.demo.ground import Ground
from duban.demo.photos import page
from duban.kernel import clock
from duban.kernel.clock import ZONE

URL = "/referrals"
OFFICERS = ("inspector", "inspector2")
PAPER = "澄岚市公安局食品药品环境犯罪侦查支队"


@dataclass(frozen=True)
class Crime:
    """What is suspected. All invented; the sum in yuan."""

    kind: str
    title: str
    facts: str
    offence: str
    law: str
    goods: tuple[tuple[str, str, str], ...] = ()
    penalties: int = 0
    amount: int | None = None


PRACTICE = Crime(
    "illegal_practice", "无证行医两次受罚后再犯", "当事人未取得医师资格，两次受行政处罚后又在出租屋内为他人输液。",
    "非法行医罪", "刑法第三百三十六条第一款",
    (("注射器", "46支", "已拆封"), ("输液用药", "3箱", "标签不全"), ("收费记录本", "1本", "手写")), 2,
)  # fmt: skip
SCALPER = Crime(
    "scalper", "倒卖专家号", "两人长期抢占专家号源，加价三至五倍转卖，支付记录显示七个月内交易四百余次。",
    "非法经营罪", "刑法第二百二十五条", (("手机", "2部", "黑色"), ("就诊卡", "31张", "他人实名")), amount=186_000,
)  # fmt: skip
TOUT = Crime(
    "tout_fraud", "医托虚构疗效骗取治疗费", "三人在医院门口以“老乡介绍”为名，把患者带到外地诊所，高价出售普通药剂。",
    "诈骗罪", "刑法第二百六十六条", (("宣传单", "2捆", "印有虚假疗效"), ("药剂", "58盒", "无批准文号")),
    amount=92_400,
)  # fmt: skip
INSURANCE = Crime(
    "insurance_fraud", "冒名住院骗取医保基金", "核查发现二十七份住院病历无对应诊疗，签名笔迹一致。",
    "诈骗罪", "刑法第二百六十六条", (("住院病历", "27册", "复印件"),), amount=413_000,
)  # fmt: skip
BEAUTY = Crime(
    "illegal_practice", "美容店违法注射", "美容店无资质人员注射不明产品，致一人面部损伤。",
    "非法行医罪", "刑法第三百三十六条第一款", (("注射产品", "12支", "外文标签"),), 1,
)  # fmt: skip

COURSES: tuple[tuple[str, Crime, bool, tuple[tuple[str, float], ...]], ...] = (
    ("named", TOUT, True, (("name", 2), ("fill", 1))),
    ("reported", PRACTICE, True, (("name", 5), ("fill", 4), ("report", 2))),
    ("approved", SCALPER, True, (("name", 6), ("report", 3), ("approve", 0.2))),
    ("sent", BEAUTY, True, (("name", 6), ("fill", 5), ("report", 4), ("approve", 1.6), ("send", 1.3))),
    ("asked", INSURANCE, True,
     (("name", 9), ("fill", 7), ("report", 5), ("approve", 2), ("send", 2), ("receive", 2), ("ask", 1))),
    ("refused", SCALPER, True,
     (("name", 10), ("fill", 8), ("report", 7), ("approve", 4), ("send", 4), ("receive", 4), ("refuse", 1))),
    ("reconsidering", PRACTICE, True,
     (("name", 11), ("fill", 9), ("report", 8), ("approve", 6), ("send", 6), ("receive", 6), ("refuse", 3),
      ("again", 2))),
    ("filed", TOUT, True,
     (("name", 9), ("fill", 8), ("report", 7), ("approve", 5), ("send", 5), ("receive", 5), ("file", 2))),
    ("handing", BEAUTY, True,
     (("name", 22), ("fill", 19), ("report", 18), ("approve", 16), ("send", 16), ("receive", 16), ("file", 14),
      ("hand_over", 1))),
    ("waiting", INSURANCE, False,
     (("name", 21), ("fill", 19), ("report", 18), ("approve", 16), ("send", 16), ("record_receipt", 14))),
    ("concluded", SCALPER, False,
     (("name", 150), ("fill", 147), ("report", 146), ("approve", 144), ("send", 144), ("record_receipt", 144),
      ("record_filed", 142), ("hand_over", 140), ("record_goods", 140), ("result", 12))),
    ("archived", BEAUTY, False,
     (("name", 120), ("fill", 117), ("report", 116), ("reject", 114), ("hand_back", 113), ("penalise", 100),
      ("archive", 90))),
)  # fmt: skip
"""How a referral goes, of which crime, whether the police answer in the system, and each act with the days before now
at which it is done: whole ones at some hour of work, others to the hour."""


def begin(days: Days, ground: Ground) -> None:
    """Every referral on its own way."""
    for course, crime, by_desk, acts in COURSES:
        rng = ground.chance("referral", course)
        # Several acts of one day come in their own order.
        moments = sorted(_moment(rng, days.until, ago) for _, ago in acts)
        names = [name for name, _ in acts]
        days.begin(moments[0], _lives(Referring(ground, rng, crime, by_desk), names, moments))


def _moment(rng: Random, until: datetime, ago: float) -> datetime:
    if ago != int(ago):
        return until - timedelta(days=ago)
    day = clock.day_of(until) - timedelta(days=int(ago))
    return datetime.combine(day, time(9), ZONE) + timedelta(minutes=rng.randrange(8 * 60))


async def _lives(one: "Referring", names: list[str], moments: list[datetime]) -> Life:
    for name, later in zip_longest(names, moments[1:]):
        await one.does(name)
        if later is not None:
            yield later


class Referring:
    """One referral, known by its address once its team is named."""

    def __init__(self, ground: Ground, rng: Random, crime: Crime, by_desk: bool) -> None:
        self.ground, self.office, self.rng, self.crime, self.by_desk = ground, ground.office, rng, crime, by_desk
        self.url = self.desk = ""

    async def does(self, name: str) -> None:
        if name in _STEPS:
            who, step, body = _STEPS[name]
            url = self.desk if who == "police" else self.url
            await self.office.step(who, url, step, body(self) if body else None)
        else:
            await getattr(self, name)()

    async def name(self) -> None:
        """The clue is entered and assessed in the same hour, the team named for it."""
        crime = self.crime
        clue = await self.office.create(
            "keeper",
            "/clues",
            {
                "kind": crime.kind,
                "source": self.rng.choice(("inspection", "public", "monitoring")),
                "title": crime.title,
                "facts": crime.facts,
                "place": "澄岚区",
                "amount_fen": crime.amount and crime.amount * 100,
                **({"tout_kinds": ["appointment_scalper"]} if crime.kind == "scalper" else {}),
            },
        )
        url = f"/clues/{clue['id']}"
        await self.office.step("keeper", url, "take-up")
        await self.office.step(
            "keeper", url, "assess",
            {"receiver": "police", "assessment": "事实清楚，涉嫌犯罪，属公安机关管辖。", "threshold_met": True,
             "earlier_penalties": crime.penalties if crime.kind == "illegal_practice" else 0},
        )  # fmt: skip
        officers = [
            {"user_id": str(self.office.people[who].id), "card_number": f"卫执法{140 + number:05}"}
            for number, who in enumerate(OFFICERS, 1)
        ]
        body = {"clue_id": clue["id"], "officers": officers, "suspected_offence": crime.offence}
        self.url = f"{URL}/{(await self.office.create('lead', URL, body))['id']}"

    async def fill(self) -> None:
        crime = self.crime
        goods = [
            {"name": name, "quantity": quantity, "features": features, "place": "执法证物室"}
            for name, quantity, features in crime.goods
        ]
        to = {"receiver_id": self.ground.ids["police"]} if self.by_desk else {"receiver_name": PAPER}
        await self.office.step(
            OFFICERS[0], self.url, "fill-papers",
            {"law": crime.law, **to, "procuratorate_name": "澄岚区人民检察院", "contact_name": "综合监督股值班员",
             "contact_phone": "0000-6120310", "goods": goods, "expert_none": True},
        )  # fmt: skip
        for _ in range(crime.penalties if crime.kind == "illegal_practice" else 0):
            await self.attach("earlier_penalty")

    async def attach(self, purpose: str) -> None:
        file = (f"{purpose}.pdf", page(f"{purpose} {self.rng.random()}"), "application/pdf")
        await self.office.attach(OFFICERS[0], ("referral", self.url.rsplit("/", 1)[1]), purpose, file)

    async def report(self) -> None:
        await self.attach("investigation_report")
        report = f"经核实：{self.crime.facts}涉嫌{self.crime.offence}，建议移送公安机关。"
        await self.office.step(OFFICERS[0], self.url, "report-to-chief", {"report": report})

    async def send(self) -> None:
        await self.office.step(OFFICERS[0], self.url, "package")
        sent = await self.office.step(OFFICERS[0], self.url, "send", {})
        if sent["handoff_id"]:
            self.desk = f"/handoffs/{sent['handoff_id']}"

    async def record_goods(self) -> None:
        await self.attach("handover_list")
        await self.office.step(OFFICERS[0], self.url, "record-goods-received", {"goods_received_by": "贺警官"})

    async def hand_back(self) -> None:
        handler = str(self.office.people["clerk"].id)
        await self.office.step(
            "chief", self.url, "handle-administratively", {"handler_id": handler, "reason": "依法给予行政处罚。"}
        )


def _now(one: Referring) -> str:
    return clock.now().isoformat()


def _mark(one: Referring, word: str) -> str:
    """The number of a document, as every office writes it."""
    return f"{word}〔{clock.today().year}〕{one.rng.randint(11, 99)}号"


Said = Callable[[Referring], dict[str, Any]]
_POLICE, _TEAM = "police", OFFICERS[0]

_STEPS: dict[str, tuple[str, str, Said | None]] = {
    "approve": ("chief", "approve", lambda one: {"decision_reason": "同意移送。"}),
    "reject": ("chief", "reject", lambda one: {"decision_reason": "损伤轻微，未达到追诉标准，依法给予行政处罚。"}),
    "receive": (_POLICE, "receive", lambda one: {
        "received_at": _now(one), "receiver_name": "贺警官", "receipt_number": _mark(one, "澄公收"),
    }),
    "ask": (_POLICE, "ask-papers", lambda one: {
        "papers": ["住院病历原件", "医保结算明细"], "reason": "病历为复印件，且缺少结算明细。",
    }),
    "refuse": (_POLICE, "refuse", lambda one: {
        "reason": "现有证据不足以证明有犯罪事实。", "returned_papers": 6,
        "document_number": _mark(one, "澄公不立字"),
    }),
    "again": ("chief", "ask-reconsideration", lambda one: {
        "reconsideration_reason": "当事人两次受行政处罚后再犯，符合司法解释规定的情节严重，请予立案。",
    }),
    "file": (_POLICE, "file", lambda one: {
        "case_number": _mark(one, "澄公(刑)立字"), "filed_on": str(clock.today()),
    }),
    "hand_over": (_TEAM, "hand-over", lambda one: {
        "handover_place": "公安机关涉案财物保管室", "handed_by": ["执法一组"],
    }),
    "record_receipt": (_TEAM, "record-receipt", lambda one: {
        "received_by": "贺警官", "receipt_number": _mark(one, "澄公收"),
    }),
    "record_filed": (_TEAM, "record-filed", lambda one: {
        "case_number": _mark(one, "澄公(刑)立字"), "filed_on": str(clock.today()),
    }),
    "result": (_TEAM, "record-result", lambda one: {
        "outcome": "judged", "outcome_on": str(clock.today()),
        "outcome_document": f"({clock.today().year})某0102刑初{one.rng.randint(11, 99)}号",
        "outcome_summary": "判处有期徒刑一年，缓刑一年六个月，并处罚金二万元。", "criminal_fine_fen": 2_000_000,
    }),
    "penalise": ("clerk", "record-penalty", lambda one: {
        "penalty_number": _mark(one, "卫医罚"), "penalty_on": str(clock.today()),
        "penalty_fine_fen": 5_000_000,
    }),
    "archive": ("keeper", "archive", None),
}  # fmt: skip
"""An act → who takes which step with what."""
