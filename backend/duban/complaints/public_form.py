"""The words of the public complaint form: what is not handled and where to go, what happens to the data.

RULES A-8 to A-11 (terms, five reasons not to handle), J-8 (nothing to the accused), K-1 to K-7 (personal data). Change
`EDITION` with any change of the notice: each complaint keeps the edition to which its sender consented.
"""

from collections.abc import Mapping
from typing import Any

from duban.complaints.public_schemas import MESSAGE
from duban.complaints.schemas import LONG
from duban.complaints.terms import FEEDBACK, JOINT_FEEDBACK
from duban.complaints.words import DECLINED, MATTERS, RELATIONS, SATISFACTION, Declined
from duban.kernel.errors import Text

EDITION = "2026-11"
"""Of the privacy notice below."""

PHOTOS = 6
PHOTO_BYTES = 10 << 20
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic")
MESSAGES_PER_DAY = 20

RIGHT_DOOR: Mapping[Declined, Text] = {
    Declined.SUED_OR_MEDIATED: Text(
        "请等待法院或者调解组织的处理结果。", "Await what the court or the mediators decide."
    ),
    Declined.HANDLED_BY_AUTHORITY: Text(
        "请向作出处理的卫生健康部门或信访部门申请复查、复核。",
        "Ask the authority or the petition office that handled it for a review.",
    ),
    Declined.NOTHING_CONCRETE: Text(
        "请补充被投诉的机构、时间和具体经过后再提交。",
        "Name the institution, the time and what happened, and send it again.",
    ),
    Declined.POLICE_MATTER: Text("请拨打110或向公安机关报案。", "Call 110 or report it to the police."),
    Declined.OUTSIDE_REMIT: Text(
        "请拨打12345政务服务便民热线，由其转交主管部门。", "Call 12345: the hotline passes it to whoever is in charge."
    ),
}
"""Where to go with what is not handled here, by reason (RULES A-11)."""

_PIPL = "个人信息保护法"
NOTICE: tuple[tuple[Text, Text, str | None], ...] = (
    (
        Text("收集哪些信息", "What is kept"),
        Text(
            "您填写的投诉内容、照片、往来消息；您自愿提供的姓名、电话、与患者的关系、患者姓名和就诊号。可以匿名。"
            "不保存您的网络地址：只为防止滥用而计数，一日后清除。",
            "What you write, your pictures and messages; and, if you give them, name, telephone, relation to the "
            "patient, the patient's name and visit number. You may stay anonymous. Your network address is not kept: "
            "it is only counted against abuse, and forgotten after a day.",
        ),
        f"{_PIPL} art. 6",
    ),
    (
        Text("为什么收集", "Why"),
        Text(
            "仅用于调查、处理、答复您的投诉和改进工作。",
            "Only to investigate, handle and answer your complaint, and to do better.",
        ),
        f"{_PIPL} art. 6, 13",
    ),
    (
        Text("健康信息", "Health data"),
        Text(
            "就诊信息属于敏感个人信息。提交即表示您单独同意为办理本投诉而使用；不提供也可以投诉，但可能影响核实。",
            "What you tell of a treatment is sensitive. By sending it you consent to its use for this complaint alone. "
            "You may leave it out, although that may make it harder to find out what happened.",
        ),
        f"{_PIPL} art. 28–30",
    ),
    (
        Text("谁能看到", "Who sees it"),
        Text(
            "负责办理的单位和对其监督的卫生健康主管部门。姓名、电话加密保存，平时只显示部分；每次查看全文都须写明理由并留痕。"
            "选择“不告知医院我是谁”的，由上级卫生健康主管部门办理，医院看得到事情，看不到您的个人信息、照片和消息；"
            "请不要在经过中写出能认出您的细节。",
            "Whoever handles it, and the health authority that supervises them. Name and telephone are encrypted and "
            "shown in part; every look at the whole needs a reason and leaves a trace. If you choose not to tell the "
            "institution who you are, the authority above it handles the matter: the institution sees what happened, "
            "and never you, your pictures or your messages. Then leave out of the facts what would give you away.",
        ),
        f"{_PIPL} art. 51; 信访工作条例 (2022) art. 30",
    ),
    (
        Text("保存多久", "How long"),
        Text(
            "作为投诉档案保存备查；目的实现、不再需要时删除，法律另有规定的除外。",
            "As the complaint's file, for inspection; deleted when no longer needed, unless the law says otherwise.",
        ),
        f"{_PIPL} art. 19, 47; 医疗机构投诉管理办法 (2019)",
    ),
    (
        Text("您的权利", "Your rights"),
        Text(
            "凭查询码可以查看、补充、撤回投诉，并可通过消息要求更正或删除个人信息。查询码只显示一次，请妥善保存，勿告知他人。",
            "With the receipt code you read, add to and withdraw your complaint, and may ask by message to have your "
            "data corrected or deleted. The code is shown once: keep it, and tell it to nobody.",
        ),
        f"{_PIPL} art. 15, 44–47",
    ),
)


def form(language: str) -> dict[str, Any]:
    """The form's words in `language`, as `ComplaintForm` has them."""

    def choices(words: Mapping[Any, Text]) -> list[dict[str, str]]:
        return [{"value": word.value, "label": text.into(language)} for word, text in words.items()]

    return {
        "matters": choices(MATTERS),
        "relations": choices(RELATIONS),
        "satisfaction": choices(SATISFACTION),
        "not_handled": [
            {"value": why, "label": text.into(language), "right_door": RIGHT_DOOR[why].into(language)}
            for why, text in DECLINED.items()
        ],
        "terms": [
            {"title": term.title.into(language), "amount": term.amount, "unit": term.unit, "basis": term.basis}
            for term in (FEEDBACK, JOINT_FEEDBACK)
        ],
        "notice": {
            "edition": EDITION,
            "parts": [
                {"title": title.into(language), "text": text.into(language), "basis": basis}
                for title, text, basis in NOTICE
            ],
        },
        "photos": {"count": PHOTOS, "max_bytes": PHOTO_BYTES, "media_types": list(PHOTO_TYPES)},
        "longest_text": LONG,
        "longest_message": MESSAGE,
        "messages_per_day": MESSAGES_PER_DAY,
    }
