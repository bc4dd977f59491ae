"""A random piece of the tree with clues in it, people around, and every channel by which they may hear of one."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from duban.clues.models import Clue
from duban.kernel.access import ActorKind, place
from duban.kernel.clock import ZONE
from duban.kernel.confiding import Confidant
from duban.kernel.events import Broadcaster
from duban.kernel.ids import new_id
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.sealing import seal
from duban.orgs.actors import recused_from
from duban.orgs.models import AppUser, Recusal
from duban.orgs.rules import PERMISSIONS, ROLES, Role, scopes_of
from support.clues import ASSESSED, LETTER, TO_INSURANCE, Clues, id_in
from support.uploads import BOUNDARY, multipart, png
from support.world import Person, World

AUDITS = "journal.read"
"""What the auditor reads is redacted, and tested by itself."""

EVERYTHING = frozenset(PERMISSIONS) - {AUDITS}
BUT_CLUES = EVERYTHING - {"clue.read_all"}
NOBODY = "0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f"

PLACES = ("superior", "keeper", "section", "sibling", "below", "hospital", "beside", "police")


@dataclass(frozen=True)
class Somebody:
    """Where somebody works, what they may do, whether they were let in, and from what they keep away."""

    place: str
    rights: str
    let_in: bool
    recused: str

    def permissions(self) -> frozenset[str]:
        match self.rights:
            case "everything":
                return EVERYTHING
            case "but clues":
                return BUT_CLUES
            case "machine":
                return scopes_of("health_authority")
            case role:
                return ROLES[Role(role)].permissions - {AUDITS}


@dataclass(frozen=True)
class Ground:
    """How deep the keeping authority lies, and who lives around."""

    superiors: int
    people: tuple[Somebody, ...]


_rights = st.sampled_from(["everything", "but clues", "machine", *Role])
_somebody = st.builds(
    Somebody,
    st.sampled_from(PLACES),
    _rights,
    st.booleans(),
    st.sampled_from(["nothing", "nothing", "hospital", "clue"]),
)
_insider = st.builds(
    Somebody,
    st.just("keeper"),
    st.sampled_from(["everything", "but clues", Role.CLUE_KEEPER, Role.VICE_LEADER, Role.ENFORCEMENT_OFFICER]),
    st.booleans(),
    st.sampled_from(["nothing", "hospital", "clue"]),
)
_outsider = st.builds(
    Somebody,
    st.sampled_from(["superior", "section", "sibling", "below", "hospital", "police"]),
    st.just("everything"),
    st.booleans(),
    st.just("nothing"),
)
grounds = st.builds(
    Ground,
    st.integers(1, 2),
    st.tuples(_insider, _insider, _insider, _outsider, _outsider, _somebody, _somebody),
)

TREE: tuple[tuple[str, OrganisationKind, str], ...] = (
    ("keeper", OrganisationKind.HEALTH_AUTHORITY, "superior"),
    ("sibling", OrganisationKind.HEALTH_AUTHORITY, "superior"),
    ("section", OrganisationKind.SECTION, "keeper"),
    ("below", OrganisationKind.HEALTH_AUTHORITY, "keeper"),
    ("police", OrganisationKind.POLICE, "keeper"),
    ("hospital", OrganisationKind.INSTITUTION, "keeper"),
    ("beside", OrganisationKind.INSTITUTION, "keeper"),
)


async def plant(world: World, ground: Ground) -> None:
    """A tree of its own for this example; `superior` stands right above the keeping authority."""
    async with world.database.transaction() as db:

        async def sow(name: str, kind: OrganisationKind, parent: Organisation | None) -> Organisation:
            made = Organisation(name=f"{name} {uuid4().hex[:8]}", kind=kind, region_code="990102")
            made.sit_below(parent)
            db.add(made)
            await db.flush()
            world.organisations[name] = made
            return made

        above: Organisation | None = None
        for _ in range(ground.superiors):
            above = await sow("superior", OrganisationKind.HEALTH_AUTHORITY, above)
        for name, kind, parent in TREE:
            await sow(name, kind, world.organisations[parent])


@dataclass
class Hidden:
    """What is confided, by name: the strings by which each record could be recognised, and its addresses."""

    ids: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)
    evidence: str = ""
    clocks: list[str] = field(default_factory=list)
    recusals: list[str] = field(default_factory=list)


async def live(world: World) -> Hidden:
    """Three clues (one that the hospital reported, one secret), a transfer, a file; terms that were missed."""
    for name in ("north", "city", "south", "north_hospital", "north_clinic"):
        stands_for = {"north": "keeper", "city": "superior", "south": "sibling", "north_hospital": "hospital"}
        world.organisations[name] = world.organisations[stands_for.get(name, "beside")]
    clues, found = Clues(world), Hidden()
    with world.at("2026-03-02 09:30"):
        word, reference = uuid4().hex[:10], f"密{uuid4().hex[:10]}"
        said = {"title": f"{word}号", "facts": f"{word}事", "about_organisation_id": clues.id_of("hospital")}
        url = await clues.register(kind="professional_troublemaker", **said)  # a term runs on: the police are told
        judged = {**ASSESSED, "assessment": f"{word}判"}
        await clues.take(url, ("keeper", "take-up", None), ("keeper", "assess", judged))
        transfer = await clues.hand_on(url, {**TO_INSURANCE, "reason": f"{word}因"})
        await clues.take(transfer, ("vice", "approve", None), ("keeper", "send", LETTER))
        body = multipart(png(word), name=f"{word}.png", subject_type="clue", subject_id=id_in(url), purpose="clue")
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        answer = await clues["section_head"].request("POST", "/attachments", content=body, headers=headers)
        assert answer.status_code == 201, answer.text
        found.evidence = answer.json()["id"]
        await clues["nurse"].post("/clue-reports", {"kind": "abnormal_wound", "facts": "急诊收治一名刀刺伤青年。"})
        secret = await clues.secret(source_reference=reference)
        listed = (await clues["keeper"].get("/clues")).json()["items"]
        (reported,) = [f"/clues/{one['id']}" for one in listed if one["source"] == "hospital_report"]
    with world.at("2026-04-20 09:30"):
        await world.sweep()
        for name, address in (("clue", url), ("transfer", transfer), ("reported", reported), ("secret", secret)):
            row = await clues.read(address)
            clocks = [clock["id"] for clock in row["clocks"]]
            found.ids[name], found.clocks = id_in(address), found.clocks + clocks
            found.marks[name] = [id_in(address), row["number"], *clocks]
        found.marks["clue"] += [word, found.evidence]
        found.marks["secret"].append(reference)
    await seal(world.database)
    return found


async def settle(world: World, somebody: Somebody, hidden: Hidden) -> Person:
    """`somebody` with an account, a recusal where they have one, and let into the clue where they were."""
    kind = ActorKind.MACHINE if somebody.rights == "machine" else ActorKind.PERSON
    person = world.person(somebody.place, *somebody.permissions(), name=f"{somebody.place} {somebody.rights}")
    at, home = datetime(2026, 3, 2, tzinfo=ZONE), world.organisations[somebody.place]
    async with world.database.transaction() as db:
        user = AppUser(
            id=person.actor.id,
            organisation_id=home.id,
            username=uuid4().hex[:20],
            display_name="somebody",
            password_hash="none",
            password_changed_at=at,
        )
        db.add(user)
        await db.flush()
        if somebody.recused != "nothing":
            to = "organisation" if somebody.recused == "hospital" else "clue"
            subject = world.organisations["hospital"].id if to == "organisation" else UUID(hidden.ids["clue"])
            hidden.recusals.append(str(away := new_id()))
            recusal = Recusal(
                id=away,
                organisation_id=home.id,
                user_id=user.id,
                subject_type=to,
                subject_id=subject,
                subject_label="",
                reason="亲属",
                starts_at=at,
                declared_by_id=user.id,
                declared_by_name="",
            )
            place(recusal, home)
            db.add(recusal)
        if somebody.let_in:
            clue = UUID(hidden.ids["clue"])
            db.add(Confidant(subject_id=clue, user_id=user.id, subject_type=Clue.word(), since=at))
        await db.flush()
        recused = await recused_from(db, user.id, datetime(2026, 4, 20, tzinfo=ZONE))
    return Person(world, replace(person.actor, kind=kind, recused=recused))


def known_to(somebody: Somebody) -> set[str]:
    """What `somebody` may know of, by RULES machine 5 (visibility: KM, team, SH, VL, CF only) and nothing else."""
    may = somebody.permissions()
    if somebody.place != "keeper" or "clue.read" not in may:
        return set()
    found = {"clue"} if somebody.let_in else set()
    if "clue.read_all" in may:
        found = {"clue", "reported", "secret", "transfer"}
    away = {"hospital": {"clue", "reported", "transfer"}, "clue": {"clue", "transfer"}}
    return found - away.get(somebody.recused, set())


async def told(person: Person, hidden: Hidden) -> dict[str, str]:
    """Everything that `person` is told on every channel, by channel."""
    id, transfer, hospital = hidden.ids["clue"], hidden.ids["transfer"], person.world.organisations["hospital"].id
    word = hidden.marks["clue"][-2]
    lists = [
        "/clues?count=exact&limit=200",
        *(f"/clues?count=exact&{asked}" for asked in FILTERS),
        f"/clues?about_organisation_id={hospital}",
        f"/clues?q={word}",
        "/clues/export?format=ndjson", "/clues/export?format=csv",
        "/clue-transfers?count=exact", f"/clue-transfers?clue_id={id}", "/clue-transfers?state=sent",
        "/clue-transfers?overdue=true",
        f"/search?q={word}", f"/search?q={word}&subject_type=clue", "/search?q=线索",
        "/journal?limit=200", "/journal?sort=-position", f"/journal?subject_type=clue&subject_id={id}",
        "/worklist?limit=200", "/worklist?section=escalated", "/worklist?subject_type=clue", "/worklist/counts",
        "/notifications?limit=200", "/notifications/unread-count",
        f"/attachments?subject_type=clue&subject_id={id}",
        f"/attachments/manifest?subject_type=clue&subject_id={id}",
        f"/attachments?subject_type=clue_transfer&subject_id={transfer}",
        "/recusals", *(f"/recusals/{one}" for one in hidden.recusals), "/clue-reports?count=exact", "/complaints/clues",
        *(f"/clues/{one}{part}" for one in hidden.ids.values() for part in ("", "/history")),
        *(f"/clue-transfers/{transfer}{part}" for part in ("", "/history")),
        f"/attachments/{hidden.evidence}", f"/attachments/{hidden.evidence}/content",
        *(f"/clocks/{clock}/explanation" for clock in hidden.clocks),
    ]  # fmt: skip
    found = {}
    for url in lists:
        answer = await person.get(url)
        assert answer.status_code < 500, (url, answer.text)
        # What was asked for is repeated to whoever asked: `instance` in a refusal.
        found[url] = answer.text.replace(answer.json().get("instance", "—"), "") if _is_problem(answer) else answer.text
    watching = Broadcaster(person.world.database)
    heard = [event for event in await watching._after(0) if event.concerns(person.actor)]
    found["live events"] = " ".join(str(event.subject_id) for event in heard)
    return found


def _is_problem(answer: Any) -> bool:
    return str(answer.headers.get("content-type", "")).startswith("application/problem")


FILTERS = (
    "state=referred", "kind=professional_troublemaker", "tout=appointment_scalper", "source=inspection",
    "receiver=police", "must_refer=false", "referred=false", "real_name=false", "secret=none",
    "overdue=true", "missed=clue_triage",
    "received_from=2026-01-01T00:00:00Z", "received_before=2027-01-01T00:00:00Z", "sort=-number",
)  # fmt: skip


async def tried(person: Person, hidden: Hidden) -> list[tuple[str, Any, Any]]:
    """What `person` is answered who names the clue or its transfer, and what who names nothing: address, both."""
    id, transfer = hidden.ids["clue"], hidden.ids["transfer"]
    reason, match = {"reason": "依据研判意见办理。"}, {"If-Match": "*"}
    file = {"subject_type": "clue", "purpose": "clue"}
    asked: list[tuple[str, str, Any]] = [
        ("GET", "/clues/{clue}", None),
        ("GET", "/clues/{clue}/history", None),
        ("PATCH", "/clues/{clue}", {"title": "门诊大厅"}),
        ("POST", "/clues/{clue}/reveal", {"reason": "核对身份"}),
        ("POST", "/clues/{clue}/take-up", None),
        ("POST", "/clues/{clue}/assess", ASSESSED),
        ("POST", "/clues/{clue}/conclude", reason),
        ("POST", "/clues/{clue}/let-in", {"user_id": str(person.actor.id), **reason}),
        ("GET", "/clue-transfers/{transfer}", None),
        ("POST", "/clue-transfers/{transfer}/urge", reason),
        ("POST", "/clue-transfers/{transfer}/approve", None),
        ("POST", "/clue-transfers", {"clue_id": "{clue}", **TO_INSURANCE}),
        ("POST", "/recusals", {"subject_type": "clue", "subject_id": "{clue}", "reason": "亲属"}),
        ("GET", "/attachments?subject_type=clue&subject_id={clue}", None),
        ("GET", "/attachments/manifest?subject_type=clue&subject_id={clue}", None),
        ("POST", "/attachments", {**file, "subject_id": "{clue}"}),
    ]
    found = []
    for method, path, body in asked:
        answers = []
        for names in ({"clue": id, "transfer": transfer}, {"clue": NOBODY, "transfer": NOBODY}):
            url, given = path, body
            for name, named in names.items():
                url = url.replace(f"{{{name}}}", named)
            if body is not None:
                given = {k: v.replace("{clue}", names["clue"]) if isinstance(v, str) else v for k, v in body.items()}
            if path == "/attachments":
                content = multipart(png("x"), **given)
                headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
                answer = await person.request(method, url, content=content, headers=headers)
            else:
                answer = await person.request(method, url, json=given, headers=match)
            problem = answer.json() if _is_problem(answer) else {}
            answers.append((answer.status_code, {**problem, "instance": "", "request_id": ""}))
        found.append((f"{method} {path}", *answers))
    return found
