"""What happens at institutions, and how it is told: each event is the life of one report chain, first to final."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from duban.demo.days import Life, office_hours
from duban.demo.ground import Ground
from duban.kernel import clock

EVENTS_URL = "/duty-events"


@dataclass(frozen=True)
class Happening:
    """Something that happened, in the words of its first and its final report."""

    summary: str
    place: str
    harm: str
    measures: str
    development: str
    cause: str
    liability: str
    handling: str
    improvement: str


HAPPENINGS = (
    Happening(
        "候诊大厅发现疑似号贩子一人，保安劝离并报派出所",
        "门诊候诊大厅",
        "无人员受伤",
        "保安劝离，已报派出所，调取监控",
        "派出所已将当事人带走询问，未发现同伙",
        "热门专家号源紧张，现场加号管理不严",
        "当事人被行政处罚，院方管理责任一项",
        "公安机关依法处理，退号两个",
        "加号实名核验，候诊区增加巡查",
    ),
    Happening(
        "患者家属在护士站言语过激并推搡护士，经劝解平息",
        "住院部三楼护士站",
        "一名护士手臂擦伤，未影响诊疗",
        "一键报警，警务室民警到场，已为护士处置",
        "家属已道歉，医务科正与其沟通诉求",
        "病情告知不及时，家属等候时间过长",
        "当事人被批评教育，科室沟通不足",
        "达成谅解，护士已复岗",
        "重点患者每日告知两次，护士站加装隔离门",
    ),
    Happening(
        "收治不明刀伤患者一名，已按规定报告公安机关",
        "急诊抢救室",
        "患者刀伤两处，生命体征平稳",
        "已清创缝合，报告公安机关，专人看护",
        "公安机关已到院取证，患者转入外科",
        "院外纠纷致伤",
        "与院方无关，由公安机关认定",
        "公安机关立案，患者康复出院",
        "急诊分诊增加非正常伤情提示",
    ),
    Happening(
        "收到家属反映有人冒充专家揽客，线索已移交公安机关",
        "门诊楼入口",
        "一名患者受骗，损失八百元",
        "登记线索，移交公安机关，张贴提示",
        "公安机关已受理，锁定嫌疑人",
        "入口处揽客行为未及时制止",
        "嫌疑人被刑事拘留",
        "赃款已追回并退还患者",
        "入口增设导诊，公示举报电话",
    ),
)

NEWS = (
    "本期查处违规机构三家，约谈负责人两名，典型案例一件已报送。",
    "联合公安开展集中巡查两次，劝离揽客人员五名。",
    "信息登记汇总完成，提出指导意见两条，已反馈相关单位。",
)

SHOWN = {
    ("hospital", "RD1"): (("finished", 9), ("late", 6), ("registered", 0)),
    ("hospital", "RD2"): (("received", 5), ("returned", 4)),
    ("clinic", "RD2"): (("reported", 1),),
}
"""Events of D01 at the two institutions whose people sign in: where each stands today, and how many days ago it was."""

SHOWN_PLAN = "D01"
PART = 0.06
"""Of the other standing duties, how many have something happen under them."""

DUTY_SPAN = 60


@dataclass
class Chain:
    """One event under `duty`, told by `owner` (headed by `head`, where there is one) and received by `receiver`."""

    ground: Ground
    duty: dict[str, Any]
    owner: str
    head: str | None
    receiver: str
    what: Happening
    rng: Random
    url: str = ""

    def happened(self, fewest: int, most: int) -> str:
        """So many minutes ago, though not before this day began: no campaign starts in the middle of one."""
        moment = clock.now() - timedelta(minutes=self.rng.randint(fewest, most))
        return max(moment, datetime.combine(clock.today(), datetime.min.time(), clock.ZONE)).isoformat()

    async def first(self, happened_at: str) -> None:
        body: dict[str, Any] = {"happened_at": happened_at, "summary": self.rng.choice(NEWS)}
        if self.duty["proof"] == "record":
            body = {
                "happened_at": happened_at,
                "summary": self.what.summary,
                "place": self.what.place,
                "harm": self.what.harm,
                "measures": self.what.measures,
            }
        told = await self.ground.office.step(self.owner, f"/duties/{self.duty['id']}", "report", body)
        self.url = f"{EVENTS_URL}/{max(told['reports'], key=lambda event: event['position'])['id']}"

    async def step(self, who: str, name: str, **body: Any) -> None:
        await self.ground.office.step(who, self.url, name, body or None)


async def live(chain: Chain, course: str) -> Life:
    """The life of one event. What is to be told at once is told within two hours and then every day."""
    what = chain.what
    if course == "registered":
        body = {"duty_id": chain.duty["id"], "happened_at": chain.happened(20, 20), "summary": what.summary}
        await chain.ground.office.create(chain.owner, EVENTS_URL, {**body, "place": what.place})
        return
    await chain.first(chain.happened(200, 400) if course == "late" else chain.happened(20, 100))
    if course == "reported":
        return
    yield clock.now() + timedelta(minutes=chain.rng.randint(20, 90))
    if course == "returned":
        await chain.step(chain.receiver, "return", reason="请写明现场处置人员和报警时间。")
        return
    await chain.step(chain.receiver, "receive")
    if course == "received" or chain.head is None:
        return
    if course == "late":
        await chain.step(chain.head, "explain-late", reason="当班人员先行处置现场，忙乱中未及时书面报告。")
    else:
        yield clock.now() + timedelta(hours=18)
        await chain.step(chain.owner, "report-continued", development=what.development)
    yield clock.now() + timedelta(hours=4)
    final = {name: getattr(what, name) for name in ("cause", "liability", "handling", "improvement")}
    await chain.step(chain.head, "report-final", **final)
    yield clock.now() + timedelta(hours=1)
    await chain.step(chain.receiver, "finish", reason="处置得当，同意办结。")


def expected(
    ground: Ground, plan_id: str, duty: dict[str, Any], receiver: str, until: datetime
) -> list[tuple[datetime, Callable[[], Life]]]:
    """When something will happen under the standing `duty`, and the life that begins then."""
    unit = ground.units.get(duty["organisation_id"])
    owner = ground.reporters[duty["organisation_id"]]
    head = unit.head if unit and unit.head != unit.clerk else None
    rng = ground.chance("happening", plan_id, duty["clause_code"], duty["organisation_name"])
    opens_on = max(date.fromisoformat(duty["opens_on"]), clock.today())

    def begun(course: str) -> Callable[[], Life]:
        return lambda: live(Chain(ground, duty, owner, head, receiver, rng.choice(HAPPENINGS), rng), course)

    if unit and plan_id == SHOWN_PLAN and (shown := SHOWN.get((unit.key, duty["clause_code"]))):
        today = clock.day_of(until)
        return [
            (min(office_hours(rng, today - timedelta(days=age)), until - timedelta(hours=1)), begun(course))
            for course, age in shown
        ]
    day = opens_on + timedelta(days=rng.randint(3, DUTY_SPAN))
    if rng.random() >= PART or day > date.fromisoformat(duty["due_on"]):
        return []
    return [(office_hours(rng, day), begun(rng.choice(("finished", "finished", "late")) if head else "received"))]
