"""The terms of a dispute, each with its article, and the sums that a region may set (RULES part B).

"The regulation" is 医疗纠纷预防和处理条例 (国务院令第701号).
"""

from duban.kernel.amounts import Amount
from duban.kernel.errors import Text
from duban.kernel.terms import ExtensionTier, Mark, Term, Unit

REGULATION = "医疗纠纷预防和处理条例 (2018)"
ACCIDENTS = "医疗事故处理条例 (2002)"
QUALITY = "医疗质量安全事件报告暂行规定 (2011)"

AUTOPSY = Term(
    "dispute_autopsy",
    48,
    Unit.HOURS,
    f"{REGULATION} art. 26",
    Text("尸检期限", "Autopsy"),
    Mark.VERIFIED,
    pausable=False,
)
AUTOPSY_FROZEN = Term(
    "dispute_autopsy_frozen",
    7,
    Unit.CALENDAR_DAYS,
    f"{REGULATION} art. 26",
    Text("尸检期限（具备冻存条件）", "Autopsy, body frozen"),
    Mark.VERIFIED,
    pausable=False,
)
BODY_KEPT = Term(
    "dispute_body_kept",
    14,
    Unit.CALENDAR_DAYS,
    f"{REGULATION} art. 27",
    Text("尸体存放期限", "Keeping of the body"),
    Mark.VERIFIED,
    pausable=False,
)
PEOPLES_MEDIATION = Term(
    "dispute_peoples_mediation",
    30,
    Unit.WORKING_DAYS,
    f"{REGULATION} art. 38",
    Text("人民调解期限", "People's mediation"),
    Mark.VERIFIED,
)
"""Extended only by what committee and both sides agree (`extend_mediation`), by as much as they agree."""

ADMIN_ACCEPTANCE = Term(
    "dispute_admin_acceptance",
    5,
    Unit.WORKING_DAYS,
    f"{REGULATION} art. 40",
    Text("行政调解受理决定", "Administrative mediation: accept or refuse"),
    Mark.VERIFIED,
    pausable=False,
)
ADMIN_MEDIATION = Term(
    "dispute_admin_mediation",
    30,
    Unit.WORKING_DAYS,
    f"{REGULATION} art. 40",
    Text("行政调解期限", "Administrative mediation"),
    Mark.VERIFIED,
)
APPRAISAL_JUDICIAL = Term(
    "dispute_appraisal_judicial",
    30,
    Unit.WORKING_DAYS,
    "司法鉴定程序通则 art. 28",
    Text("司法鉴定期限", "Judicial appraisal"),
    Mark.PARTLY,
    extensions=(
        ExtensionTier(
            amount=None,
            unit=Unit.WORKING_DAYS,
            permission="dispute.handle",
            basis="司法鉴定程序通则 art. 28",
            at_most=30,
            ask_before=0,
        ),
    ),
)
APPRAISAL_ACCIDENT = Term(
    "dispute_appraisal_accident",
    45,
    Unit.CALENDAR_DAYS,
    f"{ACCIDENTS} art. 29",
    Text("医疗事故技术鉴定期限", "Appraisal of an accident"),
    Mark.VERIFIED,
    pausable=False,
)
DISPUTE_REPORT = Term(
    "dispute_report",
    24,
    Unit.HOURS,
    "国家无统一规定，由本地方案设定；24小时见 D02-R30 / no national rule, set by a region's plan; 24 hours in D02-R30",
    Text("医疗纠纷报告", "Report of the dispute"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
"""Runs only where a region has set it: the regulation binds nobody to report a dispute that is not a major one."""

MAJOR_PHONE = Term(
    "dispute_major_phone",
    2,
    Unit.HOURS,
    f"{REGULATION} art. 28“按照规定报告”，未定时限，按产品默认值"
    f" / {REGULATION} art. 28 says “as prescribed”; product default",
    Text("重大医疗纠纷电话报告", "Major dispute: report by telephone"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
MAJOR_WRITTEN = Term(
    "dispute_major_written",
    24,
    Unit.HOURS,
    f"{REGULATION} art. 28“按照规定报告”，未定时限；24小时见 D02-R30"
    f" / {REGULATION} art. 28 says “as prescribed”; 24 hours in D02-R30",
    Text("重大医疗纠纷书面报告", "Major dispute: report in writing"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
)
NEGLIGENCE = Term(
    "dispute_negligence_report",
    12,
    Unit.HOURS,
    f"{ACCIDENTS} art. 14",
    Text("重大医疗过失行为报告", "Serious negligence: report"),
    Mark.VERIFIED,
    pausable=False,
)
QUALITY_GENERAL = Term(
    "dispute_quality_general",
    15,
    Unit.CALENDAR_DAYS,
    f"{QUALITY} art. 8",
    Text("一般医疗质量安全事件报告", "General quality event: report"),
    Mark.PARTLY,
    pausable=False,
)
QUALITY_MAJOR = Term(
    "dispute_quality_major",
    12,
    Unit.HOURS,
    f"{QUALITY} art. 8",
    Text("重大医疗质量安全事件报告", "Major quality event: report"),
    Mark.PARTLY,
    pausable=False,
)
QUALITY_EXTRA = Term(
    "dispute_quality_extra",
    2,
    Unit.HOURS,
    f"{QUALITY} art. 8",
    Text("特大医疗质量安全事件报告", "Gravest quality event: report"),
    Mark.PARTLY,
    pausable=False,
)
RESCUE_NOTES = Term(
    "dispute_rescue_notes",
    6,
    Unit.HOURS,
    f"{REGULATION} art. 15",
    Text("抢救记录补记", "Notes of the rescue"),
    Mark.VERIFIED,
    pausable=False,
)
ACCIDENT_APPLICATION = Term(
    "dispute_accident_application",
    12,
    Unit.MONTHS,
    f"{ACCIDENTS} art. 37",
    Text("医疗事故争议处理申请", "Application to handle an accident"),
    Mark.VERIFIED,
    pausable=False,
)
"""Counted from the day on which the party learned of the harm; no clock runs for it."""

ACCIDENT_REVIEW = Term(
    "dispute_accident_review",
    10,
    Unit.CALENDAR_DAYS,
    f"{ACCIDENTS} art. 39",
    Text("医疗事故争议受理决定", "Accident application: accept or decline"),
    Mark.VERIFIED,
    pausable=False,
)
ACCIDENT_PASS_UP = Term(
    "dispute_accident_pass_up",
    7,
    Unit.CALENDAR_DAYS,
    f"{ACCIDENTS} art. 38",
    Text("医疗事故争议移送上级", "Accident application: pass it up"),
    Mark.VERIFIED,
    pausable=False,
)
ACCIDENT_CONCLUDED = Term(
    "dispute_accident_concluded",
    7,
    Unit.CALENDAR_DAYS,
    f"{ACCIDENTS} arts 43, 44",
    Text("医疗事故争议解决报告", "Accident settled or judged: report"),
    Mark.VERIFIED,
    pausable=False,
)
INSURER_OFFER = Term(
    "dispute_insurer_offer",
    5,
    Unit.WORKING_DAYS,
    "国家无统一规定，例：宁波 (2012) art. 27 / no national rule; example: 宁波 (2012) art. 27",
    Text("保险机构初步核定", "Insurer's first offer"),
    Mark.UNCERTAIN,
    setting=True,
    pausable=False,
)
"""Runs only where a region has set it: elsewhere nothing binds the insurer to a number of days."""

MEDIATIONS = (PEOPLES_MEDIATION.name, ADMIN_MEDIATION.name)
QUALITY_EVENTS = (QUALITY_GENERAL.name, QUALITY_MAJOR.name, QUALITY_EXTRA.name)

YEARS_SEALED = 3
"""After so many years without the patient asking, the institution may open what was sealed (arts 24, 25)."""

REPRESENTATIVES = 5
"""The most that negotiate for a side (art. 30)."""

NEGOTIATION_LIMIT = Amount(
    "dispute_negotiation_limit",
    Text("自行协商索赔上限", "Claims above this sum are not negotiated"),
    "国家无统一规定，例：天津 (2009) 10000元 / no national rule; example: 天津 (2009) 10 000 yuan",
)
INSURER_ABOVE = Amount(
    "dispute_insurer_above",
    Text("保险机构须参与的索赔金额（超过）", "Above this sum the insurer takes part"),
    "国家无统一规定，例：宁波 (2012) 10000元 / no national rule; example: 宁波 (2012) 10 000 yuan",
)
APPRAISAL_FROM = Amount(
    "dispute_appraisal_from",
    Text("须先鉴定的索赔金额（达到）", "From this sum on an appraisal comes first"),
    "国家无统一规定，例：宁波 (2012) 100000元 / no national rule; example: 宁波 (2012) 100 000 yuan",
)
AMOUNTS = (NEGOTIATION_LIMIT, INSURER_ABOVE, APPRAISAL_FROM)
