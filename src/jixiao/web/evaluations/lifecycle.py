"""The lives of self-evaluation, evaluation, rectification, use of results. No Django."""

from __future__ import annotations

from enum import StrEnum

from jixiao.web.lifecycle import LifeCycle, Step
from jixiao.web.roles import FINANCE, Reach, Role

CLERK = frozenset({Role.UNIT_CLERK})
HEAD = frozenset({Role.UNIT_HEAD})
DEPARTMENT = frozenset({Role.DEPARTMENT_REVIEWER})
OFFICER = frozenset({Role.PERFORMANCE_OFFICER})
EVALUATOR = frozenset({Role.EVALUATOR})
# Who has an evaluation made: the department its own, finance its own (see ``Evaluation.side``).
ORDERS = DEPARTMENT | OFFICER
RULING = "caiyu-2020-10"  # 项目支出绩效评价管理办法


class SelfState(StrEnum):
    """Where a self-evaluation stands."""

    OPENED = "opened"
    FILLED = "filled"
    SIGNED = "signed"
    RECHECKED = "rechecked"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


S = SelfState
SELF_EVALUATION = LifeCycle(
    kind="self_evaluation",
    zh="绩效自评",
    en="self-evaluation",
    start=S.OPENED,
    names={
        S.OPENED: ("待填报", "to be filled"),
        S.FILLED: ("待单位审签", "awaiting the unit head"),
        S.SIGNED: ("待部门复核", "with the department"),
        S.RECHECKED: ("待财政确认", "with finance"),
        S.CONFIRMED: ("已确认", "confirmed"),
        S.RETURNED: ("退回修改", "returned"),
    },
    # Finance opens it, so all see that it is under way; content is shown from signing on.
    reach=dict.fromkeys(S, Reach.FINANCE),
    steps=(
        Step(S.OPENED, "fill", CLERK, S.FILLED, "送审", "Hand in", basis=RULING),
        Step(S.RETURNED, "fill", CLERK, S.FILLED, "重新送审", "Hand in again", basis=RULING),
        Step(S.FILLED, "sign", HEAD, S.SIGNED, "签发", "Sign", not_by=("fill",)),
        Step(S.FILLED, "return", HEAD, S.RETURNED, "退回", "Return", reason_required=True),
        Step(
            *(S.SIGNED, "recheck", DEPARTMENT, S.RECHECKED, "复核", "Re-check"),
            not_by=("fill", "sign"),
            basis=RULING,
        ),
        Step(
            *(S.SIGNED, "return", DEPARTMENT, S.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
        Step(
            *(S.RECHECKED, "confirm", OFFICER, S.CONFIRMED, "确认", "Confirm"),
            not_by=("fill", "sign", "recheck"),
        ),
        Step(
            *(S.RECHECKED, "return", OFFICER, S.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
    ),
)
SELF_WRITABLE = frozenset({S.OPENED, S.RETURNED})


class EvaluationState(StrEnum):
    """Where an evaluation stands."""

    ASSIGNED = "assigned"
    GATHERED = "gathered"
    HALF_SCORED = "half_scored"
    SCORED = "scored"
    SETTLED = "settled"
    REPORTED = "reported"
    COMMENTED = "commented"
    FINAL = "final"


E = EvaluationState
EVALUATION = LifeCycle(
    kind="evaluation",
    zh="绩效评价",
    en="evaluation",
    start=E.ASSIGNED,
    names={
        E.ASSIGNED: ("收集资料", "gathering evidence"),
        E.GATHERED: ("待评分", "to be scored"),
        E.HALF_SCORED: ("待第二人评分", "awaiting the second scorer"),
        E.SCORED: ("待定分", "to be settled"),
        E.SETTLED: ("待出报告", "report to be written"),
        E.REPORTED: ("待单位意见", "awaiting the unit's comment"),
        E.COMMENTED: ("待定稿", "to be made final"),
        E.FINAL: ("已定稿", "final"),
    },
    reach=dict.fromkeys(E, Reach.FINANCE),
    steps=(
        Step(E.ASSIGNED, "gather", EVALUATOR, E.GATHERED, "资料齐备", "Evidence gathered"),
        Step(E.GATHERED, "score", EVALUATOR, E.HALF_SCORED, "提交评分", "Hand in the scores"),
        Step(
            *(E.HALF_SCORED, "score", EVALUATOR, E.SCORED, "提交评分", "Hand in the scores"),
            not_by=("score",),
        ),
        Step(
            *(E.SCORED, "settle", ORDERS, E.SETTLED, "定分", "Settle"),
            not_by=("score",),
        ),
        Step(E.SETTLED, "report", EVALUATOR, E.REPORTED, "提交报告", "Hand in the report"),
        Step(E.REPORTED, "comment", HEAD, E.COMMENTED, "反馈意见", "Comment", reason_required=True),
        Step(
            *(E.COMMENTED, "revise", ORDERS, E.SETTLED, "退回修改报告", "Return for revision"),
            reason_required=True,
        ),
        Step(
            *(E.COMMENTED, "finish", ORDERS, E.FINAL, "定稿", "Make final"),
            not_by=("score", "report", "comment"),
            basis=RULING,
        ),
    ),
)


class RectificationState(StrEnum):
    """Where a rectification stands."""

    NOTICED = "noticed"
    REPLIED = "replied"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"


R = RectificationState
ACCEPTS = DEPARTMENT | OFFICER
RECTIFICATION = LifeCycle(
    kind="rectification",
    zh="整改",
    en="rectification",
    start=R.NOTICED,
    names={
        R.NOTICED: ("待整改", "to be rectified"),
        R.REPLIED: ("待验收", "to be accepted"),
        R.RETURNED: ("退回再改", "returned"),
        R.ACCEPTED: ("已验收", "accepted"),
        R.CLOSED: ("已销号", "closed"),
    },
    reach=dict.fromkeys(R, Reach.FINANCE),
    steps=(
        Step(R.NOTICED, "reply", CLERK, R.REPLIED, "提交整改", "Reply", basis=RULING),
        Step(R.RETURNED, "reply", CLERK, R.REPLIED, "再次提交", "Reply again", basis=RULING),
        Step(R.REPLIED, "accept", ACCEPTS, R.ACCEPTED, "验收", "Accept", not_by=("reply",)),
        Step(R.REPLIED, "return", ACCEPTS, R.RETURNED, "退回", "Return", reason_required=True),
        Step(R.ACCEPTED, "close", ACCEPTS, R.CLOSED, "销号", "Close"),
    ),
)


class ResultState(StrEnum):
    """Where the use of a result stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"


U = ResultState
RESULT_USE = LifeCycle(
    kind="result_use",
    zh="结果应用",
    en="use of results",
    start=U.PROPOSED,
    names={
        U.PROPOSED: ("待决定", "to be decided"),
        U.DECIDED: ("已决定", "decided"),
    },
    reach=dict.fromkeys(U, Reach.FINANCE),
    steps=(
        Step(
            *(U.PROPOSED, "decide", FINANCE, U.DECIDED, "决定", "Decide"),
            reason_required=True,
            basis="yusuanfa-2018",
        ),
    ),
)
