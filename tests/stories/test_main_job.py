"""The main job from end to end, by real people with real tokens over HTTP, on both engines: nine campaigns, a
self-check with two problems, a zero report, rectification proved by photographs, verification by two, closure, progress
that opens its rows, the look-back, and a journal that proves it all.

Days of 2026: 2 March is a Monday; nothing between it and the end of March is a holiday.
"""

from typing import Any

import pytest

from duban.campaigns.rules import Fact
from duban.kernel.sealing import seal
from duban.orgs.rules import Role
from support.campaigns import populate
from support.people import Account, account, open_the_door
from support.uploads import png, send
from support.world import World

pytestmark = pytest.mark.anyio
PLANS = ("D01", "D03", "D05", "D07", "D08", "D09", "D10", "D11", "D12")
PEOPLE = {
    "chief": ("north", Role.CHIEF),
    "lead": ("north", Role.SECTION_HEAD),
    "clerk": ("north", Role.CASE_HANDLER),
    "inspector": ("north", Role.ENFORCEMENT_OFFICER),
    "inspector2": ("north", Role.ENFORCEMENT_OFFICER),
    "hospital": ("north_hospital", Role.INSTITUTION_HEAD),
    "hospital_clerk": ("north_hospital", Role.INSTITUTION_CLERK),
    "clinic": ("north_clinic", Role.INSTITUTION_HEAD),
    "auditor": ("city", Role.AUDIT_ADMIN),
}
PROBLEMS = [
    {
        "problem": "急诊通道监控有一处盲区",
        "measure": "加装摄像头一台",
        "standard": "重点区域监控全覆盖",
        "person": "保卫科科长",
    },
    {"problem": "投诉电话未公示", "measure": "当日张贴", "standard": "醒目位置可见", "person": "医患办主任"},
]


class Story:
    """The people of `PEOPLE` in a district with three institutions."""

    def __init__(self, world: World, people: dict[str, Account]) -> None:
        self.world, self.people = world, people

    async def sign_in(self) -> None:
        """A new day: everybody signs in."""
        for somebody in self.people.values():
            await somebody.sign_in()

    async def read(self, who: str, path: str, expect: int = 200) -> Any:
        answer = await self.people[who].get(path)
        assert answer.status_code == expect, (who, path, answer.text)
        return answer.json()

    async def step(self, who: str, url: str, name: str, body: Any = None, *, expect: int = 200) -> dict[str, Any]:
        """Read with the ETag, take the step with it."""
        tag = (await self.people[who].get(url)).headers["etag"]
        answer = await self.people[who].post(f"{url}/{name}", body, headers={"If-Match": tag})
        assert answer.status_code == expect, (who, name, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    async def attach(self, who: str, task: str, purpose: str) -> None:
        sent = {"subject_type": "rectification_task", "purpose": purpose}
        answer = await send(self.people[who], task, png(purpose), **sent)  # type: ignore[arg-type]
        assert answer.status_code == 201, answer.text

    async def progress(self, campaign: str) -> dict[str, int]:
        """The campaign's facts as the lead sees them; every number is opened and holds exactly its rows."""
        total: dict[str, int] = {}
        for group in (await self.read("lead", f"/campaigns/{campaign}/progress"))["groups"]:
            for fact, number in group["facts"].items():
                total[fact] = total.get(fact, 0) + number
                if number:
                    rows = (await self.read("lead", f"/duties?{group['rows'][fact]}&count=exact&limit=200"))["items"]
                    assert len(rows) == number
                    assert {(row["fact"], row["clause_code"]) for row in rows} == {(fact, group["key"])}
            total["actual"] = total.get("actual", 0) + group["actual"]
        return total


@pytest.fixture
async def story(world: World) -> Story:
    open_the_door(world)
    await populate(world)
    with world.at("2026-03-02 08:00"):
        people = {name: await account(world, name, where, role) for name, (where, role) in PEOPLE.items()}
        found = Story(world, people)
        await found.sign_in()
    return found


async def nine_campaigns(story: Story) -> None:
    """The chief puts the nine plans into force."""
    for plan in PLANS:
        made = await story.people["chief"].post("/campaigns", {"plan_id": plan, "start_on": "2026-03-02"})
        assert made.status_code == 201, made.text
        launched = await story.step("chief", f"/campaigns/{made.json()['id']}", "launch")
        assert (launched["state"], launched["duty_count"] > 0) == ("launched", True)


async def test_the_main_job_from_nine_campaigns_to_a_proven_journal(story: Story) -> None:
    at = story.world.at
    with at("2026-03-02 08:05"):
        await nine_campaigns(story)
        await story.sign_in()
        campaigns = (await story.read("chief", "/campaigns?limit=50"))["items"]
        assert sorted(c["plan_id"] for c in campaigns) == sorted(PLANS)
        d07 = next(c["id"] for c in campaigns if c["plan_id"] == "D07")
        checks = f"/duties?campaign_id={d07}&proof=self_check&state=open&limit=200"
        first, *_ = (await story.read("hospital", checks))["items"]
        elsewhere, *_ = (await story.read("clinic", checks))["items"]
        before = await story.progress(d07)
        assert (before["actual"], before["on_time"], before["zero"]) == (0, 0, 0)

    with at("2026-03-02 08:10"):
        checked = await story.step("hospital_clerk", f"/duties/{first['id']}", "submit", {"problems": PROBLEMS})
        assert (checked["fact"], checked["problem_count"]) == ("on_time", 2)
        zero = await story.step(
            "clinic", f"/duties/{elsewhere['id']}", "submit", {"kind": "zero", "confirm_zero": True, "note": "未发现"}
        )
        assert zero["fact"] == "zero"
        after = await story.progress(d07)
        # Two reports came: one in time, one zero; what was owed is what it was, and two less are waiting.
        assert (after["actual"], after["on_time"], after["zero"]) == (2, 1, 1)
        assert after["due"] == before["due"] - 2
        assert sum(after[fact] for fact in Fact) == sum(before[fact] for fact in Fact)

    with at("2026-03-02 08:13"):
        tasks = [p["task_id"] for p in checked["submissions"][-1]["problems"]]
        for task in tasks:
            issued = await story.step("lead", f"/rectification-tasks/{task}", "issue", {})
            assert (issued["state"], issued["source_type"], issued["campaign_id"]) == ("issued", "self_check", d07)
        task, url = tasks[0], f"/rectification-tasks/{tasks[0]}"
        plan = {
            "cause": "改造时遗漏",
            "plan": "采购安装",
            "responsible_person": "保卫科科长",
            "planned_on": "2026-03-05",
        }
        assert (await story.step("hospital_clerk", url, "accept", plan))["state"] == "rectifying"

    with at("2026-03-05 09:00"):
        await story.sign_in()
        done = {"measures_taken": "已加装摄像头并联网"}
        assert (await story.step("hospital", url, "submit", done, expect=409))["code"] == "no_evidence_after"
        await story.attach("hospital_clerk", task, "after")
        assert (await story.step("hospital", url, "submit", done, expect=422))["code"] == "no_evidence_before"
        await story.attach("hospital_clerk", task, "before")
        refused = await story.step("hospital_clerk", url, "submit", done, expect=403)
        assert refused["permission"] == "task.submit"
        submitted = await story.step("hospital", url, "submit", done)
        assert (submitted["before_count"], submitted["after_count"]) == (1, 1)
        pieces = (await story.read("inspector", f"/attachments?subject_type=rectification_task&subject_id={task}"))[
            "items"
        ]
        assert {piece["purpose"] for piece in pieces} == {"before", "after"}

    with at("2026-03-05 09:05"):
        await story.step("inspector", url, "start-verification")
        opinion = {"accepts": True, "on_site": True, "opinion": "现场核查属实"}
        for number, checker in enumerate(("inspector", "inspector2"), start=1):
            assert (await story.step(checker, url, "record-opinion", opinion))["accepting_opinions"] == number
        assert (await story.step("inspector", url, "close", {}, expect=403))["permission"] == "task.close"
        closed = await story.step("lead", url, "close", {"reason": "同意销号", "look_back_on": "2026-03-20"})
        assert (closed["state"], closed["look_back_on"], closed["overdue_at"]) == ("closed", "2026-03-20", None)
        # The ledger of the campaign: one struck off, one issued, each count the length of its list.
        for state, numbers in (("closed", [closed["number"]]), ("issued", [issued["number"]])):
            rows = (await story.read("lead", f"/rectification-tasks?campaign_id={d07}&state={state}"))["items"]
            assert [row["number"] for row in rows] == numbers

    looked = {
        "check_was_complete": True,
        "rectified_in_place": True,
        "public_is_satisfied": True,
        "finding": "监控画面完整，保持良好",
    }
    with at("2026-03-05 09:08"):
        early = await story.step("clerk", url, "consolidate", looked, expect=409)
        assert early["code"] == "looked_back_too_early"
    with at("2026-03-20 09:00"):
        await story.sign_in()
        assert (await story.step("inspector", url, "consolidate", looked, expect=409))["code"] == "own_submission"
        kept = await story.step("clerk", url, "consolidate", looked)
        assert (kept["state"], [back["relapsed"] for back in kept["look_backs"]]) == ("consolidated", [False])

        steps = [entry["action"].split(":")[1] for entry in (await story.read("lead", f"{url}/history"))["items"]]
        assert steps == [
            "create", "issue", "accept", "evidence", "evidence", "submit", "start_verification", "record_opinion",
            "record_opinion", "close", "consolidate",
        ]  # fmt: skip
        while await seal(story.world.database):
            pass
        answer = await story.people["auditor"].post("/journal/verify", {})
        assert answer.status_code == 200, answer.text
        report = answer.json()
        assert (report["ok"], report["first_bad"], report["unsealed"]) == (True, None, 0)
        assert report["entries"] == report["head_position"] > len(steps)
