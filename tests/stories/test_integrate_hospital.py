"""`docs/integrate/hospital.md` and `examples/hospital_client.py` against the program, on both engines: the page's
Python runs block by block, as a hospital's machine with a real token; the authority acts in between."""

from base64 import b64encode
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from duban.kernel.sealing import seal
from duban.orgs.rules import Role
from support.campaigns import populate
from support.pages import ROOT, Page, loaded
from support.people import account, machine, open_the_door
from support.uploads import png
from support.world import World

pytestmark = pytest.mark.anyio
PAGE = ROOT / "docs" / "integrate" / "hospital.md"
SCOPES = (
    "duty.read", "duty.submit", "evidence.add", "task.read", "task.answer", "complaint.read", "complaint.handle",
    "journal.feed",
)  # fmt: skip


class BadLine(httpx.AsyncBaseTransport):
    """A line to the program that spoils the next answers as told: `lost` after the program acted, or a status."""

    def __init__(self, world: World) -> None:
        self.inner = httpx.ASGITransport(app=world.app)
        self.spoil: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.inner.handle_async_request(request)
        match self.spoil.pop(0) if self.spoil else "":
            case "":
                return answer
            case "lost":
                raise httpx.ReadError("the line broke", request=request)
            case status:
                return httpx.Response(int(status), headers={"Retry-After": "7"}, request=request)


@pytest.fixture
async def line(world: World) -> BadLine:
    open_the_door(world)
    await populate(world)
    return BadLine(world)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example, whose pauses are noted in `waited` and not slept."""
    module = loaded("hospital_client", monkeypatch)
    module.waited = []  # type: ignore[attr-defined]

    async def wait(seconds: float) -> None:
        module.waited.append(seconds)

    monkeypatch.setattr(module, "sleep", wait)
    return module


async def a_hospital(world: World, line: BadLine, client: ModuleType) -> Any:
    _, id, secret = await machine(world, "north_hospital", *SCOPES)
    return client.Hospital(httpx.AsyncClient(transport=line, base_url="http://duban.test/api/v1/"), id, secret)


def figures(indicator: dict[str, Any]) -> Any:
    """No, nought, the last choice: what is there to say of a quiet month."""
    match indicator["kind"]:
        case "yes_no":
            return False
        case "choice":
            return indicator["options"][-1]["code"]
        case _:
            return 0


async def test_a_hospital_does_what_the_page_says(world: World, line: BadLine, client: ModuleType) -> None:
    with world.at("2026-03-02 08:00"):
        chief = await (await account(world, "chief", "north", Role.CHIEF)).sign_in()
        lead = await (await account(world, "lead", "north", Role.SECTION_HEAD)).sign_in()
        for plan in ("D07", "D01", "D08"):
            made = (await chief.post("/campaigns", {"plan_id": plan, "start_on": "2026-03-02"})).json()
            assert (await chief.act(f"/campaigns/{made['id']}", "launch")).status_code == 200
        hospital = await a_hospital(world, line, client)
        page = Page(PAGE, hospital=hospital, figures=figures, photo=png)
        await page.go_on()
        now = await page.go_on()
        assert {row["fact"] for row in now["owed"]} == {"due"}
        assert [row["due_on"] for row in now["owed"]] == sorted(row["due_on"] for row in now["owed"])
        now = await page.go_on()
        assert (now["reported"]["fact"], now["reported"]["problem_count"]) == ("on_time", 1)
        await page.go_on()
        told = {row["id"]: row["fact"] async for row in hospital.rows("duties")}
        assert (told[now["form"]["id"]], told[now["other"]["id"]]) == ("on_time", "zero")
        assert (await lead.act(f"/rectification-tasks/{now['task']}", "issue", {})).status_code == 200
        await page.go_on()
        task = (await lead.get(f"/rectification-tasks/{now['task']}")).json()
        assert (task["state"], task["before_count"], task["after_count"]) == ("rectifying", 1, 1)
        with pytest.raises(client.Refused) as refused:
            await hospital.step(f"rectification-tasks/{now['task']}", "submit", {"measures_taken": "已安装"}, key="no")
        assert (refused.value.problem["status"], refused.value.problem["permission"]) == (403, "task.submit")
        kept = (await page.go_on())["kept"]
        assert (kept["result"], kept["complaint"]["external_id"]) == ("created", "TS-1025")
        while await seal(world.database):
            pass
        now = await page.go_on()
        assert ("rectification_task:accept", "rectification_task", now["task"]) in now["seen"]
        assert ("duty:submit", "duty", now["check"]["id"]) in now["seen"]
        assert [entries async for _, entries in hospital.changes(now["position"])] == [[]]
        verified = (await page.go_on())["verified"]
        key, body, at = "whsec_" + b64encode(b"k" * 32).decode(), b'{"type":"ping"}', datetime.now(UTC)
        headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp()))}
        headers["webhook-signature"] = "v1,other " + Webhook(key).sign("msg_1", at, body.decode())
        assert verified(key, headers, body)
        assert not verified(key, headers, body + b" ")
        assert not verified(key, headers | {"webhook-timestamp": "1700000000"}, body)
        assert next(page.blocks, None) is None


async def test_what_was_not_answered_is_sent_again_and_done_once(
    world: World, line: BadLine, client: ModuleType
) -> None:
    with world.at("2026-03-02 08:00"):
        chief = await (await account(world, "chief", "north", Role.CHIEF)).sign_in()
        made = (await chief.post("/campaigns", {"plan_id": "D07", "start_on": "2026-03-02"})).json()
        assert (await chief.act(f"/campaigns/{made['id']}", "launch")).status_code == 200
        hospital = await a_hospital(world, line, client)
        await hospital.sign_in()
        check = await anext(duty async for duty in hospital.owed() if duty["proof"] == "self_check")
        url, body = f"duties/{check['id']}", {"problems": [{"problem": "监控有盲区"}]}
        line.spoil = [
            "",
            "lost",
            "503",
        ]  # the read is answered, the act is done and its answer lost, the server is busy
        done = await hospital.step(url, "submit", body, key="one")
        assert (client.waited, len(done["submissions"])) == ([1.0, 7.0], 1)
        assert await hospital.step(url, "submit", body, key="one") == done
        with pytest.raises(client.Refused) as refused:
            await hospital.step(url, "submit", {"kind": "zero"}, key="one")
        assert refused.value.problem["code"] == "idempotency_mismatch"
        line.spoil = ["lost"] * client.TRIES
        with pytest.raises(httpx.ReadError):
            await hospital.send("GET", url)
        line.spoil = ["502"] * client.TRIES
        with pytest.raises(httpx.HTTPStatusError):
            await hospital.send("GET", url)
    with world.at("2026-03-02 08:30"):  # the token has ended
        assert (await hospital.send("GET", url)).json()["state"] == "submitted"
        line.spoil = []
        hospital.identity, hospital.token = (hospital.identity[0], "wrong"), "ended"
        with pytest.raises(client.Refused) as refused:
            await hospital.send("GET", url)
        assert refused.value.problem["code"] == "invalid_client"
