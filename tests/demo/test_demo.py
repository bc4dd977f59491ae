"""The invented district: what it promises to hold, that a seed decides it, that it never touches real data."""

import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from rich.console import Console
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlmodel import col

from duban.campaigns.event_models import DutyEvent
from duban.campaigns.event_rules import EventState
from duban.campaigns.expansions import ProofKind
from duban.campaigns.form_values import check
from duban.campaigns.forms import shipped_forms
from duban.campaigns.models import Campaign, Duty, Submission
from duban.campaigns.rules import CampaignState, DutyState, Fact
from duban.demo import names
from duban.demo.building import build
from duban.demo.courses import SHOWN
from duban.demo.figures import figures
from duban.demo.photos import page, photo
from duban.demo.places import institutions
from duban.demo.staff import MACHINES, SEATS
from duban.institutions.models import Institution
from duban.kernel import clock
from duban.kernel.clock import ZONE
from duban.kernel.clocks import Clock
from duban.kernel.db import Database
from duban.kernel.evidence import Attachment
from duban.kernel.journal import JournalEntry, JournalPending
from duban.kernel.media import sniff
from duban.kernel.verification import verify
from duban.loading import SettingsRefused
from duban.main import create_app
from duban.notices.models import Notice
from duban.orgs.models import AppUser
from duban.rectification.models import RectificationTask
from duban.rectification.words import SourceType, TaskState
from duban.settings import DEMO_PASSWORD, Settings

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
SMALL = 0.02
"""One institution of each kind: 18."""


def copied(template: Path, path: Path) -> str:
    """The address of a fresh SQLite database with the schema at `path`."""
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"


async def told(url: URL | str, folder: Path, *, seed: int = 2026, scale: float = SMALL, now: datetime = NOW) -> str:
    """Build into the empty schema at `url`; what was printed."""
    address = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    settings = Settings(environment="demo", data_dir=folder, database_url=address)
    printed = StringIO()
    with clock.at(now):
        await build(settings, seed=seed, console=Console(file=printed, width=120), scale=scale)
    return printed.getvalue()


async def summary(database: Database) -> dict[str, Any]:
    """What a build made, in words and numbers that do not depend on ids or on the machine."""
    found: dict[str, Any] = {}
    async with database.reading() as connection:
        for name, statement in {
            "people": select(col(AppUser.username), col(AppUser.display_name)),
            "institutions": select(col(Institution.uscc), col(Institution.name), col(Institution.beds)),
            "campaigns": select(
                col(Campaign.number), col(Campaign.plan_id), col(Campaign.state), col(Campaign.duty_count)
            ),
            "duties": select(col(Duty.state), col(Duty.fact), func.count()).group_by(col(Duty.state), col(Duty.fact)),
            "events": select(col(DutyEvent.number), col(DutyEvent.state), col(DutyEvent.late_at)),
            "tasks": select(col(RectificationTask.number), col(RectificationTask.title), col(RectificationTask.state)),
            "notices": select(col(Notice.number), col(Notice.kind), col(Notice.state)),
            "journal": select(col(JournalEntry.action), func.count()).group_by(col(JournalEntry.action)),
            "last figures": select(func.count(), func.max(col(Submission.submitted_at))),
        }.items():
            found[name] = sorted((tuple(row) for row in await connection.execute(statement)), key=str)
    return found


async def distinct(database: Database, column: Any) -> set[Any]:
    async with database.reading() as connection:
        return set((await connection.execute(select(column).distinct())).scalars())


@asynccontextmanager
async def front_door(database: Database, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application with real tokens over the built city."""
    settings = Settings(environment="demo", data_dir=folder, sign_in_per_minute=0)
    app = create_app(settings, database=database)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://duban.test/api/v1") as http:
        yield http


async def sign_in(http: httpx.AsyncClient, username: str) -> dict[str, str]:
    """The headers of somebody signed in."""
    form = {"grant_type": "password", "username": username, "password": DEMO_PASSWORD}
    answer = await http.post("/auth/token", data=form)
    assert answer.status_code == 200, (username, answer.text)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture(scope="module")
async def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Database, Path]]:
    """The whole city, built once on SQLite."""
    folder = tmp_path_factory.mktemp("city")
    path = folder / "duban.sqlite"
    await told(copied(sqlite_template, path), folder, scale=1)
    database = Database(f"sqlite+aiosqlite:///{path}", pool_size=4)
    yield database, folder
    await database.close()


# ---- a small one, on both engines -----------------------------------------------------------------------------------


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_same_seed_tells_the_same_story_on_both_engines_and_never_over_other_data(
    database_url: URL, database: Database, sqlite_template: Path, tmp_path: Path
) -> None:
    """Told twice, once on each engine."""
    printed = await told(database_url, tmp_path)
    assert "DEMO — invented data" in printed
    assert all(word in printed for word in ("chief", "inspector2", "his-demo", "police-demo", DEMO_PASSWORD))
    codes = re.findall(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]", printed)
    async with front_door(database, tmp_path) as http:
        held = [{"Receipt-Code": code} for code in codes]
        mine = [(await http.get("/public/complaints/mine", headers=code)).json() for code in held]
    assert [(one["state"], len(one["messages"])) for one in mine] == [("answered", 2), ("in_hand", 1), ("received", 1)]
    first = await summary(database)
    assert {state for *_, state in first["tasks"]} == set(TaskState)
    assert (await verify(database)).ok
    await told(copied(sqlite_template, tmp_path / "again.sqlite"), tmp_path / "again")
    again = Database(f"sqlite+aiosqlite:///{tmp_path / 'again.sqlite'}", pool_size=2)
    assert await summary(again) == first
    await again.close()
    assert "left alone" in await told(database_url, tmp_path, seed=1)
    assert await summary(database) == first


@pytest.mark.parametrize("now", [datetime(2026, 1, 2, 23, 50, tzinfo=ZONE), datetime(2027, 4, 1, 0, 5, tzinfo=ZONE)])
async def test_the_story_can_end_on_any_day_of_a_quarter(sqlite_template: Path, tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "duban.sqlite"
    await told(copied(sqlite_template, path), tmp_path, now=now)
    database = Database(f"sqlite+aiosqlite:///{path}", pool_size=2)
    assert {state for *_, state in (await summary(database))["tasks"]} == set(TaskState)
    async with database.reading() as connection:
        newest = await connection.scalar(select(func.max(col(JournalEntry.at))))
    assert newest and newest <= now
    await database.close()


async def test_production_refuses_invented_data_before_it_opens_a_database(tmp_path: Path) -> None:
    settings = Settings(
        environment="production",
        data_dir=tmp_path,
        secret_key="s" * 40,
        field_keys={"a": base64.b64encode(b"k" * 32).decode()},
        public_url="https://duban.test",
        database_url=f"sqlite:///{tmp_path / 'none' / 'duban.sqlite'}",
    )
    with pytest.raises(SettingsRefused, match="demo people"):
        await build(settings, seed=1, console=Console(file=StringIO()))


async def test_another_seed_is_another_city() -> None:
    first, second = (institutions(seed, 1, date(2026, 11, 23)) for seed in (1, 2))
    assert [place.name for place in first] == [place.name for place in second]
    assert [place.body for place in first] != [place.body for place in second]
    assert institutions(1, 1, date(2026, 11, 23)) == first


async def test_every_region_code_is_one_that_no_place_has() -> None:
    assert {p.region[:2] for p in institutions(1, 1, date(2026, 11, 23))} == {"99"}
    assert {names.CITY_REGION[:2], names.DISTRICT_REGION[:2], names.NEIGHBOUR_REGION[:2]} == {"99"}


@pytest.mark.parametrize("code", sorted(shipped_forms()))
async def test_invented_figures_of_a_year_pass_the_forms_own_checks(code: str) -> None:
    form = shipped_forms()[code]
    for place in (None, *institutions(1, SMALL, date(2026, 11, 23))):
        previous = None
        for month in range(12):
            values = figures(form, place, Random(f"{code}{month}"), previous)
            found = check(form, values, previous)
            assert found.errors == []
            previous = dict(found.values)


async def test_the_files_are_what_they_say() -> None:
    before, after = photo("走廊", better=False), photo("走廊", better=True)
    assert before != after
    assert before == photo("走廊", better=False)
    assert (sniff(before), sniff(page("总结"))) == ("image/png", "application/pdf")


# ---- the whole city -------------------------------------------------------------------------------------------------


async def test_the_city_has_every_kind_of_content(city: tuple[Database, Path]) -> None:
    database, _ = city
    assert await distinct(database, col(RectificationTask.state)) == set(TaskState)
    assert await distinct(database, col(Duty.fact)) == set(Fact)
    # No standing duty's window is over yet.
    assert await distinct(database, col(Duty.state)) == set(DutyState) - {DutyState.ENDED}
    assert await distinct(database, col(DutyEvent.state)) == set(EventState) - {
        EventState.CONTINUED,
        EventState.CONCLUDED,
    }
    assert await distinct(database, col(DutyEvent.late_at).is_not(None)) == {True, False}
    assert await distinct(database, col(Campaign.state)) == {
        CampaignState.DRAFT, CampaignState.LAUNCHED, CampaignState.CLOSED,
    }  # fmt: skip
    purposes = {
        "before", "after", "document", "complaint", "agreement", "opinion", "judgment", "accident_application",
        "acceptance_notice", "letter", "answer_letter", "report", "investigation_report", "earlier_penalty",
        "handover_list",
    }  # fmt: skip
    assert await distinct(database, col(Attachment.purpose)) == purposes
    async with database.reading() as connection:
        states = {
            (state, missed)
            for state, missed in await connection.execute(
                select(col(Clock.state), col(Clock.missed_at).is_not(None)).distinct()
            )
        }
        by_level = select(col(Institution.level), func.count()).group_by(col(Institution.level))
        levels = {str(row[0]): row[1] for row in await connection.execute(by_level)}
        late = await connection.scalar(
            select(func.count()).select_from(RectificationTask).where(col(RectificationTask.escalation_level) >= 2)
        )
        waiting = await connection.scalar(select(func.count()).select_from(JournalPending))
    assert {("running", False), ("running", True), ("met", False), ("met", True), ("cancelled", False)} <= states
    assert (levels["third"], levels["second"], sum(levels.values())) == (2, 6, 128)
    assert late and late >= 2
    assert waiting == 0
    assert (await verify(database)).ok


async def test_a_self_check_sent_again_keeps_its_problems_and_their_tasks(city: tuple[Database, Path]) -> None:
    database, _ = city
    async with database.reading() as connection:
        told = (
            await connection.execute(
                select(col(Duty.id), col(Duty.zero), col(Submission.problems))
                .join(Submission, col(Submission.duty_id) == col(Duty.id))
                .where(col(Duty.proof) == ProofKind.SELF_CHECK)
                .order_by(col(Submission.version))
            )
        ).all()
        opened = await connection.scalar(
            select(func.count())
            .select_from(RectificationTask)
            .where(
                col(RectificationTask.source_type) == SourceType.SELF_CHECK,
                col(RectificationTask.source_id).in_({id for id, *_ in told}),
            )
        )
    tasks: dict[Any, list[set[str]]] = {}
    for id, zero, problems in told:
        assert not (zero and problems)
        tasks.setdefault(id, []).append({problem["task_id"] for problem in problems})
    assert any(len(versions) > 1 and versions[0] for versions in tasks.values())
    assert all(versions[0] <= versions[-1] for versions in tasks.values())
    assert opened == sum(len(set.union(*versions)) for versions in tasks.values())


async def test_everybody_on_the_list_signs_in_and_is_told_that_it_is_a_demo(city: tuple[Database, Path]) -> None:
    database, folder = city
    with clock.at(NOW):
        async with front_door(database, folder) as http:
            for seat in SEATS:
                me = (await http.get("/me", headers=await sign_in(http, seat.username))).json()
                assert (me["username"], me["settings"]["demo"], me["limited_to"]) == (seat.username, True, None)
                assert [role["code"] for role in me["roles"]] == [seat.role]
            for machine in MACHINES:
                form = {"grant_type": "client_credentials", "client_id": machine.client_id}
                answer = await http.post("/auth/token", data={**form, "client_secret": DEMO_PASSWORD})
                assert answer.status_code == 200, answer.text


async def test_each_finds_their_own_work_and_nobody_finds_the_neighbours(city: tuple[Database, Path]) -> None:
    database, folder = city
    with clock.at(NOW):
        async with front_door(database, folder) as http:

            async def items(who: dict[str, str], url: str) -> list[dict[str, Any]]:
                answer = await http.get(url, headers=who)
                assert answer.status_code == 200, answer.text
                found: list[dict[str, Any]] = answer.json()["items"]
                return found

            chief = await sign_in(http, "chief")
            campaigns = await items(chief, "/campaigns")
            assert {c["plan_id"] for c in campaigns} == {
                "D01", "D03", "D05", "D07", "D08", "D09", "D10", "D11", "D12",
            }  # fmt: skip
            assert [c["state"] for c in campaigns].count("draft") == 1
            assert [c["state"] for c in campaigns].count("closed") == 1
            (draft,) = [c for c in campaigns if c["state"] == "draft"]
            assert (await http.get(f"/campaigns/{draft['id']}", headers=chief)).json()["open_places"]
            for name in ("hospital", "clinic"):
                who = await sign_in(http, name)
                assert await items(who, "/duties?proof=self_check&state=open")
                assert await items(who, "/rectification-tasks")
            neighbour = await sign_in(http, "neighbour_chief")
            assert {c["organisation_name"] for c in await items(neighbour, "/campaigns")} == {"雾渚区卫生健康局"}
            theirs = await items(neighbour, "/rectification-tasks?limit=200")
            ours = await items(chief, "/rectification-tasks?limit=200")
            assert not {t["id"] for t in theirs} & {t["id"] for t in ours}
            assert len(ours) > len(SHOWN)
