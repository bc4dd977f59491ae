"""What patients complain about and what is answered: facts, request, opinion, measures. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grievance:
    """A complaint and the answer to it. `departments` are those complained about."""

    matter: str
    title: str
    facts: str
    request: str
    departments: tuple[str, ...]
    opinion: str
    measures: str
    finding: str = "founded"


GRIEVANCES = (
    Grievance(
        "waiting",
        "超声检查等候过久",
        "上午八点取号，至下午三点仍未检查，期间无人说明原因。",
        "说明原因并尽快安排检查",
        ("超声科",),
        "当日一台设备故障，未及时告知候诊患者，向患者致歉。",
        "增设叫号提示，设备故障时由护士现场说明并分流。",
    ),
    Grievance(
        "fees",
        "出院结算多收一日床位费",
        "出院当日上午办理手续，结算单仍计收当日床位费。",
        "退还多收费用",
        ("住院收费处", "护理部"),
        "经核对，当日床位费不应计收，已全额退还。",
        "出院当日床位费由系统自动核减，每月抽查。",
    ),
    Grievance(
        "attitude",
        "挂号窗口态度生硬",
        "询问科室位置，窗口人员未抬头，回答“自己看牌子”。",
        "改进服务态度",
        ("门诊部",),
        "录像显示情况属实，已对当事人批评教育。",
        "开展窗口服务培训，纳入当月考核。",
    ),
    Grievance(
        "communication",
        "换药前未说明注意事项",
        "换药后伤口渗液，回家后才知道不能碰水，护士未交代。",
        "今后说明清楚",
        ("外科",),
        "护理记录中有告知签字，但告知时间过短，患者未能理解。",
        "改用书面告知单，由患者复述后签字。",
        "partly",
    ),
    Grievance(
        "environment",
        "卫生间多日无水",
        "住院部三层卫生间停水四天，多次反映无人处理。",
        "尽快维修",
        ("总务科",),
        "水管老化破裂，维修材料到货推迟，情况属实。",
        "已更换管道，停水期间在病区公告并设临时取水点。",
    ),
    Grievance(
        "records",
        "复印病历往返三次",
        "复印病历时先后被告知材料不全，共往返三次。",
        "一次告知所需材料",
        ("病案室",),
        "窗口未执行一次性告知，情况属实。",
        "张贴所需材料清单，线上可预约复印。",
    ),
    Grievance(
        "drugs",
        "药房缺药未提前告知",
        "缴费后到药房才被告知缺药，退费又排队一小时。",
        "缺药时提前提示",
        ("药剂科", "信息科"),
        "库存同步延迟，医生开药时系统仍显示有货。",
        "库存改为实时同步，缺药品种当日公示。",
    ),
    Grievance(
        "quality",
        "对治疗效果有疑问",
        "治疗两周未见好转，怀疑用药不对。",
        "说明治疗方案",
        ("内科",),
        "经专家会诊，诊疗方案符合规范，已向患者说明病情。",
        "安排复诊并由主治医师随访。",
        "unfounded",
    ),
)
