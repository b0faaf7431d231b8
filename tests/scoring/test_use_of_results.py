"""Next year's proposals: the first rule that applies; decisions stand beside them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.evaluation import ScoreSheet, SelfEvaluation
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.money import MoneyUnit
from jixiao.model.results_ledger import (
    ProjectBudget,
    Proposal,
    ResultDecision,
    ResultLine,
    ResultsLedger,
)
from jixiao.regulations.regulation import Mark, provision
from jixiao.scoring.self_evaluation import score
from jixiao.scoring.use_of_results import decide, propose, read_rules
from jixiao.writers.results_ledger import HEADERS, render_csv, render_json
from tests.scoring.samples import NORMS, actual, funds, row


def sheet(title: str, served: str | None, paid: str = "100", adjusted: str = "100") -> ScoreSheet:
    """A project whose score is its execution rate ÷ 10 and 90 × served ÷ 100."""
    return score(
        SelfEvaluation(
            title,
            2024,
            "",
            "",
            MoneyUnit.TEN_THOUSAND,
            (funds(adjusted, adjusted, paid),),
            "",
            "",
            (row("≥100人", actual(served, "人"), "90"),),
        ),
        NORMS,
    )


def one(served: str | None, paid: str = "100", **known: object) -> ResultLine:
    """The line of one project, with what else is known of it."""
    budgets = []
    if known:
        budgets = [ProjectBudget("项目", Decimal(100), Decimal(paid), **known)]  # type: ignore[arg-type]
    return propose([sheet("项目", served, paid)], budgets, 2025, NORMS).lines[0]


RULES = """
name_zh = "某市办法"
name_en = "rules of a city"

[[rule]]
name = "high"
proposal = "keep"
zh = "得分不低于95"
en = "95 points or more"
source = "某市办法第七条"
score_from = "95"

[[rule]]
name = "other"
proposal = "cut"
zh = "其他"
en = "all others"
source = "某市办法第八条"
cut_percent = "33.33"
"""


@pytest.mark.parametrize(
    ("served", "paid", "proposal", "amount", "rule"),
    [
        ("100", "100", Proposal.KEEP, "100", "excellent"),
        # 10 + 80 = exactly 90 is 优.
        ("88.89", "100", Proposal.KEEP, "100", "excellent"),
        ("85", "100", Proposal.IMPROVE, "100", "good"),
        ("70", "100", Proposal.CUT, "90", "fair"),
        ("40", "100", Proposal.CUT, "70", "poor"),
        # 6.56 + 90 = 96.56, but 65.6 % spent: 优, cut to what was paid.
        ("100", "65.6", Proposal.CUT, "65.6", "unspent"),
        ("100", "80", Proposal.KEEP, "100", "excellent"),
        ("100", "79.995", Proposal.CUT, "80", "unspent"),
    ],
)
def test_the_first_rule_that_applies_proposes(
    served: str, paid: str, proposal: Proposal, amount: str, rule: str
) -> None:
    line = one(served, paid)

    assert line.proposal is proposal
    assert line.proposed == Decimal(amount)
    assert line.rule is not None
    assert line.rule.name == rule


def test_a_second_poor_year_ends_a_project() -> None:
    assert one("40", previous_grade="中").proposal is Proposal.CUT

    line = one("40", previous_grade="差")

    assert line.proposal is Proposal.END
    assert line.proposed == 0
    assert "上年等级差" in line.working.zh


def test_a_finished_project_ends_whatever_its_grade() -> None:
    line = one("100", is_finished=True)

    assert (line.proposal, line.proposed, line.cut) == (Proposal.END, 0, 100)


def test_a_project_without_total_gets_no_proposal() -> None:
    line = one(None)

    assert line.proposal is None
    assert line.proposed is None
    assert "没有总分和等级，不提建议" in line.working.zh


def test_an_unknown_amount_is_not_nothing() -> None:
    ledger = propose([sheet("项目", "70")], [ProjectBudget("项目", None)], 2025, NORMS)

    assert ledger.lines[0].proposal is Proposal.CUT
    assert ledger.lines[0].proposed is None
    assert ledger.open_lines == 1


def test_a_merged_amount_moves_and_is_counted_once() -> None:
    sheets = [sheet("甲", "100"), sheet("乙", "100", "60", "60")]
    budgets = [ProjectBudget("乙", Decimal(60), Decimal(60), merge_into="甲")]

    ledger = propose(sheets, budgets, 2025, NORMS)

    line = ledger.lines[1]
    assert (line.proposal, line.proposed, line.moved, line.cut) == (Proposal.MERGE, 0, 60, 0)
    assert (ledger.before, ledger.proposed) == (160, 160)
    assert "并入“甲”" in line.working.zh


@pytest.mark.parametrize("into", ["没有的", "甲", "乙"])
def test_a_merger_needs_a_project_that_stays(into: str) -> None:
    sheets = [sheet("甲", "100"), sheet("乙", "100")]
    budgets = [
        ProjectBudget("甲", Decimal(1), is_finished=True),
        ProjectBudget("乙", Decimal(1), merge_into=into),
    ]

    with pytest.raises(UnusableRequest):
        propose(sheets, budgets, 2025, NORMS)


def test_the_working_shows_the_sum_in_both_languages() -> None:
    line = one("70")

    assert line.working.zh == (
        "得分73，等级中；适用规则“等级为中”，建议压减：100 × (100% − 10%) ＝ 90万元。"
    )
    assert line.working.en == (
        "73 points, fair; rule “the grade is fair” applies, proposal: cut; "
        "100 × (100% − 10%) = 90 (万元)."
    )


def test_a_place_writes_its_own_rules() -> None:
    rules = read_rules(RULES)

    ledger = propose([sheet("甲", "100"), sheet("乙", "70")], [], 2025, NORMS, rules)

    assert [line.proposed for line in ledger.lines] == [100, Decimal("66.67")]
    assert "某市办法第八条" in render_csv(ledger)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('proposal = "keep"', 'proposal = "double"'),
        ('cut_percent = "33.33"', ""),
        ('cut_percent = "33.33"', 'cut_percent = "0"'),
        ('cut_percent = "33.33"', 'cut_percent = "101"'),
        ('cut_percent = "33.33"', "cut_percent = 33"),
        ('cut_percent = "33.33"', 'cut_percent = "33"\nto_paid = true'),
        ('score_from = "95"', 'cut_percent = "5"'),
        ('score_from = "95"', 'scores_from = "95"'),
        ('source = "某市办法第七条"', 'source = " "'),
        ('source = "某市办法第七条"', ""),
        ('name = "other"', 'name = "high"'),
        ('proposal = "keep"', 'proposal = "merge"'),
        ('name_en = "rules of a city"', ""),
        ('name_en = "rules of a city"', 'name_en = "rules"\nbase = 1'),
        ("[[rule]]", "[[rules]]"),
        ("[[rule]]", "[[rule"),
    ],
)
def test_faulty_rules_are_refused_in_both_languages(old: str, new: str) -> None:
    with pytest.raises(UnusableRequest) as refused:
        read_rules(RULES.replace(old, new))

    assert "结果应用规则" in refused.value.zh
    assert "use of results" in refused.value.en


def test_a_rule_for_a_grade_that_does_not_exist_is_refused() -> None:
    rules = read_rules(RULES.replace('score_from = "95"', 'grades = ["及格"]'))

    with pytest.raises(UnusableRequest, match="及格"):
        propose([sheet("甲", "100")], [], 2025, NORMS, rules)


def test_the_default_rules_say_how_well_they_are_known() -> None:
    rules = NORMS.result_rules

    by_grade = {provision(r.source).mark for r in rules if "#by-grade" in r.source}
    others = {provision(r.source).mark for r in rules if "#by-grade" not in r.source}
    assert by_grade == {Mark.PRACTICE}
    assert others == {Mark.RECALLED}
    cuts = [rule for rule in rules if rule.proposal == "cut"]
    assert {provision(rule.amount_source or "").mark for rule in cuts} == {Mark.HOUSE}


def test_a_budget_without_sheet_a_project_twice_or_a_negative_amount_is_refused() -> None:
    for sheets, budgets in (
        ([sheet("甲", "100")], [ProjectBudget("乙", Decimal(1))]),
        ([sheet("甲", "100")], [ProjectBudget("甲", Decimal(-1))]),
        ([sheet("甲", "100")], [ProjectBudget("甲", Decimal(1))] * 2),
        ([sheet("甲", "100")] * 2, []),
    ):
        with pytest.raises(UnusableRequest):
            propose(sheets, budgets, 2025, NORMS)


DECISION = ResultDecision(
    "项目", Proposal.KEEP, Decimal("95"), "任务增加", "财政绩效科", "2025-09-30"
)


def ledger_of(served: str) -> ResultsLedger:
    return propose([sheet("项目", served)], [], 2025, NORMS)


def test_a_decision_stands_beside_the_proposal() -> None:
    before = ledger_of("70")

    after = decide(before, [DECISION])

    line = after.lines[0]
    assert (line.proposal, line.proposed) == (Proposal.CUT, 90)
    assert line.decision == DECISION
    assert before.lines[0].decision is None
    with pytest.raises(UnusableRequest, match="decided twice"):
        decide(after, [DECISION])


@pytest.mark.parametrize(
    "change",
    [
        {"project": "没有的"},
        {"reason": " "},
        {"role": ""},
        {"date": "2025年"},
        {"amount": Decimal(-1)},
    ],
)
def test_a_decision_needs_a_project_a_reason_who_and_when(change: dict[str, object]) -> None:
    fields = {
        "project": "项目",
        "decision": Proposal.KEEP,
        "amount": Decimal(95),
        "reason": "任务增加",
        "role": "财政绩效科",
        "date": "2025-09-30",
    }

    with pytest.raises(UnusableRequest):
        decide(ledger_of("70"), [ResultDecision(**(fields | change))])  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_csv_has_a_row_a_project_and_no_formula(language: str) -> None:
    ledger = decide(
        propose([sheet("=甲", "70"), sheet("乙", None)], [], 2025, NORMS),
        [ResultDecision("=甲", Proposal.KEEP, None, "+理由", "财政绩效科", "2025-09-30")],
    )

    written = render_csv(ledger, language)

    assert written.startswith("\ufeff")
    header, first, second = list(csv.reader(io.StringIO(written[1:], newline="")))
    assert header == HEADERS[language].split("|")
    assert len(first) == len(second) == len(header)
    assert first[0] == "'=甲"
    assert first[6] == "90"
    assert first[14] == "'+理由"
    assert second[4:7] == ["", "100", ""]


def test_the_json_holds_every_number_as_text_and_cites_its_basis() -> None:
    ledger = decide(ledger_of("70"), [DECISION])

    held = json.loads(render_json(ledger))

    line = held["lines"][0]
    assert (held["before"], held["proposed"]) == ("100", "90")
    assert (line["score"], line["proposed"], line["proposal"]) == ("73", "90", "cut")
    assert "系统实践" in line["basis"]["zh"]
    assert "house setting" in line["basis"]["en"]
    assert line["decision"]["amount"] == "95"
    assert render_json(ledger) == render_json(decide(ledger_of("70"), [DECISION]))


@given(
    served=st.lists(st.integers(0, 130) | st.none(), max_size=6),
    paid=st.integers(0, 120),
    before=st.decimals(0, 5000, places=2),
)
@settings(max_examples=60, deadline=None)
def test_a_proposal_never_exceeds_the_amount_before_and_sums_add_up(
    served: list[int | None], paid: int, before: Decimal
) -> None:
    sheets = [
        sheet(f"项目{n}", None if s is None else str(s), str(paid)) for n, s in enumerate(served)
    ]
    budgets = [ProjectBudget(s.evaluation.title, before, Decimal(paid)) for s in sheets]

    ledger = propose(sheets, budgets, 2025, NORMS)
    turned = propose(sheets[::-1], budgets, 2025, NORMS)

    assert set(turned.lines) == set(ledger.lines)
    for line in ledger.lines:
        assert line.proposed is None or 0 <= line.proposed <= before
    assert ledger.proposed == sum(line.proposed or 0 for line in ledger.lines)
    assert len(ledger.lines) == len(sheets)
