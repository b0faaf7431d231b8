"""Which rules hold for the target table of a whole department (部门整体支出绩效目标表).

Those on what an indicator, its value and a text say hold for any table. Those that rest on rules
for projects — their funds, their form, their life, the indicators that a project's work leads to —
do not: no national text asks the same of a department.
"""

from __future__ import annotations

from jixiao.model.finding import NotApplicable
from jixiao.rules.rule import Rule

_HOLDS = ("VAL", "IND", "DOC", "SEC", "STR09", "STR10", "STR11", "NAR03", "NAR05", "NAR06")
# These hold the indicators against the one project's own words.
_OF_A_PROJECT = frozenset({"IND13", "IND17"})

FOR_PROJECTS = NotApplicable(
    "部门整体支出绩效目标表，这条规则只针对项目",
    "the target table of a whole department; the rule is on projects",
)


def holds_for_departments(rule: Rule) -> bool:
    """Whether the rule is run on a department's table; what must be masked always is found."""
    return rule.masks or (rule.code.startswith(_HOLDS) and rule.code not in _OF_A_PROJECT)
