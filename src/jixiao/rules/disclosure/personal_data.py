"""SEC04 personal-data (个人信息)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.wording import Occurrence
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule


@rule(
    code="SEC04",
    name="personal-data",
    title=Message("个人信息", "personal data"),
    severity=Severity.BLOCK,
    basis=("zhengfu-xinxi-gongkai-tiaoli#15",),
    message=Message(
        "{where_zh}有{kind_zh}（已遮盖）；请删除后再公开，确需公开的由审查人员决定",
        "{kind_en} stands {where_en} (masked); please take it out before publication, or let the "
        "reviewer decide",
    ),
    masks=True,
    since="0.1",
)
def personal_data(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No identity number, phone, account or contact (个人信息) goes out unreviewed."""
    for passage, datum in disclosure.personal_data:
        yield Fault(
            Occurrence(passage, datum.start, datum.end).at,
            quote=passage.text,
            target=passage.target,
            severity=Severity.WARNING if datum.may_be_official else Severity.BLOCK,
            secrets=datum.secrets,
            where_zh=passage.where("zh"),
            where_en=passage.where("en"),
            kind_zh=datum.label("zh"),
            kind_en=datum.label("en"),
        )
