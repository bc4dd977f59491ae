"""Plans of one's own as files: taken over the API, checked on the command line; faults named with place and reason."""

from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.campaigns.strict_yaml import lines_of
from duban.cli import app
from support.campaigns import chief
from support.world import World

FOLDER = files("duban.campaigns").joinpath("data", "plans")
SHIPPED = sorted((path.name, path.read_text("utf-8")) for path in FOLDER.iterdir() if path.name.endswith(".yaml"))
NAME, TEXT = SHIPPED[0]
WRONG = TEXT.replace("level: ", "level: village # ", 1)


@pytest.mark.anyio
async def test_the_text_of_a_plan_file_becomes_a_draft_and_its_faults_are_named(world: World) -> None:
    person = chief(world)
    made = await person.post("/campaigns", {"plan_yaml": TEXT, "plan_file": NAME})
    assert made.status_code == 201, made.text
    read = (await person.get(f"/campaigns/{made.json()['id']}/plan")).json()
    assert read["plan"]["title"] == made.json()["title"]
    refused = await person.post("/campaigns", {"plan_yaml": WRONG, "plan_file": "区县方案.yaml"})
    told = refused.json()
    assert (refused.status_code, told["code"], told["file"]) == (422, "document_invalid", "区县方案.yaml")
    assert [(e["pointer"], "village" in e["detail"]) for e in told["errors"]] == [("/level", True)]
    line = next(number for number, text in enumerate(WRONG.splitlines(), 1) if text.startswith("level: "))
    assert told["errors"][0]["detail"].startswith(f"第 {line} 行：")
    broken = await person.post("/campaigns", {"plan_yaml": "schema: [", "plan_file": "x.yaml"})
    assert (broken.status_code, broken.json()["file"]) == (422, "x.yaml")
    null = await person.post("/campaigns", {"plan_yaml": TEXT.replace("title: ", 'title: "\\0" # ', 1)})
    assert (null.status_code, null.json()["errors"][0]["code"]) == (422, "null_character")
    both = await person.post("/campaigns", {"plan_yaml": TEXT, "plan_id": "D07"})
    assert {e["pointer"] for e in both.json()["errors"]} == {"/plan_yaml", "/plan_id"}


def test_a_fault_is_told_with_the_line_of_the_nearest_key_or_item_around_it() -> None:
    text = "phases:\n  - code: P1\n    period: {from: 2026, to: x}\n\n  - code: P2\n'a/b': 1\n"
    lines = {"/phases": 1, "/phases/0/period/to": 3, "/phases/1": 5, "/phases/1/title": 5, "/a~1b": 6}
    assert lines_of(text, [*lines, "", "/absent", "/absent/0"]) == lines


def test_every_shipped_plan_passes_the_check_and_a_wrong_one_is_named_with_exit_1(tmp_path: Path) -> None:
    for name, text in SHIPPED:
        (tmp_path / name).write_text(text, "utf-8")
        passed = CliRunner().invoke(app, ["plan", "check", str(tmp_path / name)])
        assert (passed.exit_code, name in passed.output) == (0, True), passed.output
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(WRONG, "utf-8")
    failed = CliRunner().invoke(app, ["plan", "check", str(wrong)])
    assert failed.exit_code == 1
    line = next(line for line in failed.output.splitlines() if line.startswith(f"{wrong}: /level: "))
    assert "village" in line
