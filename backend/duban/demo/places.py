"""Which institutions the invented districts have, with codes that pass every check and figures that fit their kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from duban.demo import names
from duban.institutions.codes import make_uscc, organisation_check_digit


@dataclass(frozen=True)
class Kind:
    """What institutions of a kind have in common. Ranges are inclusive."""

    types: tuple[str, ...]
    category: str
    beds: tuple[int, int]
    staff: tuple[int, int]
    outpatients: tuple[int, int]
    level: str = "unrated"
    grade: str = "unrated"
    private: bool = False
    fields: tuple[str, ...] = ()


KINDS = {
    "tertiary": Kind(
        ("hospital", "directly_affiliated_institution"), "A100", (900, 1600), (1500, 2600), (2800, 5200), "third", "a",
        fields=("outpatient_emergency", "emergency", "oncology", "paediatrics", "inpatient"),
    ),
    "general": Kind(
        ("hospital", "county_hospital", "public_hospital_county_or_above", "district_level_unit",
         "directly_affiliated_institution"),
        "A100", (320, 620), (520, 900), (700, 1500), "second", "a",
        fields=("outpatient_emergency", "emergency", "gynaecology_obstetrics", "inpatient"),
    ),
    "tcm": Kind(
        ("tcm_hospital", "public_hospital_county_or_above", "district_level_unit", "directly_affiliated_institution"),
        "A210", (180, 320), (260, 420), (400, 700), "second", "a",
    ),
    "mental": Kind(
        ("hospital", "mental_health_institution", "district_level_unit", "directly_affiliated_institution"),
        "A515", (160, 260), (120, 200), (60, 140), "second", "b",
    ),
    "maternal": Kind(
        ("hospital", "district_level_unit", "directly_affiliated_institution"),
        "G100", (80, 140), (180, 260), (300, 520), "second", "b",
        fields=("gynaecology_obstetrics", "obstetrics", "neonatology", "paediatrics"),
    ),
    "private_hospital": Kind(("hospital",), "A100", (60, 180), (80, 220), (80, 260), "second", "c", private=True),
    "cdc": Kind(("cdc", "district_level_unit", "directly_affiliated_institution"), "J100", (0, 0), (60, 110), (0, 40)),
    "township": Kind(("township_health_centre",), "C210", (20, 80), (24, 70), (50, 180), "first", "a"),
    "community": Kind(("community_health_centre",), "B100", (0, 30), (28, 66), (90, 260), "first", "a"),
    "station": Kind(("community_health_station",), "B200", (0, 0), (5, 12), (20, 70)),
    "outpatient": Kind(
        ("outpatient_department",), "D110", (0, 0), (8, 26), (20, 90), private=True, fields=("medical_aesthetics",)
    ),
    "clinic": Kind(("clinic",), "D212", (0, 0), (2, 8), (8, 40), private=True),
    "village": Kind(("village_clinic",), "D300", (0, 0), (1, 3), (6, 26)),
}  # fmt: skip

ECONOMIC = {False: "11", True: "17"}
"""Economic kind as in the licence number: state-owned, private."""


@dataclass(frozen=True)
class Place:
    """One institution to register: below which authority, and what the registry is told."""

    authority: str
    kind: str
    name: str
    region: str
    body: dict[str, Any] = field(compare=False)

    @property
    def is_hospital(self) -> bool:
        return KINDS[self.kind].beds[0] >= 60


def institutions(seed: int, scale: float, today: date) -> list[Place]:
    """Every institution of the city, in the order of registration. `scale` 1 gives 128; a smaller one keeps at least
    one of each kind, the two districts and the institutions that people sign in for."""
    rng = Random(f"{seed}/institutions")  # noqa: S311 - invention, no secret
    number = 0
    found = []
    for authority, region, kind, count, name in _plan():
        for place in range(max(1, round(count * scale))):
            number += 1
            called = name(place)
            found.append(Place(authority, kind, called, region, _body(rng, kind, called, region, number, today)))
    return found


Named = Callable[[int], str]


def _plan() -> Iterator[tuple[str, str, str, int, Named]]:
    city, district, other = names.CITY, names.DISTRICT, names.NEIGHBOUR
    yield "city", names.CITY_REGION, "tertiary", 2, lambda n: f"{city}{('第一人民医院', '第二人民医院')[n]}"
    here = ("district", names.DISTRICT_REGION)
    yield *here, "general", 1, lambda n: f"{district}人民医院"
    yield *here, "tcm", 1, lambda n: f"{district}中医医院"
    yield *here, "mental", 1, lambda n: f"{district}精神卫生中心"
    yield *here, "maternal", 1, lambda n: f"{district}妇幼保健院"
    yield *here, "private_hospital", 1, lambda n: f"{district}普爱医院"
    yield *here, "cdc", 1, lambda n: f"{district}疾病预防控制中心"
    yield *here, "township", 12, lambda n: f"{district}{names.TOWNSHIPS[n]}卫生院"
    yield *here, "community", 7, lambda n: f"{names.SUBDISTRICTS[n]}社区卫生服务中心"
    yield *here, "station", 20, lambda n: f"{names.SUBDISTRICTS[n % 7]}{names.ESTATES[n % 10]}社区卫生服务站"
    yield *here, "outpatient", 12, lambda n: f"{district}{names.BRANDS[n]}{_BRANCHES[n % 4]}门诊部"
    yield *here, "clinic", 26, lambda n: f"{district}{names.BRANDS[-1 - n]}{_CLINICS[n % 5]}诊所"
    yield *here, "village", 26, lambda n: f"{names.TOWNSHIPS[n % 12]}{names.VILLAGES[n % 11]}卫生室"
    there = ("neighbour", names.NEIGHBOUR_REGION)
    yield *there, "general", 1, lambda n: f"{other}人民医院"
    yield *there, "township", 3, lambda n: f"{other}{names.NEIGHBOUR_TOWNSHIPS[n]}卫生院"
    yield *there, "community", 2, lambda n: f"{names.NEIGHBOUR_SUBDISTRICTS[n]}社区卫生服务中心"
    yield *there, "clinic", 6, lambda n: f"{other}{names.BRANDS[n]}诊所"
    yield *there, "village", 5, lambda n: f"{names.NEIGHBOUR_TOWNSHIPS[n % 3]}{names.VILLAGES[n]}卫生室"


_BRANCHES = ("综合", "口腔", "中医", "医疗美容")
_CLINICS = ("", "中医", "口腔", "内科", "儿科")


def _body(rng: Random, kind: str, name: str, region: str, number: int, today: date) -> dict[str, Any]:
    k = KINDS[kind]
    staff = rng.randint(*k.staff)
    organisation = f"{70_000_000 + number * 137:08d}"
    organisation += organisation_check_digit(organisation)
    holder = "52" if k.private else "12"
    insured = not k.private or rng.random() < 0.6
    return {
        "name": name,
        "uscc": make_uscc(f"{holder}{region}{organisation}"),
        "licence_number": f"{organisation}{region}{ECONOMIC[k.private]}{k.category}{2 if k.private else 1}",
        "region_code": region,
        "types": list(k.types),
        "level": k.level,
        "grade": k.grade,
        "ownership": "private" if k.private else "public",
        "profit_kind": "for_profit" if k.private else "non_profit",
        "affiliation": None if k.private else f"{name[:3]}卫生健康局",
        "address": f"{name[:3]}{rng.choice(names.ESTATES)}{rng.randint(1, 188)}号",
        "fields": list(k.fields),
        "designations": (["medical_insurance"] if insured and kind != "cdc" else [])
        + (["treatment"] if kind in ("tertiary", "general") else []),
        "beds": rng.randint(*k.beds),
        "staff": staff,
        "medical_staff": max(1, round(staff * rng.uniform(0.72, 0.86))),
        "outpatients_per_day": rng.randint(*k.outpatients),
        "hotline": f"0000-{6_120_000 + number}",
        "complaint_place": "门诊一楼投诉接待室" if k.beds[0] >= 60 else "前台",
        "complaint_hours": "工作日 8:00—12:00、14:00—17:30",
        "verified_on": str(today - timedelta(days=rng.randint(220, 520))),
    }
