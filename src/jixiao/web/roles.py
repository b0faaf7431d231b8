"""The roles (角色) of the site, and which of them one person may not hold together. No Django."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Reach(IntEnum):
    """How far a case has come (案卷所到): who stands there, and all behind, may see it."""

    UNIT = 0
    DEPARTMENT = 1
    FINANCE = 2
    PUBLIC = 3


class Role(StrEnum):
    """What a person may be to an organisation (岗位角色)."""

    UNIT_CLERK = "unit_clerk"
    UNIT_HEAD = "unit_head"
    DEPARTMENT_REVIEWER = "department_reviewer"
    FINANCE_REVIEWER = "finance_reviewer"
    PERFORMANCE_OFFICER = "performance_officer"
    EVALUATOR = "evaluator"
    DISCLOSURE_OFFICER = "disclosure_officer"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return _NAMES[self][0]

    @property
    def en(self) -> str:
        """The English name."""
        return _NAMES[self][1]

    def label(self, language: str = "zh") -> str:
        """The name in ``language``."""
        return self.en if language == "en" else self.zh


_NAMES = {
    Role.UNIT_CLERK: ("单位经办", "unit clerk"),
    Role.UNIT_HEAD: ("单位负责人", "unit head"),
    Role.DEPARTMENT_REVIEWER: ("主管部门审核", "department reviewer"),
    Role.FINANCE_REVIEWER: ("财政业务科室", "finance reviewer"),
    Role.PERFORMANCE_OFFICER: ("财政绩效科", "performance officer"),
    Role.EVALUATOR: ("第三方评价", "evaluator"),
    Role.DISCLOSURE_OFFICER: ("公开审查", "disclosure officer"),
    Role.AUDITOR: ("审计只读", "auditor"),
    Role.SYSTEM_ADMINISTRATOR: ("系统管理员", "system administrator"),
    Role.SECURITY_ADMINISTRATOR: ("安全管理员", "security administrator"),
    Role.AUDIT_ADMINISTRATOR: ("审计管理员", "audit administrator"),
}

UNIT = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})
FINANCE = frozenset({Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICER})
REVIEWERS = FINANCE | {Role.DEPARTMENT_REVIEWER, Role.AUDITOR}
ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)
# Those who read cases of the organisations under theirs, and from where on.
READS_FROM = {
    Role.UNIT_CLERK: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
    Role.DEPARTMENT_REVIEWER: Reach.DEPARTMENT,
    Role.AUDITOR: Reach.DEPARTMENT,
    Role.DISCLOSURE_OFFICER: Reach.DEPARTMENT,
    Role.FINANCE_REVIEWER: Reach.FINANCE,
    Role.PERFORMANCE_OFFICER: Reach.FINANCE,
}


def conflict(held: frozenset[Role]) -> tuple[Role, Role] | None:
    """Two of the roles that one person may not hold together (三员分设, 不相容岗位), or None.

    An administrator holds no other role; an auditor changes nothing, so holds none that does.
    """
    for lone in (*sorted(ADMINISTRATORS), Role.AUDITOR):
        if lone in held and len(held) > 1:
            return lone, next(role for role in sorted(held) if role is not lone)
    return None
