"""Tiers proposed from evidence (拟定档次): a rubric's query proposes, a person decides."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from jixiao.measures.measure import Measure
from jixiao.measures.run import Engine
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import InsufficientData, Message
from jixiao.model.frozen import Frozen
from jixiao.model.measurement import Period
from jixiao.programme.decisions import Decision, NotApplicable
from jixiao.programme.folder import TIERS, Programme, Rubric, indicator_key

_NO_REGISTER_EN = "no register can speak to it; the rubric says why and what proof a person needs"
NO_QUERY = InsufficientData("分档标准没有拟档查询", "the rubric has no query")
NO_DATA = InsufficientData("台账里没有可以定档的记录", "no evidence to tell a tier from")


class Proposal(Frozen):
    """The tier that the evidence suggests for an indicator, and what a person decided.

    ``tier`` is None where ``missing`` says why; ``basis`` tells the counts behind it; ``demand`` is
    what the rubric asks for at that tier, ``working`` tells it all. ``set_aside`` is the decision
    that the indicator does not count this year.
    """

    rubric: Rubric
    tier: str | None
    basis: str
    demand: str
    decision: Decision | None
    missing: InsufficientData | None = None
    working: Message | None = None
    set_aside: NotApplicable | None = None

    @property
    def differs(self) -> bool:
        """A person decided on another tier than the evidence suggests."""
        return (
            self.tier is not None and self.decision is not None and self.decision.tier != self.tier
        )


def proposals(programme: Programme, engine: Engine) -> Iterator[Proposal]:
    """A proposal for every rubric, in the order of the folder."""
    period = Period(programme.fiscal_year)
    for rubric in programme.rubrics:
        key = indicator_key(rubric.project, rubric.indicator, rubric.level2)
        decision = programme.decided.get(key)
        aside = programme.set_aside.get(key)
        if not rubric.proposal.strip():
            missing = (
                InsufficientData(rubric.no_proposal, _NO_REGISTER_EN)
                if rubric.no_proposal
                else NO_QUERY
            )
            yield Proposal(rubric, None, "", "", decision, missing, set_aside=aside)
            continue
        query = _query(rubric)
        row = engine.answer(query, period)
        tier = row.get("tier")
        if tier is None:
            yield Proposal(rubric, None, "", "", decision, NO_DATA, set_aside=aside)
            continue
        if tier not in TIERS:
            raise UnusableRequest(
                f"“{rubric.file}”中“{rubric.indicator}”的拟档查询给出“{tier}”，应为"
                f"{'、'.join(TIERS)}之一。请改正。",
                f"the query of “{rubric.indicator}” in “{rubric.file}” gives the tier “{tier}”; "
                f"it should be one of {', '.join(TIERS)}",
            )
        basis, demand = str(row.get("basis") or ""), dict(rubric.tiers).get(tier, "")
        yield Proposal(
            rubric,
            tier,
            basis,
            demand,
            decision,
            None,
            _working(programme, query, tier, basis, demand),
            aside,
        )


def _working(programme: Programme, query: Measure, tier: str, basis: str, demand: str) -> Message:
    """How the proposal came about: registers, counts, what the tier demands, the query's hash."""
    schemas = [programme.schemas[name] for name in query.registers]
    zh = "、".join(schema.title_zh for schema in schemas)
    en = ", ".join(schema.title_en for schema in schemas)
    short = query.sha256[:12]
    return Message(
        f"依据{zh}：{basis}；“{tier}”档要求：{demand}；拟档查询 sha256 {short}。"
        "台账只说明数量部分，其余要求由定档人核对佐证。",
        f"From {en}: {basis}; “{tier}” demands: {demand}; query sha256 {short}. The registers "
        "speak of the counts only; whoever decides verifies the rest.",
    )


def _query(rubric: Rubric) -> Measure:
    """The rubric's query as something the engine runs: its first line names the registers."""
    found = re.match(r"\s*--\s*registers:\s*(.+)", rubric.proposal)
    if found is None:
        raise UnusableRequest(
            f"“{rubric.file}”中“{rubric.indicator}”的拟档查询第一行应为“-- registers: "
            "台账名”。请补上。",
            f"the query of “{rubric.indicator}” in “{rubric.file}” should begin with a line "
            "“-- registers: …”",
        )
    return Measure(
        project=rubric.project,
        indicator=rubric.indicator,
        level2=rubric.level2,
        unit="",
        registers=tuple(name.strip() for name in found.group(1).split(",")),
        period="year",
        roll_up="latest",
        direction="up",
        result="number",
        sql=rubric.proposal[found.end() :].strip(),
        file=f"{rubric.file} · {rubric.indicator}",
        sha256=hashlib.sha256(rubric.proposal.encode()).hexdigest(),
    )
