"""Complaints that came by the public page: sent, asked about and rated under the receipt code, as a citizen does it."""

from datetime import timedelta
from typing import Any

from duban.complaints.public_form import EDITION
from duban.complaints.public_holding import receipt_key
from duban.complaints.receipts import code_of
from duban.demo import names
from duban.demo.complaining import URL
from duban.demo.days import Days, Life, in_days, office_hours
from duban.demo.ground import Ground, Unit
from duban.demo.photos import photo
from duban.kernel import clock
from duban.settings import Settings

PUBLIC = "/public/complaints"
KEYS = {"answered": "demo-public-complaint-1", "asked": "demo-public-complaint-2", "kept": "demo-public-complaint-3"}
"""What each sender's phone made up. The receipt codes follow from it and from the installation's secret."""

AGE = {"answered": 12, "asked": 5, "kept": 3}
"""Days ago. A weekend moves a beginning to Monday: fewer than three could lie in the future on one."""
FACTS = {
    "answered": ("waiting", "抽血窗口只开了一个。早上七点排队，九点半才轮到，老人几次差点晕倒。", "抽血科室"),
    "asked": ("fees", "出院清单里有两次没有做过的检查。收费处让我自己去找科室。", "住院收费处"),
    "kept": ("conduct", "护士站有人让患者家属加微信买营养品。说买了好安排床位。", "外科"),
}


def codes(settings: Settings) -> dict[str, str]:
    """The receipt code of each, as its sender holds it."""
    return {name: code_of(receipt_key(settings), key) for name, key in KEYS.items()}


def begin(days: Days, ground: Ground) -> None:
    """Three citizens complain about the hospital of the story."""
    (story,) = (unit for unit in ground.units.values() if unit.key == "hospital")
    today = clock.day_of(days.until)
    for name in KEYS:
        rng = ground.chance("citizen", name)
        days.begin(office_hours(rng, today - timedelta(days=AGE[name])), lives(ground, story, name))


async def lives(ground: Ground, unit: Unit, name: str) -> Life:
    """From the phone on: one is answered and rates it, one is asked something, one does not want to be known."""
    rng, office = ground.chance("citizen", name), ground.office
    matter, facts, department = FACTS[name]
    await office.public(
        "POST",
        PUBLIC,
        expect=201,
        headers={"Idempotency-Key": KEYS[name]},
        json={
            "organisation_id": ground.ids[unit.key],
            "matter": matter,
            "facts": facts,
            "departments": [department],
            "is_real_name": True,
            "is_protected": name == "kept",
            "complainant_name": names.person(rng),
            "complainant_phone": names.phone(rng),
            "relation": "relative",
            "consented": True,
            "notice_edition": EDITION,
        },
    )
    code = {"Receipt-Code": codes(office.settings)[name]}
    number = (await office.public("GET", f"{PUBLIC}/mine", headers=code))["number"]
    handler = "clerk" if name == "kept" else unit.clerk
    (known,) = [one for one in await office.every(handler, URL, channel="web") if one["number"] == number]
    url = f"{URL}/{known['id']}"

    async def say(text: str) -> None:
        await office.public("POST", f"{PUBLIC}/mine/messages", expect=201, headers=code, json={"text": text})

    async def ask(text: str) -> None:
        any_version: dict[str, Any] = {"If-Match": "*"}
        await office.ask(handler, "POST", f"{url}/messages", expect=201, headers=any_version, json={"text": text})

    if name == "kept":
        await say("我怕影响家人治疗，请不要让医院知道是我。")
        return
    yield in_days(rng, 1, 1)
    await office.step(handler, url, "investigate", {"departments": [department]})
    await ask("您好，请问是哪一天、几点到的？如有票据照片，请在此上传。")
    if name == "asked":
        return
    yield in_days(rng, 1, 1)
    await say("上周三早上七点，票据照片已上传。")
    picture = {"file": ("取号单.png", photo(name, better=True), "image/png")}
    await office.public("POST", f"{PUBLIC}/mine/photos", expect=201, headers=code, files=picture)
    yield in_days(rng, 1, 1)
    opinion = {"finding": "founded", "opinion": "高峰时段只开一个窗口，情况属实，向您致歉。"}
    measures = {"measures": "七点至九点增开两个窗口，为老人设优先号。"}
    await office.step(handler, url, "conclude", opinion | measures)
    await office.step(handler, url, "feed-back", {"fed_back_how": "online", "confirmed": "not_asked"})
    yield in_days(rng, 1, 2)
    rating = {"satisfaction": "satisfied", "comment": "改得很快，谢谢。"}
    await office.public("POST", f"{PUBLIC}/mine/rating", headers=code, json=rating)
