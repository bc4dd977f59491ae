"""Clues of the months past: what hospitals found at night, what inspections brought, and how far each has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from duban.demo import names
from duban.demo.days import Days, Life, in_days, office_hours
from duban.demo.ground import Ground, Unit
from duban.demo.photos import photo
from duban.kernel import clock

URL, REPORTS, TRANSFERS = "/clues", "/clue-reports", "/clue-transfers"
KEEPER, LEAD, VICE, CHIEF = "keeper", "lead", "vice", "chief"
POLICE = ("police", "城关派出所值班室")
RECENT = 3
"""Days within which things happen at the hour, not at some hour of office."""


@dataclass(frozen=True)
class Found:
    """What a clue says. All invented."""

    kind: str
    title: str
    facts: str
    source: str = "inspection"
    touts: tuple[str, ...] = ()
    place: str | None = None
    amount: int | None = None


WOUND = Found(
    "abnormal_wound", "", "凌晨急诊收治一名左前臂刀刺伤男青年，称与人斗殴，同行三人拒绝登记。", place="急诊科"
)
AT_RISK = Found("patient_at_risk", "", "住院患者反复扬言伤害邻居，已安排专人看护并告知家属。", place="心身医学科")
THREAT = Found("high_risk_person", "", "患者家属在病区扬言“给医生好看”，携带的水果刀已由保安代管。", place="骨科病区")
TROUBLE = Found(
    "professional_troublemaker", "", "六名自称“亲友”者替患方谈判，同一人三个月内在两家医院出现。", place="门诊楼"
)
SCALPER = Found(
    "scalper",
    "",
    "两人连续三日在挂号机前兜售次日专家号，单价三百元。",
    touts=("appointment_scalper",),
    place="门诊大厅",
)

TOUT = Found(
    "tout_fraud", "医托诱导外地患者就诊", "群众反映地铁口有人自称“病友”，将患者带往某门诊部，一次开药近万元。",
    "public", ("medical_tout",), "地铁三号线出口", 9_600,
)  # fmt: skip
AGAIN = Found(
    "scalper", "网上转卖专家号", "监测发现社交群内有人转卖专家号，收款人电话与已登记线索一致。", "monitoring",
    ("online_medical_tout", "appointment_scalper"),
)  # fmt: skip
UNLICENSED = Found(
    "illegal_practice", "无证行医", "检查发现一出租屋内摆放诊疗器械，当事人未取得医师资格，正在输液。", place="竹序街道"
)
ONCE = Found("illegal_practice", "超范围开展医疗美容", "门诊部未登记医疗美容科目，开展注射项目四例。", amount=12_400)
INSURED = Found(
    "insurance_fraud",
    "疑似分解住院",
    "核查发现同一患者十五日内三次出入院，间隔均不足一日。",
    "self_check",
    amount=21_800,
)
CONDUCT = Found(
    "discipline_violation", "收受推销人员礼金", "群众举报某科室人员收受药品推销人员礼金。", "public", amount=6_000
)
ADVERT = Found("advertising", "违法医疗广告", "门户网站刊登未经审查的医疗广告，含治愈率表述。", "monitoring")
QUARREL = Found(
    "long_unresolved_dispute", "长期未解决的纠纷", "患方三年来多次到访，近期言语激烈，已约谈两次。", "complaint"
)
INSIDER = Found("insider_crime", "药房人员倒卖药品", "实名举报药房人员与外部人员倒卖特殊病种药品。", "public")
HEARSAY = Found("other", "匿名电话反映收费问题", "匿名电话反映某诊所乱收费，未说明时间、项目和金额。", "public")


def begin(days: Days, ground: Ground) -> None:
    """Everything found about the district, the oldest months ago, the newest an hour ago."""
    by_key = {unit.key: unit for unit in ground.units.values()}
    hospital, clinic = by_key["hospital"], by_key["clinic"]
    same = names.phone(ground.chance("clue", "same"))
    today = clock.day_of(days.until)

    def told(ago: int, story: str, unit: Unit, found: Found, life: Callable[["Clueing"], Life]) -> None:
        rng = ground.chance("clue", story)
        moment = office_hours(rng, today - timedelta(days=ago))
        if ago <= RECENT:  # whatever day of the week that was: hospitals find things at night and on Sundays
            moment = days.until - timedelta(days=ago, minutes=50)
        days.begin(moment, life(Clueing(ground, unit, rng, found)))

    told(120, "kept", hospital, QUARREL, _kept)
    told(75, "insured", hospital, INSURED, _answered)
    told(60, "hearsay", clinic, HEARSAY, _closed)
    told(45, "advert", clinic, ADVERT, _sent)
    told(34, "once", clinic, ONCE, _penalised)
    told(26, "trouble", hospital, TROUBLE, _reported_late)
    told(20, "conduct", hospital, CONDUCT, _for_discipline)
    told(16, "tout", clinic, TOUT, lambda one: _assessed(one, threshold_met=True, subject_phone=same))
    told(12, "scalper", hospital, SCALPER, _proposed)
    told(9, "unlicensed", clinic, UNLICENSED, lambda one: _assessed(one, earlier_penalties=2))
    told(7, "insider", hospital, INSIDER, _let_in)
    told(5, "secret", hospital, HEARSAY, _secret)
    told(3, "threat", hospital, THREAT, _reported)
    told(2, "again", clinic, AGAIN, lambda one: _registered(one, subject_phone=same))
    told(1, "at-risk", hospital, AT_RISK, _half_told)
    told(0, "wound", hospital, WOUND, _at_night)


class Clueing:
    """One clue about `unit`, known by its address once the keeper has it."""

    def __init__(self, ground: Ground, unit: Unit, rng: Random, found: Found) -> None:
        self.ground, self.office, self.unit, self.rng, self.found = ground, ground.office, unit, rng, found
        self.url = self.report = ""

    async def register(self, **given: Any) -> None:
        found = self.found
        made = await self.office.create(
            KEEPER,
            URL,
            {
                "kind": found.kind,
                "tout_kinds": list(found.touts),
                "source": found.source,
                "about_organisation_id": self.ground.ids[self.unit.key],
                "title": found.title,
                "facts": found.facts,
                "place": found.place,
                "amount_fen": found.amount * 100 if found.amount else None,
                "subject_name": names.person(self.rng),
                **given,
            },
        )
        self.url = f"{URL}/{made['id']}"

    async def hospital_reports(self, *told: tuple[str, str], minutes: int = 30, after: int = 10) -> None:
        """The institution reports what it found `minutes` ago, and whom it told `after` so many minutes."""
        at = clock.now() - timedelta(minutes=minutes)
        told_at = (at + timedelta(minutes=after)).isoformat()
        lines = [{"recipient": who, "told_who": place, "told_at": told_at, "how": "电话"} for who, place in told]
        body = {
            "kind": self.found.kind,
            "tout_kinds": list(self.found.touts),
            "facts": self.found.facts,
            "found_at": at.isoformat(),
            "place": self.found.place,
            "told": lines,
        }
        made = await self.office.create(self.unit.clerk, REPORTS, body)
        self.report = f"{REPORTS}/{made['id']}"
        about = self.ground.ids[self.unit.key]
        newest = await self.office.read(KEEPER, URL, about_organisation_id=about, source="hospital_report", limit=1)
        self.url = f"{URL}/{newest['items'][0]['id']}"

    async def show(self) -> None:
        """A photograph from the desk, with the report."""
        file = ("现场.png", photo(f"clue {self.found.kind}", better=False), "image/png")
        await self.office.attach(self.unit.clerk, ("clue_report", self.report.rsplit("/", 1)[1]), "report", file)

    async def step(self, name: str, by: str = KEEPER, **body: Any) -> None:
        await self.office.step(by, self.url, name, body or None)

    async def assess(self, receiver: str, assessment: str, **circumstances: Any) -> None:
        await self.step("take-up")
        await self.step("assess", receiver=receiver, assessment=assessment, **circumstances)

    async def hand_on(self, receiver: str, name: str, reason: str, approver: str) -> str:
        """Proposed by the keeper, approved; the address of the transfer."""
        body = {"clue_id": self.url.rsplit("/", 1)[1], "receiver": receiver, "receiver_name": name, "reason": reason}
        url = f"{TRANSFERS}/{(await self.office.create(KEEPER, TRANSFERS, body))['id']}"
        await self.office.step(approver, url, "approve")
        number = f"卫案移〔{clock.today().year}〕{self.rng.randint(2, 60)}号"
        await self.office.step(KEEPER, url, "send", {"document_number": number})
        return url

    def later(self, fewest: int = 1, most: int = 2) -> Any:
        return in_days(self.rng, fewest, most)


async def _registered(one: Clueing, **given: Any) -> Life:
    await one.register(**given)
    return
    yield  # a life that has one moment only


async def _assessed(one: Clueing, *, subject_phone: str | None = None, **circumstances: Any) -> Life:
    await one.register(subject_phone=subject_phone or names.phone(one.rng))
    yield one.later()
    await one.assess("police", "已达到移送标准，属公安机关管辖，材料正在整理。", **circumstances)


async def _kept(one: Clueing) -> Life:
    await one.register()
    for who, name in (POLICE, ("governance", "区委政法委")):
        await one.step("tell", recipient=who, told_who=name, how="电话")
    yield one.later()
    await one.assess("police", "尚无违法事实，需持续关注。")
    await one.step("propose", proposal="keep", proposal_reason="留存关注，每季度复查一次。")
    yield one.later()
    await one.step("approve-keeping", VICE)


async def _closed(one: Clueing) -> Life:
    await one.register(subject_name=None)
    yield one.later()
    await one.assess("other", "内容空泛，经询问无法核实。")
    await one.step("propose", proposal="close", proposal_reason="无法核实，建议了结。")
    yield one.later()
    await one.step("approve-closing", VICE)


async def _proposed(one: Clueing) -> Life:
    await one.hospital_reports()
    yield one.later(2, 4)
    await one.assess("police", "当事人身份不明，尚未查到收款记录。")
    await one.step("propose", proposal="keep", proposal_reason="身份不明，留存待查，继续监测。")


async def _penalised(one: Clueing) -> Life:
    await one.register()
    yield one.later()
    await one.assess("other", "首次发现，未达到移送标准，由本机关处理。")
    yield one.later()
    await one.step("penalise", LEAD, reason="依照医疗机构管理条例立案处理。")


async def _answered(one: Clueing) -> Life:
    await one.register()
    yield one.later()
    await one.assess("insurance", "涉嫌分解住院，属医疗保障部门管辖。")
    url = await one.hand_on("insurance", "澄岚区医疗保障局", "涉嫌分解住院骗取医保基金。", VICE)
    yield one.later(2, 4)
    await one.office.step(KEEPER, url, "sign", {"signed_by": "医保局基金监管股", "receipt_number": "收31号"})
    yield one.later(20, 25)
    answer = {"outcome": "filed", "outcome_on": str(clock.today()), "outcome_note": "已立案，追回医保基金。"}
    await one.office.step(KEEPER, url, "answer", answer)
    await one.office.step(KEEPER, url, "archive")
    await one.step("conclude", reason="医保部门已立案处理，线索了结。")


async def _sent(one: Clueing) -> Life:
    await one.register(subject_name=None)
    yield one.later()
    await one.assess("market", "属市场监督管理部门管辖。")
    await one.hand_on("market", "澄岚区市场监督管理局", "未经审查发布医疗广告。", VICE)


async def _for_discipline(one: Clueing) -> Life:
    await one.register(is_real_name=False, is_protected=True)
    yield one.later()
    await one.assess("discipline", "涉嫌违反廉洁从业规定，属纪检监察机关管辖。")
    url = await one.hand_on("discipline", "澄岚区纪委监委", "涉嫌收受礼金。", CHIEF)
    yield one.later()
    await one.office.step(KEEPER, url, "sign", {"signed_by": "信访室"})


async def _let_in(one: Clueing) -> Life:
    person = {"reporter_name": names.person(one.rng), "reporter_phone": names.phone(one.rng)}
    await one.register(is_real_name=True, is_protected=True, **person)
    yield one.later()
    await one.step("take-up")
    for officer in ("inspector", "inspector2"):
        await one.step("let-in", LEAD, user_id=str(one.office.people[officer].id), reason="协助核查药房进销存。")


async def _secret(one: Clueing) -> Life:
    body = {"kind": "organised_crime", "secrecy": "work_secret", "source": "superior", "source_reference": "密函4号"}
    one.url = f"{URL}/{(await one.office.create(KEEPER, f'{URL}/secret', body))['id']}"
    yield one.later()
    await one.step("take-up")


async def _reported(one: Clueing) -> Life:
    await one.hospital_reports(POLICE)
    await one.show()
    yield one.later()
    await one.step("take-up")


async def _reported_late(one: Clueing) -> Life:
    await one.hospital_reports(POLICE, minutes=320, after=290)
    yield one.later()
    await one.assess("police", "同一人多次出现，尚未构成犯罪，继续收集证据。")
    await one.step("propose", proposal="keep", proposal_reason="继续收集证据，留存待查。")
    yield one.later()
    await one.step("approve-keeping", VICE)


async def _half_told(one: Clueing) -> Life:
    await one.hospital_reports(POLICE, minutes=40)
    return
    yield  # the mental-health institution is still to be told


async def _at_night(one: Clueing) -> Life:
    await one.hospital_reports(minutes=20)
    await one.show()
    return
    yield  # nobody was told yet
