"""The exported ledger is the paper ledger (整改台账): its columns, their order, and words instead of codes."""

import csv
import io
from typing import Any

import orjson
import pytest
from python_calamine import CalamineWorkbook

from support.rectification import REASON, URL, Ledger

pytestmark = pytest.mark.anyio

HEADINGS = [
    "台账编号", "整改单位", "问题来源", "来源说明", "存在问题（整治内容）", "问题依据", "原因分析", "整改措施",
    "整改标准", "责任人", "整改时限", "整改方式", "风险等级", "下发单位", "通知文号", "下发时间",
    "整改方案", "计划完成日", "整改落实情况", "申请销号时间", "整改状态", "逾期时间", "销号时间", "回头看日期",
]  # fmt: skip


async def sheet(ledger: Ledger, query: str = "", by: str = "handler") -> list[dict[str, Any]]:
    answer = await ledger[by].get(f"{URL}/export?format=xlsx&sort=id{query}")
    assert answer.status_code == 200, answer.text
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert head == HEADINGS
    return [dict(zip(head, row, strict=True)) for row in rows]


async def told(ledger: Ledger) -> None:
    """A closed task with everything, a late one, and a draft that still lacks much."""
    with ledger.world.at("2026-03-02 09:00"):
        url = await ledger.create(due_on="2026-03-31", source_label="第一轮安全检查", risk="low")
        await ledger["section_head"].step(url, "issue", {"notice_number": "北卫发〔2026〕12号"})
        for step in ("accept", "submit", "start_verification", "opinions"):
            await ledger.take(url, step)
    with ledger.world.at("2026-03-05 14:30"):
        await ledger["section_head"].step(url, "close", {**REASON, "look_back_on": "2026-06-01"})
        await ledger.make("rectifying", mode="immediate", risk="high", title="灭火器过期")
        await ledger.create(source_type="superior", basis=None, measure=None, standard=None)
    with ledger.world.at("2026-03-06 00:00"):
        await ledger.sweep()


async def test_the_sheet_holds_problem_cause_measure_standard_and_deadline_in_words(ledger: Ledger) -> None:
    await told(ledger)
    with ledger.world.at("2026-03-06 09:00"):
        closed, late, draft = await sheet(ledger)
    assert closed == {
        "台账编号": "RT-2026-000001",
        "整改单位": "north_hospital",
        "问题来源": "检查",
        "来源说明": "第一轮安全检查",
        "存在问题（整治内容）": "急诊通道两侧堆放报废轮椅和纸箱",
        "问题依据": "急救通道保持畅通",
        "原因分析": "制度未落实",
        "整改措施": "清运杂物，每日巡查",
        "整改标准": "通道净宽不小于二米",
        "责任人": "总务科负责人",
        "整改时限": "2026-03-31",
        "整改方式": "限期整改",
        "风险等级": "低",
        "下发单位": "north",
        "通知文号": "北卫发〔2026〕12号",
        "下发时间": "2026-03-02 09:00:00",
        "整改方案": "三日内清运",
        "计划完成日": "2026-03-02",
        "整改落实情况": "已清运全部杂物",
        "申请销号时间": "2026-03-02 09:00:00",
        "整改状态": "已销号",
        "逾期时间": "",
        "销号时间": "2026-03-05 14:30:00",
        "回头看日期": "2026-06-01",
    }
    # Corrected on the spot means by the end of 5 March; from midnight on it is late.
    assert [late[name] for name in ("整改方式", "风险等级", "整改时限", "整改状态", "逾期时间")] == [
        "立行立改", "高", "2026-03-05", "整改中", "2026-03-06 00:00:00",
    ]  # fmt: skip
    assert [draft[name] for name in ("问题来源", "整改状态", "整改措施", "整改标准", "下发时间")] == [
        "上级交办", "待下发", "", "", "",
    ]  # fmt: skip


async def test_the_sheet_keeps_the_lists_filters_and_what_an_institution_does_not_see(ledger: Ledger) -> None:
    await told(ledger)
    assert [row["整改状态"] for row in await sheet(ledger, "&state=closed")] == ["已销号"]
    assert [row["整改状态"] for row in await sheet(ledger, by="clerk")] == ["已销号", "整改中"]
    assert await sheet(ledger, by="stranger") == []


async def test_an_english_reader_gets_english_words_and_a_machine_the_codes(ledger: Ledger) -> None:
    await told(ledger)
    answer = await ledger["handler"].get(f"{URL}/export?format=csv&state=closed", headers={"Accept-Language": "en"})
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    found = dict(zip(head, row, strict=True))
    assert len(found) == len(HEADINGS)  # no two columns are called alike
    assert (found["State"], found["Mode"], found["Risk"], found["Source"]) == (
        "closed", "within a term", "low", "inspection",
    )  # fmt: skip
    lines = (await ledger["handler"].get(f"{URL}/export?format=ndjson&state=closed")).content.splitlines()
    assert [(row["state"], row["mode"]) for row in map(orjson.loads, lines)] == [("closed", "time_limited")]
