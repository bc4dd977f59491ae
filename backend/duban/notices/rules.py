"""Notices and letters of other organs: the steps. The whole machine, as a lawyer would check it (C-27, D-21, D-25).

An answer that is owed is owed in writing. The clock of a procuratorate's letter runs two months from the receipt, or to
the earlier day that it names; of any other letter it runs only to the day that the letter names. A loophole in the
sector's management ends in rectification: where it is about one institution the draft is opened with the notice, else
the authority chooses the institutions in time. A missed answer is reported upward; late is a flag that nothing takes
back.
"""

from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step
from duban.notices import guards
from duban.notices.guards import acts_for_the_authority
from duban.notices.terms import ANSWER_LETTER, ANSWER_OPINION, ANSWER_SUGGESTION, ANSWERS, TASK_CHOSEN
from duban.notices.words import OPEN
from duban.notices.words import NoticeState as S

READ, REGISTER, ANSWER, OPEN_TASK = "notice.read", "notice.register", "notice.answer", "task.create"

_LAW = "反有组织犯罪法 (2022) art. 14"

NOTICE = Workflow(
    name="notice",
    title=Text("反向通报与函件", "Notice of another organ"),
    initial=S.RECEIVED,
    final=frozenset({S.CLOSED, S.VOIDED}),
    states={
        S.RECEIVED: Text("已收到", "received"),
        S.ANSWERED: Text("已答复", "answered"),
        S.CLOSED: Text("已办结", "closed"),
        S.VOIDED: Text("已作废", "voided"),
    },
    steps=(
        step("register", {S.RECEIVED}, None, permission=REGISTER, label=Text("登记", "Register"), system=True,
             basis="D01-R71；D11-R54；D09-R76 / D01-R71, D11-R54, D09-R76",
             starts=[Start(ANSWER_OPINION, "authority_id", ANSWER, from_="received_at", until="answer_due_on",
                           when="is_opinion"),
                     Start(ANSWER_SUGGESTION, "authority_id", ANSWER, from_="received_at", until="answer_due_on",
                           when="is_suggestion"),
                     Start(ANSWER_LETTER, "authority_id", ANSWER, from_="received_at", until="answer_due_on",
                           when="names_a_day"),
                     Start(TASK_CHOSEN, "authority_id", OPEN_TASK, from_="received_at", when="is_sector_wide")]),
        step("open_task", OPEN, None, permission=OPEN_TASK, label=Text("提出整改事项", "Open a task"), basis="D01-R71",
             guards=[acts_for_the_authority], stops=[TASK_CHOSEN.name], office=True),
        step("answer", {S.RECEIVED}, S.ANSWERED, permission=ANSWER, label=Text("答复", "Answer"), basis=_LAW,
             guards=[acts_for_the_authority, guards.the_letter_is_attached], stops=ANSWERS),
        step("close", OPEN, S.CLOSED, permission=ANSWER, label=Text("办结", "Close"),
             guards=[acts_for_the_authority, guards.the_answer_was_given, guards.a_task_was_opened]),
        step("void", {S.RECEIVED}, S.VOIDED, permission=ANSWER, label=Text("作废", "Void"),
             guards=[acts_for_the_authority], cancels=["*"]),
    ),
)  # fmt: skip
