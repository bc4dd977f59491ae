"""Who works in the invented city: the sign-in names that are printed, and the people behind every organisation."""

from dataclasses import dataclass

from duban.kernel.organisations import OrganisationKind as K
from duban.orgs.rules import Role as R


@dataclass(frozen=True)
class Section:
    """A section of the district authority; `codes` are those of the catalogue that plans mean by it."""

    key: str
    name: str
    codes: tuple[str, ...]


SECTIONS = (
    Section(
        "medical",
        "医政医管股",
        ("medical_administration_section", "medical_tcm_section", "medical_drug_administration_section"),
    ),
    Section("supervision", "综合监督股", ("comprehensive_supervision_section", "supervision_enforcement_bureau")),
    Section("disease", "疾病预防控制股", ("disease_control_health_section",)),
    Section("maternal", "妇幼健康股", ("disease_control_women_section",)),
    Section("tcm", "中医药管理股", ("chinese_mongolian_medicine_section",)),
    Section("policy", "政策法规与信访股", ("political_legal_section",)),
    Section("publicity", "宣传教育股", ("publicity_education_section",)),
    Section("finance", "规划财务股", ("finance_section",)),
    Section("personnel", "人事政工股", ("political_work_section",)),
    Section("office", "办公室", ("general_office", "campaign_office")),
    Section("discipline", "机关纪委", ("discipline_inspection_group", "party_conduct_office")),
)


@dataclass(frozen=True)
class Agency:
    """A partner of the district authority. `codes` for those that are no kind of organisation of their own."""

    key: str
    name: str
    kind: K
    codes: tuple[str, ...] = ()


AGENCIES = (
    Agency("police", "公安分局", K.POLICE),
    Agency("procuratorate", "人民检察院", K.PROCURATORATE),
    Agency("court", "人民法院", K.COURT),
    Agency("market", "市场监督管理局", K.MARKET_REGULATION),
    Agency("insurance", "医疗保障局", K.MEDICAL_INSURANCE),
    Agency("justice", "司法局", K.JUSTICE),
    Agency("propaganda", "委宣传部", K.PUBLICITY),
    Agency("discipline_agency", "纪委监委", K.DISCIPLINE),
    Agency("civil", "民政局", K.CIVIL_AFFAIRS),
    Agency("mediation", "医疗纠纷人民调解委员会", K.MEDIATION_COMMITTEE),
    Agency("insurer", "安泰财产保险支公司", K.INSURER),
    Agency("governance", "委政法委", K.OTHER_AGENCY, ("comprehensive_governance",)),
    Agency("development", "发展和改革局", K.OTHER_AGENCY, ("development_reform",)),
    Agency("regulator", "金融监管支局", K.OTHER_AGENCY, ("insurance_regulator",)),
    Agency("cyber", "委网信办", K.OTHER_AGENCY, ("cyberspace",)),
    Agency("tcm_agency", "中医药发展服务中心", K.OTHER_AGENCY, ("tcm_administration",)),
)


@dataclass(frozen=True)
class Seat:
    """A sign-in name: at home in `home` (a key of the ground), in `role` at `at` (default: home)."""

    username: str
    role: R
    home: str
    at: str | None = None


SEATS = (
    Seat("clerk", R.CASE_HANDLER, "medical", "district"),
    Seat("lead", R.SECTION_HEAD, "medical", "district"),
    Seat("vice", R.VICE_LEADER, "district"),
    Seat("chief", R.CHIEF, "district"),
    Seat("keeper", R.CLUE_KEEPER, "policy", "district"),
    Seat("inspector", R.ENFORCEMENT_OFFICER, "supervision", "district"),
    Seat("inspector2", R.ENFORCEMENT_OFFICER, "supervision", "district"),
    Seat("supervisor", R.SUPERVISION_OFFICER, "office", "district"),
    Seat("hospital", R.INSTITUTION_HEAD, "hospital"),
    Seat("hospital_clerk", R.INSTITUTION_CLERK, "hospital"),
    Seat("clinic", R.INSTITUTION_HEAD, "clinic"),
    Seat("police", R.POLICE_LIAISON, "police"),
    Seat("city_chief", R.CHIEF, "city"),
    Seat("city_lead", R.SECTION_HEAD, "city_medical", "city"),
    Seat("city_clerk", R.CASE_HANDLER, "city_medical", "city"),
    Seat("neighbour_chief", R.CHIEF, "neighbour"),
    Seat("neighbour_clerk", R.CASE_HANDLER, "neighbour"),
    Seat("sysadmin", R.SYSTEM_ADMIN, "city"),
    Seat("secadmin", R.SECURITY_ADMIN, "city"),
    Seat("auditor", R.AUDIT_ADMIN, "city"),
)
"""Everybody whose name is printed. The others sign in with the same password; the names are in `GET /users`."""


@dataclass(frozen=True)
class Machine:
    """A machine client: of which organisation, and what it may do."""

    client_id: str
    name: str
    home: str
    scopes: tuple[str, ...]


MACHINES = (
    Machine(
        "his-demo",
        "区人民医院信息系统",
        "hospital",
        (
            "duty.read",
            "duty.submit",
            "task.read",
            "task.answer",
            "complaint.read",
            "complaint.handle",
            "evidence.add",
            "institution.read",
            "campaign.read",
            "organisation.read",
            "journal.feed",
        ),
    ),
    Machine(
        "police-demo",
        "公安分局对接系统",
        "police",
        (
            "handoff.read",
            "handoff.decide",
            "notice.read",
            "notice.register",
            "evidence.add",
            "organisation.read",
            "journal.feed",
        ),
    ),
)
