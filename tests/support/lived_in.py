"""Accounts, machines, files and jobs of a district, made through the API: records to try paths on."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from duban.complaints.repeat_finding import repeats_of
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.jobs import enqueue
from duban.kernel.system_actor import system_act
from support.handoffs import Handoffs, body_of
from support.uploads import BOUNDARY, multipart, png
from support.world import Person, World


async def somebody(north: Person, username: str = "zhang.wei") -> dict[str, str]:
    """A person of the district with a role and a recusal: ids of the account, the grant and the recusal."""
    home = str(north.world.organisations["north"].id)
    made = await north.post("/users", {"organisation_id": home, "username": username, "display_name": "张维"})
    assert made.status_code == 201, made.text
    id = made.json()["id"]
    body = {"role": "case_handler", "organisation_id": home, "reason": "岗位任命"}
    granted = await north.post(f"/users/{id}/grants", body, headers={"If-Match": made.headers["etag"]})
    assert granted.status_code in (200, 201), granted.text
    grants = (await north.get("/role-grants")).json()["items"]
    chief = Person(north.world, replace(north.actor, roles=frozenset({"chief"})))
    hospital = str(north.world.organisations["north_hospital"].id)
    away = {"user_id": id, "subject_type": "organisation", "subject_id": hospital, "reason": "配偶在该院任职"}
    recusal = await chief.post("/recusals", away)
    assert recusal.status_code == 201, recusal.text
    return {"users": id, "role-grants": grants[0]["id"], "recusals": recusal.json()["id"]}


async def machine(north: Person, name: str = "投诉系统", scopes: tuple[str, ...] = ("institution.read",)) -> str:
    home = str(north.world.organisations["north"].id)
    body = {"organisation_id": home, "name": name, "scopes": scopes}
    made = await north.post("/api-clients", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def webhook(north: Person, name: str) -> str:
    """An endpoint of a machine of the district."""
    body = {
        "api_client_id": await machine(north, name, ("duty.read", "journal.feed")),
        "name": name,
        "url": "https://his.example/duban",
    }
    made = await north.post("/webhook-endpoints", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def attach(owner: Person, subject_type: str, subject_id: str, purpose: str, picture: str = "lived in") -> str:
    body = multipart(png(picture), subject_type=subject_type, subject_id=subject_id, purpose=purpose)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = await owner.request("POST", "/attachments", content=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def complain(
    owner: Person, organisation_id: str, title: str = "超声检查等候过久", matter: str = "waiting"
) -> str:
    body = {
        "organisation_id": organisation_id,
        "channel": "window",
        "is_real_name": True,
        "complainant_name": "王小明",
        "complainant_phone": "13800138000",
        "first_receiver": "导诊台",
        "first_department": "门诊部",
        "matter": matter,
        "title": title,
        "facts": "上午八点取号，至下午三点仍未检查。",
    }
    answer = await owner.post("/complaints", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def repeats(world: World, owner: Person, organisation_id: str) -> str:
    """Two repetitions about the institution, and the id of one of them."""
    for matter in ("fees", "records"):
        for title in ("第一件", "第二件", "第三件"):
            await complain(owner, organisation_id, title, matter)
    async with world.database.transaction() as db:
        act = await system_act(db)
        assert act is not None
        await repeats_of(act, UUID(organisation_id))
    return str((await owner.get("/complaint-repeats")).json()["items"][0]["id"])


async def dispute(owner: Person, organisation_id: str, title: str = "术后感染引发的争议") -> str:
    body = {
        "organisation_id": organisation_id,
        "patient_name": "王大明",
        "claimant_name": "王小明",
        "claimant_phone": "13800138000",
        "title": title,
        "facts": "患者术后第三日发热，家属要求赔偿。",
        "claim_fen": 3_000_000,
        "insured": "liability",
    }
    answer = await owner.post("/disputes", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def handoff(world: World) -> str:
    """A case that the district handed to its police."""
    act_as = Handoffs(world)
    id = await act_as.open()
    await act_as["liaison"].step(f"/handoffs/{id}", "receive", body_of("receive"))
    return str(id)


async def notice(owner: Person, organisation_id: str, title: str = "退号管理存在漏洞") -> str:
    """A loophole that a clerk of the authority `owner` enters."""
    body = {
        "kind": "sector_loophole_notice",
        "organisation_id": organisation_id,
        "from_name": "区公安分局",
        "title": title,
        "content": "办案中发现退号未实名核验。",
    }
    answer = await owner.post("/notices", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def clue_report(owner: Person, place: str = "急诊大厅") -> str:
    """A report of an institution; its authority has a clue of it."""
    body = {"kind": "abnormal_wound", "facts": "急诊收治一名刀刺伤青年，同行三人拒绝登记。", "place": place}
    answer = await owner.post("/clue-reports", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def clue(keeper: Person, about: str, title: str = "门诊大厅倒卖专家号") -> dict[str, str]:
    """A clue about an institution that was assessed and is to go to the insurance: ids of the clue and its transfer."""
    body = {
        "kind": "insurance_fraud",
        "source": "inspection",
        "title": title,
        "facts": "检查中发现两人在门诊大厅兜售次日专家号。",
        "about_organisation_id": about,
        "subject_phone": "13800138000",
    }
    made = await keeper.post("/clues", body)
    assert made.status_code == 201, made.text
    id = str(made.json()["id"])
    await keeper.step(f"/clues/{id}", "take-up")
    await keeper.step(f"/clues/{id}", "assess", {"receiver": "insurance", "assessment": "属医保部门管辖。"})
    letter = {"clue_id": id, "receiver": "insurance", "receiver_name": "区医疗保障局", "reason": "涉嫌骗取医保基金。"}
    handed = await keeper.post("/clue-transfers", letter)
    assert handed.status_code == 201, handed.text
    return {"clues": id, "clue-transfers": str(handed.json()["id"])}


async def half_an_upload(owner: Person) -> str:
    begun = await owner.post("/uploads", headers={"Upload-Length": "1000"})
    assert begun.status_code == 201, begun.text
    return str(begun.json()["id"])


async def job(world: World, north: Person) -> str:
    payload: dict[str, Any] = {"campaign_id": str(world.organisations["north"].id)}
    async with world.database.transaction() as db:
        asked = await enqueue(Act(db, north.actor, now()), "campaign_launch", payload)
        await db.flush()
        return str(asked.id)
