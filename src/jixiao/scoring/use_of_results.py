"""Next year's proposal for each project from its result (结果应用), by stated rules.

The rules stand in order and the first that applies proposes: keep, improve, cut, merge or end. By
default they are ``norms.result_rules``; a place writes its own in a TOML file:

    name_zh = "某市结果应用办法"
    name_en = "rules of a city"

    [[rule]]
    name = "fair"
    proposal = "cut"
    zh = "等级为中"
    en = "the grade is fair"
    source = "某市办法第八条"
    grades = ["中"]
    cut_percent = "15"

Conditions: ``grades``, ``previous_grades``, ``score_from``, ``score_below``, ``execution_from``,
``execution_below`` (per cent), ``is_finished``, ``is_overlapping``. A condition whose fact is not
known does not hold; nothing is guessed. This proposes; a person decides, and the decision stands
beside the proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from jixiao.model.evaluation import ScoreSheet
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Message
from jixiao.model.framework import ResultRule
from jixiao.model.money import Money, MoneyUnit, plain
from jixiao.model.results_ledger import (
    ProjectBudget,
    Proposal,
    ResultDecision,
    ResultLine,
    ResultRules,
    ResultsLedger,
)
from jixiao.regulations.parameter import Norms, ParameterError, value_of
from jixiao.scoring.execution import execution_rate, total_row
from jixiao.scoring.points import NOTHING, per_cent, rounded

DEFAULT_NAME = Message("系统默认规则", "the default rules")
_WHOLE = Decimal(100)


def default_rules(norms: Norms) -> ResultRules:
    """The rules of the norms."""
    _check_rules(norms.result_rules)
    return ResultRules(DEFAULT_NAME, norms.result_rules)


def read_rules(text: str) -> ResultRules:
    """The rules of a TOML text; UnusableRequest where it does not hold together."""
    import tomllib  # here: only those who bring their own rules need it

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnusableRequest(
            f"结果应用规则不是有效的TOML：{error}。请改正后再试。",
            f"the rules for the use of results are no valid TOML: {error}; correct the file",
        ) from None
    unknown = sorted(table.keys() - {"name_zh", "name_en", "rule"})
    names = [table.get(key) for key in ("name_zh", "name_en")]
    if unknown or not all(isinstance(name, str) and name for name in names):
        told = f"：{'、'.join(unknown)}" if unknown else ""
        told_en = f" ({', '.join(unknown)})" if unknown else ""
        raise UnusableRequest(
            f"结果应用规则须有name_zh、name_en和[[rule]]，不得有其他键{told}。",
            "rules for the use of results have name_zh, name_en and [[rule]], and no other "
            f"key{told_en}",
        )
    stated = table.get("rule")
    rules = tuple(
        _read_rule(raw, number)
        for number, raw in enumerate(stated if isinstance(stated, list) else [], 1)
    )
    _check_rules(rules)
    return ResultRules(Message(str(names[0]), str(names[1])), rules)


def _read_rule(raw: object, number: int) -> ResultRule:
    try:
        rule: ResultRule = value_of("result_rules", [raw])[0]
    except ParameterError as error:
        raise UnusableRequest(
            f"第{number}条结果应用规则有误：{error}。请对照说明改正。",
            f"rule {number} for the use of results is faulty: {error}; correct it",
        ) from None
    return rule


def budget_of(sheet: ScoreSheet) -> ProjectBudget:
    """The budget that the sheet itself states: 全年预算数 and 全年执行数, in 万元."""
    evaluation = sheet.evaluation
    row = total_row(evaluation.funds)
    if row is None or evaluation.unit is None:
        return ProjectBudget(evaluation.title, None)
    before, paid = (
        None if amount is None else Money(amount, evaluation.unit).to(MoneyUnit.TEN_THOUSAND).amount
        for amount in (row.adjusted, row.paid)
    )
    return ProjectBudget(evaluation.title, before, paid)


def propose(
    sheets: Sequence[ScoreSheet],
    budgets: Iterable[ProjectBudget],
    fiscal_year: int,
    norms: Norms,
    rules: ResultRules | None = None,
) -> ResultsLedger:
    """The ledger for ``fiscal_year``, the year proposed for: a line for each sheet, in its order.

    A project without a budget given has that of its sheet. Raises UnusableRequest for a project
    that stands twice, a budget of no sheet, and a merger into a project that is not there, into
    itself, or into one that is merged or ended itself.
    """
    in_use = default_rules(norms) if rules is None else rules
    _check_grades(in_use.rules, norms)
    known = _by_project(sheets, budgets)
    lines = tuple(_line(sheet, known[sheet.evaluation.title], in_use, norms) for sheet in sheets)
    _check_mergers(lines)
    return _ledger(fiscal_year, in_use, lines)


def decide(ledger: ResultsLedger, decisions: Iterable[ResultDecision]) -> ResultsLedger:
    """The ledger with each decision beside its line; the proposals stay as they are.

    Raises UnusableRequest for a decision without reason, role or date, for a project not in the
    ledger, and for a project decided twice.
    """
    by_project: dict[str, ResultDecision] = {}
    for decision in decisions:
        _check_decision(decision)
        if decision.project in by_project:
            raise _twice(decision.project)
        by_project[decision.project] = decision
    lines = []
    for line in ledger.lines:
        decision_here = by_project.pop(line.project, None)
        if decision_here is not None and line.decision is not None:
            raise _twice(line.project)
        lines.append(line if decision_here is None else _beside(line, decision_here))
    for project in by_project:
        raise UnusableRequest(
            f"台账中没有项目“{project}”，无法记录决定；请核对名称。",
            f"the ledger has no project “{project}” to decide on; check the name",
        )
    return _ledger(ledger.fiscal_year, ledger.rules, tuple(lines))


def _check_rules(rules: Sequence[ResultRule]) -> None:
    names = [rule.name for rule in rules]
    if not rules or len(set(names)) < len(names):
        raise UnusableRequest(
            "结果应用规则为空，或者有两条同名；请改正。",
            "there are no rules for the use of results, or two have one name; correct them",
        )
    for rule in rules:
        fault = _fault_of(rule)
        if fault is not None:
            raise UnusableRequest(
                f"结果应用规则“{rule.name}”：{fault.zh}；请改正。",
                f"the rule “{rule.name}” for the use of results: {fault.en}; correct it",
            )


def _check_grades(rules: Sequence[ResultRule], norms: Norms) -> None:
    """A rule for a grade that does not exist would never apply, and nobody would notice."""
    grades = [band.label_zh for band in norms.grade_bands]
    for rule in rules:
        for grade in (*(rule.grades or ()), *(rule.previous_grades or ())):
            if grade not in grades:
                raise UnusableRequest(
                    f"结果应用规则“{rule.name}”的等级“{grade}”不是{'、'.join(grades)}之一；请改正。",
                    f"the grade “{grade}” of the rule “{rule.name}” is none of "
                    f"{', '.join(grades)}; correct it",
                )


def _fault_of(rule: ResultRule) -> Message | None:
    if rule.proposal not in list(Proposal):
        return Message(
            f"建议“{rule.proposal}”不是{'、'.join(Proposal)}之一",
            f"the proposal “{rule.proposal}” is none of {', '.join(Proposal)}",
        )
    if not rule.name.strip() or not rule.zh.strip() or not rule.en.strip():
        return Message("name、zh、en不得为空", "name, zh and en may not be empty")
    if not rule.source.strip():
        return Message("没有写明依据（source）", "its source is not stated")
    is_cut = rule.proposal == Proposal.CUT
    if is_cut and (rule.cut_percent is None) == (not rule.to_paid):
        return Message(
            "压减须写明cut_percent或者to_paid之一", "a cut states either cut_percent or to_paid"
        )
    if not is_cut and (rule.cut_percent is not None or rule.to_paid):
        return Message(
            "只有压减写cut_percent或者to_paid", "only a cut states cut_percent or to_paid"
        )
    if rule.cut_percent is not None and not NOTHING < rule.cut_percent <= _WHOLE:
        return Message(
            f"压减比例{plain(rule.cut_percent)}不在0至100之间",
            f"the cut, {plain(rule.cut_percent)}, does not lie between 0 and 100",
        )
    if rule.proposal == Proposal.MERGE and not rule.is_overlapping:
        return Message(
            "归并须以is_overlapping = true为条件", "a merger asks for is_overlapping = true"
        )
    return None


def _by_project(
    sheets: Sequence[ScoreSheet], budgets: Iterable[ProjectBudget]
) -> dict[str, ProjectBudget]:
    known: dict[str, ProjectBudget] = {}
    for sheet in sheets:
        title = sheet.evaluation.title
        if title in known:
            raise UnusableRequest(
                f"项目“{title}”有两份评分表；请只保留一份。",
                f"the project “{title}” has two score sheets; keep one",
            )
        known[title] = budget_of(sheet)
    given: set[str] = set()
    for budget in budgets:
        if budget.project not in known or budget.project in given:
            raise UnusableRequest(
                f"预算中的项目“{budget.project}”没有评分表，或者出现两次；请核对名称。",
                f"the project “{budget.project}” of the budget has no score sheet or stands twice; "
                "check the name",
            )
        for amount in (budget.before, budget.paid):
            if amount is not None and (not amount.is_finite() or amount < 0):
                raise UnusableRequest(
                    f"项目“{budget.project}”的金额{amount}不能小于0；请核对。",
                    f"the amount {amount} of “{budget.project}” may not be below 0; check it",
                )
        given.add(budget.project)
        known[budget.project] = budget
    return known


def _line(sheet: ScoreSheet, budget: ProjectBudget, rules: ResultRules, norms: Norms) -> ResultLine:
    rate = _rate(sheet, budget)
    rule = next((r for r in rules.rules if _applies(r, sheet, budget, rate)), None)
    # Rounded for the eye only; the rules compare the exact rate.
    shown = None if rate is None else rounded(rate, Decimal("0.01"))
    if rule is None:
        working = _no_rule(sheet)
        return ResultLine(
            budget.project,
            sheet.grade,
            sheet.total,
            shown,
            None,
            budget.before,
            None,
            None,
            None,
            None,
            working,
        )
    proposal = Proposal(rule.proposal)
    proposed, how = _amount(rule, budget, norms)
    moved = budget.before if proposal is Proposal.MERGE else None
    return ResultLine(
        budget.project,
        sheet.grade,
        sheet.total,
        shown,
        proposal,
        budget.before,
        proposed,
        moved,
        budget.merge_into if proposal is Proposal.MERGE else None,
        rule,
        _working(rule, sheet, budget, how),
    )


def _rate(sheet: ScoreSheet, budget: ProjectBudget) -> Decimal | None:
    """The execution rate in per cent: that of the sheet, else paid over before."""
    ratio = execution_rate(total_row(sheet.evaluation.funds))
    if ratio is not None:
        return ratio * 100
    if not budget.before or budget.paid is None:
        return None
    return budget.paid / budget.before * 100


def _applies(
    rule: ResultRule, sheet: ScoreSheet, budget: ProjectBudget, rate: Decimal | None
) -> bool:
    grade = sheet.grade.zh if sheet.grade is not None else None
    is_overlapping = budget.merge_into is not None
    return (
        (rule.grades is None or grade in rule.grades)
        and (rule.previous_grades is None or budget.previous_grade in rule.previous_grades)
        and _lies_within(sheet.total, rule.score_from, rule.score_below)
        and _lies_within(rate, rule.execution_from, rule.execution_below)
        and rule.is_finished in (None, budget.is_finished)
        and rule.is_overlapping in (None, is_overlapping)
    )


def _lies_within(number: Decimal | None, least: Decimal | None, below: Decimal | None) -> bool:
    if least is None and below is None:
        return True
    if number is None:
        return False
    return (least is None or number >= least) and (below is None or number < below)


def _amount(
    rule: ResultRule, budget: ProjectBudget, norms: Norms
) -> tuple[Decimal | None, Message]:
    """The amount proposed and how it is worked out."""
    before = budget.before
    if rule.proposal == Proposal.END:
        return NOTHING, Message("下年不再安排，0", "nothing next year, 0")
    if before is None:
        return None, Message(
            "原安排金额不详，不计建议金额", "the amount before is not known, so none is proposed"
        )
    if rule.proposal == Proposal.MERGE:
        told = f"{plain(before)}万元"
        return NOTHING, Message(
            f"{told}随项目并入“{budget.merge_into}”，本项目0",
            f"{plain(before)} go with it to “{budget.merge_into}”, 0 under its own name",
        )
    if rule.to_paid:
        if budget.paid is None:
            return None, Message(
                "执行数不详，不计建议金额", "what was paid is not known, so no amount is proposed"
            )
        amount = rounded(min(before, budget.paid), norms.result_amount_step)
        return amount, Message(
            f"按实际执行数{plain(budget.paid)}，不超过原安排{plain(before)}，建议{plain(amount)}万元",
            f"by what was paid, {plain(budget.paid)}, at most {plain(before)}: {plain(amount)}",
        )
    if rule.cut_percent is not None:
        share = plain(rule.cut_percent)
        amount = rounded(before * (_WHOLE - rule.cut_percent) / _WHOLE, norms.result_amount_step)
        return amount, Message(
            f"{plain(before)} × (100% − {share}%) ＝ {plain(amount)}万元",
            f"{plain(before)} × (100% − {share}%) = {plain(amount)}",
        )
    return before, Message(f"维持{plain(before)}万元", f"{plain(before)} as before")


def _working(rule: ResultRule, sheet: ScoreSheet, budget: ProjectBudget, how: Message) -> Message:
    facts_zh, facts_en = [], []
    if sheet.total is not None and sheet.grade is not None:
        facts_zh.append(f"得分{plain(sheet.total)}，等级{sheet.grade.zh}")
        facts_en.append(f"{plain(sheet.total)} points, {sheet.grade.en}")
    asks_rate = rule.execution_from is not None or rule.execution_below is not None
    rate = _rate(sheet, budget)
    if asks_rate and rate is not None:
        facts_zh.append(f"执行率{per_cent(rate, _WHOLE)}")
        facts_en.append(f"{per_cent(rate, _WHOLE)} spent")
    if rule.previous_grades is not None:
        facts_zh.append(f"上年等级{budget.previous_grade}")
        facts_en.append(f"last year's grade {budget.previous_grade}")
    proposal = Proposal(rule.proposal)
    known_zh = f"{'，'.join(facts_zh)}；" if facts_zh else ""
    known_en = f"{', '.join(facts_en)}; " if facts_en else ""
    return Message(
        f"{known_zh}适用规则“{rule.zh}”，建议{proposal.label()}：{how.zh}。",
        f"{known_en}rule “{rule.en}” applies, proposal: {proposal.value}; {how.en} (万元).",
    )


def _no_rule(sheet: ScoreSheet) -> Message:
    if sheet.total is None:
        return Message(
            f"评分表有分值{plain(sheet.open_weight)}未计分，没有总分和等级，不提建议。",
            f"A weight of {plain(sheet.open_weight)} has no points, so there is no total, no grade "
            "and no proposal.",
        )
    return Message("没有适用的规则，不提建议。", "No rule applies, so there is no proposal.")


def _check_mergers(lines: tuple[ResultLine, ...]) -> None:
    by_project = {line.project: line for line in lines}
    for line in lines:
        if line.merge_into is None:
            continue
        into = by_project.get(line.merge_into)
        if into is None or into.proposal in (Proposal.MERGE, Proposal.END):
            raise UnusableRequest(
                f"“{line.project}”要并入的“{line.merge_into}”不在台账中，或者本身建议归并、退出；请另定。",
                f"“{line.project}” is to be merged into “{line.merge_into}”, which is not in the "
                "ledger or is itself merged or ended; name another",
            )


def _ledger(fiscal_year: int, rules: ResultRules, lines: tuple[ResultLine, ...]) -> ResultsLedger:
    both = [
        (line.before, line.proposed + (line.moved or NOTHING))
        for line in lines
        if line.before is not None and line.proposed is not None
    ]
    before = sum((one for one, _ in both), NOTHING)
    proposed = sum((other for _, other in both), NOTHING)
    open_lines = len(lines) - len(both)
    open_zh = f"；另有{open_lines}个项目没有建议或者金额，未计入" if open_lines else ""
    open_en = (
        f"; projects without a proposal or an amount, not counted: {open_lines}"
        if open_lines
        else ""
    )
    working = Message(
        f"{len(both)}个项目原安排{plain(before)}万元，建议{plain(proposed)}万元，"
        f"减少{plain(before - proposed)}万元{open_zh}。",
        f"{len(both)} projects: {plain(before)} before, {plain(proposed)} proposed, "
        f"{plain(before - proposed)} less (万元){open_en}.",
    )
    return ResultsLedger(fiscal_year, rules, lines, before, proposed, open_lines, working)


def _check_decision(decision: ResultDecision) -> None:
    if not decision.reason.strip() or not decision.role.strip():
        raise UnusableRequest(
            f"对“{decision.project}”的决定没有写明理由或者决定人；请补充。",
            f"the decision on “{decision.project}” lacks its reason or who decided; state both",
        )
    try:
        date.fromisoformat(decision.date)
    except ValueError:
        raise UnusableRequest(
            f"对“{decision.project}”的决定日期“{decision.date}”不是年-月-日；请改正。",
            f"the date “{decision.date}” of the decision on “{decision.project}” is no "
            "year-month-day; correct it",
        ) from None
    amount = decision.amount
    if amount is not None and (not amount.is_finite() or amount < 0):
        raise UnusableRequest(
            f"对“{decision.project}”决定的金额{amount}不能小于0；请改正。",
            f"the amount {amount} decided for “{decision.project}” may not be below 0; correct it",
        )


def _twice(project: str) -> UnusableRequest:
    return UnusableRequest(
        f"项目“{project}”有两个决定；已有的决定不改，请只保留一个。",
        f"the project “{project}” is decided twice; a decision is not changed, keep one",
    )


def _beside(line: ResultLine, decision: ResultDecision) -> ResultLine:
    return ResultLine(
        line.project,
        line.grade,
        line.score,
        line.execution_rate,
        line.proposal,
        line.before,
        line.proposed,
        line.moved,
        line.merge_into,
        line.rule,
        line.working,
        decision,
    )
