"""The life of a monitoring report (绩效运行监控), one row a step. No Django."""

from __future__ import annotations

from enum import StrEnum

from jixiao.web.lifecycle import LifeCycle, Step
from jixiao.web.roles import FINANCE, Reach, Role

CLERK = frozenset({Role.UNIT_CLERK})
DEPARTMENT = frozenset({Role.DEPARTMENT_REVIEWER})
OFFICER = frozenset({Role.PERFORMANCE_OFFICER})
RULING = "caiyu-2019-136"  # 中央部门预算绩效运行监控管理暂行办法


class State(StrEnum):
    """Where a report stands."""

    OPENED = "opened"
    FILLED = "filled"
    CHECKED = "checked"
    RETURNED = "returned"
    RECTIFYING = "rectifying"
    SUSPENDED = "suspended"
    STOPPED = "stopped"
    CLOSED = "closed"


S = State
REPORT = LifeCycle(
    kind="report",
    zh="绩效监控",
    en="monitoring report",
    start=S.OPENED,
    names={
        S.OPENED: ("待填报", "to be filled"),
        S.FILLED: ("待主管部门审核", "with the department"),
        S.CHECKED: ("待财政审核", "with finance"),
        S.RETURNED: ("退回修改", "returned"),
        S.RECTIFYING: ("整改中", "being rectified"),
        S.SUSPENDED: ("暂停拨款", "payment suspended"),
        S.STOPPED: ("停止拨款", "payment stopped"),
        S.CLOSED: ("已办结", "closed"),
    },
    # Finance opens it, so all see that it is under way.
    reach=dict.fromkeys(S, Reach.FINANCE),
    steps=(
        Step(S.OPENED, "fill", CLERK, S.FILLED, "报送", "Hand in", basis=RULING),
        Step(S.RETURNED, "fill", CLERK, S.FILLED, "重新报送", "Hand in again", basis=RULING),
        Step(S.FILLED, "check", DEPARTMENT, S.CHECKED, "审核通过", "Pass", not_by=("fill",)),
        Step(
            *(S.FILLED, "return", DEPARTMENT, S.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
        Step(
            *(S.CHECKED, "close", OFFICER, S.CLOSED, "办结", "Close"),
            not_by=("fill", "check"),
        ),
        Step(
            *(S.CHECKED, "return", OFFICER, S.RETURNED, "退回", "Return"),
            reason_required=True,
        ),
        Step(
            *(S.CHECKED, "rectify", OFFICER, S.RECTIFYING, "责令整改", "Order rectification"),
            reason_required=True,
            basis=RULING,
        ),
        Step(
            *(S.CHECKED, "suspend", FINANCE, S.SUSPENDED, "暂停拨款", "Suspend payment"),
            reason_required=True,
            basis=RULING,
        ),
        Step(S.RECTIFYING, "close", OFFICER, S.CLOSED, "办结", "Close", not_by=("fill", "check")),
        Step(
            *(S.RECTIFYING, "suspend", FINANCE, S.SUSPENDED, "暂停拨款", "Suspend payment"),
            reason_required=True,
            basis=RULING,
        ),
        Step(
            *(S.SUSPENDED, "resume", FINANCE, S.RECTIFYING, "恢复拨款", "Resume payment"),
            reason_required=True,
        ),
        Step(
            *(S.SUSPENDED, "stop", FINANCE, S.STOPPED, "停止拨款", "Stop payment"),
            reason_required=True,
            basis=RULING,
        ),
    ),
)
# In these the unit writes; in all others the report stands still.
WRITABLE = frozenset({S.OPENED, S.RETURNED})
