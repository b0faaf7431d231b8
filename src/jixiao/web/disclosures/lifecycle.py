"""The life of a package of disclosure (公开), one row a step. No Django.

A package that was published stays as it is; a correction, or the publication of results, is a
package of its own with the next number (see ``actions.open_correction``).
"""

from __future__ import annotations

from enum import StrEnum

from jixiao.web.lifecycle import LifeCycle, Step
from jixiao.web.roles import Reach, Role

OFFICER = frozenset({Role.DISCLOSURE_OFFICER})
SECOND = OFFICER | {Role.DEPARTMENT_REVIEWER}
REVIEW = "zhengfu-xinxi-gongkai-tiaoli#17"  # 公开审查制度
TERM = "yusuanfa-2018#14-2"  # 批复后二十日内公开


class State(StrEnum):
    """Where a package stands."""

    OPENED = "opened"
    UNDER_EXAMINATION = "under_examination"
    DECIDED = "decided"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


S = State
DISCLOSURE = LifeCycle(
    kind="disclosure",
    zh="公开",
    en="disclosure",
    start=S.OPENED,
    names={
        S.OPENED: ("待审查", "opened"),
        S.UNDER_EXAMINATION: ("审查中", "under examination"),
        S.DECIDED: ("待复核", "awaiting the second person"),
        S.CONFIRMED: ("待公开", "confirmed"),
        S.PUBLISHED: ("已公开", "published"),
        S.WITHDRAWN: ("已撤销", "withdrawn"),
    },
    reach={
        S.OPENED: Reach.FINANCE,
        S.UNDER_EXAMINATION: Reach.FINANCE,
        S.DECIDED: Reach.FINANCE,
        S.CONFIRMED: Reach.FINANCE,
        S.PUBLISHED: Reach.PUBLIC,
        S.WITHDRAWN: Reach.FINANCE,
    },
    steps=(
        Step(
            *(S.OPENED, "examine", OFFICER, S.UNDER_EXAMINATION),
            *("开始审查", "Begin the examination"),
            basis=REVIEW,
        ),
        Step(
            *(S.UNDER_EXAMINATION, "finish", OFFICER, S.DECIDED),
            *("审查完毕，提请复核", "All decided: to the second person"),
            basis=REVIEW,
        ),
        Step(
            *(S.UNDER_EXAMINATION, "examine", OFFICER, S.UNDER_EXAMINATION),
            *("重新汇集并审查", "Gather and examine again"),
            basis=REVIEW,
        ),
        Step(
            *(S.DECIDED, "confirm", SECOND, S.CONFIRMED, "复核同意", "Confirm"),
            not_by=("finish",),
            basis=REVIEW,
        ),
        Step(
            *(S.DECIDED, "return", SECOND, S.UNDER_EXAMINATION, "退回审查", "Return"),
            reason_required=True,
        ),
        Step(S.CONFIRMED, "publish", OFFICER, S.PUBLISHED, "公开", "Publish", basis=TERM),
        Step(
            *(S.CONFIRMED, "return", SECOND, S.UNDER_EXAMINATION, "退回审查", "Return"),
            reason_required=True,
        ),
        *(
            Step(
                *(state, "withdraw", OFFICER, S.WITHDRAWN, "撤销", "Withdraw"),
                reason_required=True,
            )
            for state in (S.OPENED, S.UNDER_EXAMINATION, S.DECIDED, S.CONFIRMED)
        ),
    ),
)
LIVE = (S.OPENED, S.UNDER_EXAMINATION, S.DECIDED, S.CONFIRMED)


class Purpose(StrEnum):
    """Why a package was opened."""

    TARGETS = "targets"
    DOCUMENT = "document"  # a publication that is out already
    CORRECTION = "correction"
    RESULTS = "results"


PURPOSE_NAMES = {
    Purpose.TARGETS: ("绩效目标", "targets"),
    Purpose.DOCUMENT: ("已公开文本", "published document"),
    Purpose.CORRECTION: ("更正", "correction"),
    Purpose.RESULTS: ("绩效结果", "results"),
}


class Standing(StrEnum):
    """What becomes of a project in a package."""

    PUBLISHED = "published"
    WITHHELD = "withheld"
    CARRIED_OVER = "carried_over"
    MISSING = "missing"  # filed, and not approved yet


STANDING_NAMES = {
    Standing.PUBLISHED: ("公开", "published"),
    Standing.WITHHELD: ("不公开", "withheld"),
    Standing.CARRIED_OVER: ("上年结转", "carried over"),
    Standing.MISSING: ("尚未批复", "not approved yet"),
}


class Choice(StrEnum):
    """What is decided on a finding."""

    PUBLISH = "publish"  # as it is
    REDACT = "redact"  # its characters covered
    WITHHOLD = "withhold"  # the whole project


CHOICE_NAMES = {
    Choice.PUBLISH: ("照原文公开", "publish as it is"),
    Choice.REDACT: ("遮盖", "redact"),
    Choice.WITHHOLD: ("整个项目不公开", "withhold the project"),
}


class Ground(StrEnum):
    """The ground of a decision (依据)."""

    DECLASSIFIED = "declassified"
    NOT_SECRET = "not_secret"
    OFFICIAL = "official"
    CONSENT = "consent"
    VERIFIED = "verified"
    STATE_SECRET = "state_secret"
    SECURITY = "security"
    PERSONAL = "personal"
    COMMERCIAL = "commercial"
    WORK_SECRET = "work_secret"


class GroundOf(tuple[str, str, str]):
    """The names of a ground and the provision it rests on: zh, en, key."""

    def label(self, language: str = "zh") -> str:
        """Its name."""
        return self[language == "en"]


GROUNDS: dict[Ground, GroundOf] = {
    Ground.DECLASSIFIED: GroundOf(
        ("已解密或者保密期限届满", "declassified, or its term has ended", "baomifa-2024#24")
    ),
    Ground.NOT_SECRET: GroundOf(
        ("经核实不属于国家秘密", "found to be no state secret", "baomifa-2024#35")
    ),
    Ground.OFFICIAL: GroundOf(
        ("公务信息，依法可以公开", "official information that may be published", REVIEW)
    ),
    Ground.CONSENT: GroundOf(
        (
            "第三方同意公开",
            "the person concerned consents",
            "zhengfu-xinxi-gongkai-tiaoli#15",
        )
    ),
    Ground.VERIFIED: GroundOf(
        ("已核对，内容与批复一致", "verified: as it was approved", "caiyu-2016-143#3")
    ),
    Ground.STATE_SECRET: GroundOf(("涉及国家秘密", "state secret", "yusuanfa-2018#14-4")),
    Ground.SECURITY: GroundOf(
        (
            "可能危及国家安全、公共安全",
            "may endanger national or public security",
            "zhengfu-xinxi-gongkai-tiaoli#14",
        )
    ),
    Ground.PERSONAL: GroundOf(
        ("涉及个人隐私", "personal privacy", "zhengfu-xinxi-gongkai-tiaoli#15")
    ),
    Ground.COMMERCIAL: GroundOf(
        ("涉及商业秘密", "commercial secret", "zhengfu-xinxi-gongkai-tiaoli#15")
    ),
    Ground.WORK_SECRET: GroundOf(("属于工作秘密", "work secret", "baomifa-2024#64")),
}
# What may be decided on which ground. A project as a whole is withheld for state secrets alone
# (预算法第十四条第四款): nothing else lessens what must be published.
_WITHHOLD: dict[Choice, tuple[Ground, ...]] = {Choice.WITHHOLD: (Ground.STATE_SECRET,)}
_MARK: dict[Choice, tuple[Ground, ...]] = {
    Choice.PUBLISH: (Ground.DECLASSIFIED, Ground.NOT_SECRET),
    Choice.REDACT: (Ground.STATE_SECRET, Ground.SECURITY, Ground.WORK_SECRET),
}
# A term that still runs ends by declassification alone.
_TERM_RUNNING = {**_MARK, Choice.PUBLISH: (Ground.DECLASSIFIED,)}
_PERSONAL: dict[Choice, tuple[Ground, ...]] = {
    Choice.PUBLISH: (Ground.OFFICIAL, Ground.CONSENT),
    Choice.REDACT: (Ground.PERSONAL, Ground.COMMERCIAL),
}
_OTHER: dict[Choice, tuple[Ground, ...]] = {Choice.PUBLISH: (Ground.VERIFIED,)}
_BY_RULE = {"SEC01": _MARK, "SEC02": _TERM_RUNNING, "SEC04": _PERSONAL}


def choices_for(rule: str, *, in_table: bool) -> dict[Choice, tuple[Ground, ...]]:
    """What may be decided on a finding of a rule, and on which grounds.

    A project can be withheld only where the finding stands in its table.
    """
    return {**_BY_RULE.get(rule, _OTHER), **(_WITHHOLD if in_table else {})}
