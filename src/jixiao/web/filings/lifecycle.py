"""The life of a filing (申报) and of an adjustment (调整), one row a step. No Django."""

from __future__ import annotations

from enum import StrEnum

from jixiao.web.lifecycle import LifeCycle, Step
from jixiao.web.roles import Reach, Role

CLERK = frozenset({Role.UNIT_CLERK})
HEAD = frozenset({Role.UNIT_HEAD})
DEPARTMENT = frozenset({Role.DEPARTMENT_REVIEWER})
OFFICER = frozenset({Role.PERFORMANCE_OFFICER})
REVIEWER = frozenset({Role.FINANCE_REVIEWER})
RULING = "caiyu-2015-88"  # 中央部门预算绩效目标管理办法


class State(StrEnum):
    """Where a filing stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITH_DEPARTMENT = "with_department"
    WITH_FINANCE = "with_finance"
    TO_BE_IMPROVED = "to_be_improved"
    READY = "ready"
    TO_BE_CONFIRMED = "to_be_confirmed"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"


S = State
FILING = LifeCycle(
    kind="filing",
    zh="申报",
    en="filing",
    start=S.DRAFT,
    names={
        S.DRAFT: ("草稿", "draft"),
        S.SUBMITTED: ("待单位审签", "awaiting the unit head"),
        S.WITH_DEPARTMENT: ("待主管部门审核", "with the department"),
        S.WITH_FINANCE: ("待财政审核", "with finance"),
        S.TO_BE_IMPROVED: ("待完善", "to be improved"),
        S.READY: ("待批复", "ready for approval"),
        S.TO_BE_CONFIRMED: ("待会签", "awaiting the second signature"),
        S.APPROVED: ("已批复", "approved"),
        S.RETURNED: ("退回修改", "returned"),
        S.REFUSED: ("不予安排", "refused"),
    },
    reach={
        S.DRAFT: Reach.UNIT,
        S.SUBMITTED: Reach.UNIT,
        S.WITH_DEPARTMENT: Reach.DEPARTMENT,
        S.WITH_FINANCE: Reach.FINANCE,
        S.TO_BE_IMPROVED: Reach.FINANCE,
        S.READY: Reach.FINANCE,
        S.TO_BE_CONFIRMED: Reach.FINANCE,
        S.APPROVED: Reach.FINANCE,
        S.RETURNED: Reach.UNIT,
        S.REFUSED: Reach.FINANCE,
    },
    steps=(
        Step(S.DRAFT, "submit", CLERK, S.SUBMITTED, "送审", "Submit"),
        Step(S.RETURNED, "submit", CLERK, S.SUBMITTED, "重新送审", "Submit again"),
        Step(S.SUBMITTED, "sign", HEAD, S.WITH_DEPARTMENT, "签发", "Sign", not_by=("submit",)),
        Step(S.SUBMITTED, "return", HEAD, S.RETURNED, "退回", "Return", reason_required=True),
        Step(
            *(S.WITH_DEPARTMENT, "pass", DEPARTMENT, S.WITH_FINANCE, "通过", "Pass"),
            reason_required=True,
            not_by=("submit", "sign"),
            basis=RULING,
        ),
        Step(
            *(S.WITH_DEPARTMENT, "return", DEPARTMENT, S.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
        Step(
            *(S.WITH_FINANCE, "grade_excellent", OFFICER, S.READY),
            *("评为优", "Grade excellent"),
            not_by=("submit", "sign", "pass"),
            basis=RULING,
        ),
        Step(
            *(S.WITH_FINANCE, "grade_good", OFFICER, S.TO_BE_IMPROVED),
            *("评为良", "Grade good"),
            reason_required=True,
            not_by=("submit", "sign", "pass"),
            basis=RULING,
        ),
        Step(
            *(S.WITH_FINANCE, "grade_medium", OFFICER, S.RETURNED),
            *("评为中", "Grade medium"),
            reason_required=True,
            not_by=("submit", "sign", "pass"),
            basis=RULING,
        ),
        Step(
            *(S.WITH_FINANCE, "grade_poor", OFFICER, S.REFUSED, "评为差", "Grade poor"),
            reason_required=True,
            not_by=("submit", "sign", "pass"),
            basis=RULING,
        ),
        Step(S.TO_BE_IMPROVED, "improve", CLERK, S.READY, "完善后提交", "Hand in the improvement"),
        Step(S.READY, "propose", REVIEWER, S.TO_BE_CONFIRMED, "拟批复", "Propose approval"),
        Step(
            *(S.TO_BE_CONFIRMED, "approve", OFFICER, S.APPROVED, "批复", "Approve"),
            not_by=("propose",),
            basis=RULING,
        ),
        Step(
            *(S.TO_BE_CONFIRMED, "object", OFFICER, S.READY, "不同意批复", "Object"),
            reason_required=True,
        ),
        *(
            Step(state, "withdraw", CLERK, S.DRAFT, "撤回", "Withdraw", reason_required=True)
            for state in (
                *(S.SUBMITTED, S.WITH_DEPARTMENT, S.WITH_FINANCE, S.RETURNED),
                *(S.TO_BE_IMPROVED, S.READY, S.TO_BE_CONFIRMED),
            )
        ),
    ),
)


class AdjustmentState(StrEnum):
    """Where an adjustment stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITH_DEPARTMENT = "with_department"
    WITH_FINANCE = "with_finance"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"


A = AdjustmentState
ADJUSTMENT = LifeCycle(
    kind="adjustment",
    zh="调整",
    en="adjustment",
    start=A.DRAFT,
    names={
        A.DRAFT: ("草稿", "draft"),
        A.SUBMITTED: ("待单位审签", "awaiting the unit head"),
        A.WITH_DEPARTMENT: ("待主管部门审核", "with the department"),
        A.WITH_FINANCE: ("待财政审核", "with finance"),
        A.APPROVED: ("已批复", "approved"),
        A.RETURNED: ("退回修改", "returned"),
        A.REFUSED: ("不予调整", "refused"),
    },
    reach={
        A.DRAFT: Reach.UNIT,
        A.SUBMITTED: Reach.UNIT,
        A.WITH_DEPARTMENT: Reach.DEPARTMENT,
        A.WITH_FINANCE: Reach.FINANCE,
        A.APPROVED: Reach.FINANCE,
        A.RETURNED: Reach.UNIT,
        A.REFUSED: Reach.FINANCE,
    },
    steps=(
        Step(A.DRAFT, "submit", CLERK, A.SUBMITTED, "送审", "Submit", reason_required=True),
        Step(
            *(A.RETURNED, "submit", CLERK, A.SUBMITTED, "重新送审", "Submit again"),
            reason_required=True,
        ),
        Step(A.SUBMITTED, "sign", HEAD, A.WITH_DEPARTMENT, "签发", "Sign", not_by=("submit",)),
        Step(A.SUBMITTED, "return", HEAD, A.RETURNED, "退回", "Return", reason_required=True),
        Step(
            *(A.WITH_DEPARTMENT, "pass", DEPARTMENT, A.WITH_FINANCE, "通过", "Pass"),
            reason_required=True,
            not_by=("submit", "sign"),
        ),
        Step(
            *(A.WITH_DEPARTMENT, "return", DEPARTMENT, A.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
        Step(
            *(A.WITH_FINANCE, "approve", OFFICER, A.APPROVED, "批复调整", "Approve"),
            not_by=("submit", "sign", "pass"),
            basis=RULING,
        ),
        Step(
            *(A.WITH_FINANCE, "return", OFFICER, A.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
        Step(
            *(A.WITH_FINANCE, "refuse", OFFICER, A.REFUSED, "不予调整", "Refuse"),
            reason_required=True,
        ),
        *(
            Step(state, "withdraw", CLERK, A.DRAFT, "撤回", "Withdraw", reason_required=True)
            for state in (A.SUBMITTED, A.WITH_DEPARTMENT, A.WITH_FINANCE, A.RETURNED)
        ),
    ),
)
