"""Medical disputes of the months past: some settled, some mediated, some before the court, some in the middle of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from duban.demo import names
from duban.demo.days import Days, Life, in_days, office_hours
from duban.demo.ground import Ground, Unit
from duban.demo.photos import page
from duban.kernel import clock

URL = "/disputes"


@dataclass(frozen=True)
class Quarrel:
    """What a dispute is about. All invented; sums in yuan."""

    title: str
    facts: str
    demand: str
    department: str
    claim: int
    agreed: int


QUARRELS = (
    Quarrel(
        "术后切口感染", "患者术后第三日切口红肿发热，延长住院九日。", "说明原因并赔偿损失", "普外科", 42_000, 15_000
    ),
    Quarrel("骨折复位效果", "石膏固定后复查对位不佳，需再次手术。", "承担二次手术费用", "骨科", 68_000, 32_000),
    Quarrel("用药后过敏", "输液后出现皮疹和呼吸困难，经抢救好转。", "说明是否做过皮试并赔偿", "急诊科", 26_000, 8_000),
    Quarrel("产程处理", "产程延长，新生儿转入重症监护五日。", "查明责任并赔偿", "妇产科", 180_000, 76_000),
    Quarrel("影像漏诊", "首次报告未提示结节，三个月后复查发现。", "承担后续治疗费用", "影像科", 95_000, 40_000),
    Quarrel("义齿修复返工", "修复体三次返工仍疼痛。", "退还费用并赔偿", "口腔科", 12_000, 6_500),
)

DEATH = Quarrel(
    "抢救无效死亡", "患者入院六小时后突发意识丧失，抢救无效。", "查明死因并赔偿", "心内科", 350_000, 160_000
)

COURSES: tuple[tuple[str, int], ...] = (
    ("settled", 150),
    ("closed", 170),
    ("mediated", 120),
    ("lapsed", 110),
    ("appraised", 60),
    ("admin", 75),
    ("suing", 95),
    ("judged", 190),
    ("withdrawn", 40),
    ("mediating", 14),
    ("death", 9),
    ("negotiating", 5),
    ("new", 1),
)
"""How a dispute goes, and how many days ago it was raised; time decides how far it has come."""


def begin(days: Days, ground: Ground) -> None:
    """Deal the courses out to the hospitals, the one of the story first."""
    today = clock.day_of(days.until)
    hospitals = [unit for unit in ground.units.values() if unit.place.is_hospital]
    hospitals.sort(key=lambda unit: unit.key != "hospital")
    for number, ((course, ago), unit) in enumerate(zip(COURSES, cycle(hospitals[:3]), strict=False)):
        rng = ground.chance("dispute", course)
        about = DEATH if course == "death" else QUARRELS[number % len(QUARRELS)]
        days.begin(office_hours(rng, today - timedelta(days=ago)), lives(Disputing(ground, unit, rng, about), course))


class Disputing:
    """One dispute of `unit`, known by its address."""

    def __init__(self, ground: Ground, unit: Unit, rng: Random, about: Quarrel) -> None:
        self.ground, self.office, self.unit, self.rng, self.about = ground, ground.office, unit, rng, about
        self.desk = {"district": "clerk", "neighbour": "neighbour_clerk"}.get(unit.place.authority, "city_clerk")
        self.url = ""

    async def register(self, **given: Any) -> None:
        patient = names.person(self.rng)
        made = await self.office.create(
            self.unit.clerk,
            URL,
            {
                "organisation_id": self.ground.ids[self.unit.key],
                "raised_at": _ago(minutes=self.rng.randint(20, 90)),
                "patient_name": patient,
                "claimant_name": names.person(self.rng),
                "claimant_phone": names.phone(self.rng),
                "claimant_relation": "relative",
                "title": self.about.title,
                "facts": self.about.facts,
                "demand": self.about.demand,
                "departments": [self.about.department],
                "treated_on": str(clock.today() - timedelta(days=self.rng.randint(3, 20))),
                "people_at_scene": f"医务科科长、{self.about.department}主任、护士长",
                "claim_fen": self.about.claim * 100,
                "insured": self.rng.choice(("liability", "liability", "risk_fund")),
                **given,
            },
        )
        self.url = f"{URL}/{made['id']}"

    async def step(self, name: str, by: str | None = None, **body: Any) -> dict[str, Any]:
        return await self.office.step(by or self.unit.clerk, self.url, name, body or None)

    async def part(self, path: str, by: str | None = None, **body: Any) -> str:
        """The address of a new part."""
        made = await self.office.create(by or self.unit.clerk, f"{self.url}/{path}", body)
        return f"{path}/{made[path.replace('-', '_')][-1]['id']}"

    async def attach(self, purpose: str, by: str) -> None:
        file = (f"{purpose}.pdf", page(f"{purpose} {self.unit.key} {self.about.title}"), "application/pdf")
        await self.office.attach(by, ("dispute", self.url.rsplit("/", 1)[1]), purpose, file)

    async def inform(self, **more: Any) -> None:
        signed = self.rng.random() > 0.2
        note = {} if signed else {"informed_note": "家属听取告知后未签字，两名工作人员见证。"}
        await self.step(
            "inform", told_ways=True, told_sealing=True, told_records=True, informed_signed=signed, **note, **more
        )
        await self.part(
            "seals",
            what="records",
            copy_kind="copy",
            items=["住院病历 1 册", "医嘱单 6 页"],
            kept_where="病案室封存柜",
            sealed_at=_ago(minutes=10),
            institution_person="医务科值班人员",
            patient_side="signed",
        )

    async def negotiate(self) -> None:
        await self.step(
            "negotiate",
            negotiation_place="医患关系办公室接待室",
            patient_representatives=self.rng.randint(1, 4),
            institution_representatives=3,
        )

    async def agree(self, name: str, by: str) -> None:
        """The agreement is signed, attached and entered."""
        attached_by = self.unit.clerk if name == "settle" else by
        await self.attach("agreement", attached_by)
        words = f"一次性补偿 {self.about.agreed} 元，双方就此了结。"
        more = {"insurer_took_part": True} if name == "settle" else {}
        await self.step(name, by=by, agreed_fen=self.about.agreed * 100, resolution=words, **more)

    async def mediate(self) -> None:
        await self.step("request-mediation", requested_by="both", mediator="医疗纠纷人民调解委员会")

    async def meet(self) -> None:
        await self.part(
            "sessions", by=self.desk, held_at=_ago(minutes=60), mediators="调解员二名",
            record="双方陈述事实和请求，分歧在责任比例和护理费。",
        )  # fmt: skip

    async def apply(self) -> str:
        """The address of the patient's written application to the authority, to handle it as an accident."""
        await self.attach("accident_application", self.desk)
        return await self.part(
            "accident-applications",
            by=self.desk,
            asked_by="patient",
            learned_on=str(clock.today() - timedelta(days=3)),
            applied_on=str(clock.today()),
            received_at=_ago(minutes=20),
            statement=f"{self.about.facts}请求认定是否属于医疗事故并处理。",
        )

    async def pay_and_close(self) -> None:
        await self.step("pay", amount_fen=self.about.agreed * 100, paid_on=str(clock.today()))
        await self.step("call-back", satisfaction=self.rng.choice(("satisfied", "satisfied", "neutral")))
        await self.step("close", by=self.unit.head)


def _ago(*, minutes: int = 0, hours: int = 0) -> str:
    return (clock.now() - timedelta(minutes=minutes, hours=hours)).isoformat()


def _moment(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


async def lives(one: Disputing, course: str) -> Life:
    """From the first word on; `course` says how it goes."""
    rng = one.rng
    if course == "death":
        async for moment in _after_a_death(one):
            yield moment
        return
    await one.register()
    if course == "new":
        return
    await one.inform()
    yield in_days(rng, 1, 2)
    if course == "withdrawn":
        await one.step("withdraw", withdrawn_how="书面撤回，已存档", reason="经解释，患方不再主张")
    elif course in ("settled", "closed", "negotiating"):
        await one.negotiate()
        if course == "negotiating":
            yield _moment(1)
            await one.apply()
            return
        yield in_days(rng, 5, 9)
        await one.agree("settle", one.unit.head)
        if course == "closed":
            yield in_days(rng, 3, 6)
            await one.step("perform")
            yield in_days(rng, 5, 9)
            await one.pay_and_close()
    elif course in ("mediated", "lapsed", "appraised", "mediating"):
        async for moment in _mediated(one, course):
            yield moment
    elif course == "admin":
        await one.step("request-admin", requested_by="both")
        yield in_days(rng, 1, 3)
        await one.step("accept-admin", by=one.desk)
        yield in_days(rng, 9, 14)
        await one.agree("conclude-admin", one.desk)
    else:
        await one.negotiate()
        yield in_days(rng, 6, 9)
        await one.step("fail-negotiation", reason="双方对责任和金额分歧较大。")
        yield in_days(rng, 7, 12)
        await one.step(
            "sue",
            court="区人民法院",
            court_case_number=f"({clock.today().year})某01民初{rng.randint(100, 999)}号",
            sued_on=str(clock.today()),
        )
        if course == "judged":
            yield _moment(70)
            await one.attach("judgment", one.unit.clerk)
            await one.step(
                "judge",
                verdict="judgment",
                agreed_fen=one.about.agreed * 100,
                resolution="被告承担次要责任，赔偿损失。",
            )


async def _mediated(one: Disputing, course: str) -> Life:
    rng = one.rng
    await one.mediate()
    yield in_days(rng, 1, 2)
    await one.step("accept-mediation", by=one.desk, mediator="医疗纠纷人民调解委员会")
    yield in_days(rng, 4, 6)
    await one.meet()
    if course == "appraised":
        appraisal = await one.part("appraisals", kind="judicial", body="市司法鉴定中心", contract_at=_ago(hours=1))
        claim = await one.part("insurance-claims", insurer="某财产保险公司", reported_at=_ago(hours=1))
        await one.step(f"{claim}/complete-papers", papers_at=_ago(minutes=5))
        yield in_days(rng, 24, 28)
        await one.attach("opinion", one.unit.clerk)
        await one.step(
            f"{appraisal}/deliver",
            delivered_at=_ago(hours=1),
            has_harm=True,
            has_fault=True,
            has_causation=True,
            share="secondary",
            opinion="诊疗行为存在过错，与损害后果有因果关系，为次要原因。",
        )
    if course == "mediating":
        found = {"quality_grade": "general", "quality_found_at": _ago(hours=2), "reason": "科室讨论认定"}
        await one.step("flag-quality-event", **found)
    if course in ("lapsed", "mediating", "appraised"):
        return
    yield in_days(rng, 8, 12)
    await one.agree("conclude-mediation", one.desk)
    yield in_days(rng, 3, 6)
    await one.step("perform")
    yield in_days(rng, 6, 9)
    await one.pay_and_close()


async def _after_a_death(one: Disputing) -> Life:
    """Major from the first hour: reported as that and as a quality event, the police called, an autopsy agreed to, the
    notes of the rescue written up, the records sealed; then the city is asked to handle it, and accepts."""
    await one.register(
        is_major=True,
        major_reason="患者死亡，家属十余人聚集",
        death={"died_at": _ago(hours=5), "death_disputed": True, "body_frozen": True},
    )
    await one.part("reports", kind="major_phone", reported_at=_ago(minutes=5), received_by="卫健局值班室")
    await one.step("note-rescue", rescue_ended_at=_ago(hours=5, minutes=5))
    await one.step("complete-notes", rescue_notes_at=_ago(hours=1))
    await one.step("flag-quality-event", quality_grade="major", quality_found_at=_ago(hours=4), reason="院内核实认定")
    await one.part("reports", kind="quality_event", reported_at=_ago(minutes=3), received_by="医疗质量安全事件报告系统")
    await one.part(
        "police-calls",
        known_at=_ago(minutes=40),
        called_at=_ago(minutes=38),
        caller="保卫科值班员",
        station="城关派出所",
        suspected="多人堵塞急诊通道",
    )
    await one.inform(told_autopsy_at=_ago(minutes=15))
    yield _moment(0.5)
    await one.part("reports", kind="major_written", reported_at=_ago(minutes=5), received_by="卫健局医政股")
    autopsies = (await one.office.read(one.unit.clerk, one.url))["autopsies"]
    autopsy = f"autopsies/{autopsies[-1]['id']}"
    await one.step(f"{autopsy}/consent", answered_at=_ago(hours=1))
    yield _moment(2)
    await one.step(
        f"{autopsy}/make", done_at=_ago(hours=3), done_by="市法医鉴定所", result="符合急性肺栓塞致死，最终意见待出。"
    )
    await one.mediate()
    yield _moment(1)
    application = await one.apply()
    yield _moment(2)
    await one.attach("acceptance_notice", one.desk)
    await one.step(f"{application}/accept", by=one.desk, decided_at=_ago(minutes=10))
