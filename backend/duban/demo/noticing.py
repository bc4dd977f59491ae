"""What other organs told the district in the last months: a loophole answered and closed, others still open."""

from datetime import timedelta

from duban.demo.days import Days, Life, in_days, office_hours, once
from duban.demo.ground import Ground
from duban.demo.photos import page
from duban.kernel import clock

URL = "/notices"

LOOPHOLE = {
    "kind": "sector_loophole_notice",
    "document_number": "公治函〔2026〕12号",
    "title": "退号管理存在漏洞",
    "content": "办理倒卖号源案件中发现，退号后号源即时放回且未实名核验，被号贩子利用。建议延迟放号并核验身份。",
}
SUGGESTION = {
    "kind": "procuratorial_suggestion",
    "document_number": "检建〔2026〕5号",
    "title": "加强医疗废物交接管理的检察建议",
    "content": "公益诉讼检察中发现，部分小型医疗机构医疗废物交接登记不全。建议开展排查，健全交接制度。",
}
DISPOSAL = {
    "kind": "police_disposal_notice",
    "document_number": "公急通〔2026〕31号",
    "title": "急诊扰序案件处置情况",
    "content": "一名醉酒人员在急诊科推搡医务人员，现将处置情况通报如下。",
    "handling": "已传唤当事人并调取监控，认定扰乱单位秩序，行政拘留五日。",
    "next_opinion": "如构成轻微伤，将依法从重处理；请继续配合做好伤情鉴定。",
}
SECTOR_WIDE = {
    "kind": "sector_loophole_notice",
    "document_number": "公治函〔2026〕27号",
    "title": "夜间急诊安检存在漏洞",
    "content": "近三月涉医警情中，三起系携带刀具夜间进入急诊。建议全区医院夜间落实安检。",
}


def begin(days: Days, ground: Ground) -> None:
    """Each on its own day before today."""
    office, today = ground.office, clock.day_of(days.until)
    disposal = {**DISPOSAL, "organisation_id": ground.ids["hospital"]}
    for name, ago, life in (
        ("loophole", 48, _answered(ground)),
        ("suggestion", 26, once(lambda: _entered(ground))),
        ("disposal", 5, once(lambda: office.create("police", URL, disposal))),
        ("sector", 2, once(lambda: office.create("police", URL, SECTOR_WIDE))),
    ):
        days.begin(office_hours(ground.chance("notice", name), today - timedelta(days=ago)), life)


async def _entered(ground: Ground) -> None:
    """A letter on paper, entered by the clerk: its two months run."""
    office = ground.office
    made = await office.create("clerk", URL, {**SUGGESTION, "from_organisation_id": ground.ids["procuratorate"]})
    file = ("检察建议书.pdf", page(SUGGESTION["title"]), "application/pdf")
    await office.attach("clerk", ("notice", made["id"]), "letter", file)


async def _answered(ground: Ground) -> Life:
    """A loophole at the hospital: the draft comes by itself, the answer after a week."""
    office, rng = ground.office, ground.chance("notice", "answered")
    made = await office.create("police", URL, {**LOOPHOLE, "organisation_id": ground.ids["hospital"]})
    url = f"{URL}/{made['id']}"
    yield in_days(rng, 6, 9)
    await office.attach("clerk", ("notice", made["id"]), "answer_letter", ("复函.pdf", page("复函"), "application/pdf"))
    answer = {
        "answer": "已责令该院退号延迟放回并实名核验，纳入整改台账督办。",
        "answer_document_number": "卫函〔2026〕8号",
    }
    await office.step("lead", url, "answer", answer)
    yield in_days(rng, 1, 3)
    await office.step("lead", url, "close")
