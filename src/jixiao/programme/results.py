"""What follows from a programme's scores (结果应用): next year's proposals, on-site checks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jixiao.model.exceptions import UnreadableFile, told_by_system
from jixiao.model.frozen import Frozen
from jixiao.model.inspection import SamplingPlan
from jixiao.model.results_ledger import ResultsLedger
from jixiao.programme.evaluation import score_programme
from jixiao.programme.folder import read_programme
from jixiao.regulations.parameter import norms_for
from jixiao.rules.check import check
from jixiao.scoring.sampling import plan, unit_of
from jixiao.scoring.use_of_results import budget_of, propose, read_rules


class Results(Frozen):
    """The ledger of proposals for the next year, and the plan of visits where one was asked for."""

    ledger: ResultsLedger
    plan: SamplingPlan | None


def results_of_folder(
    folder: Path, rules: Path | None = None, wanted: int | None = None, seed: str = "1"
) -> Results:
    """The proposals by ``rules`` (the default ones without), and a plan of ``wanted`` visits.

    The risk of a project counts the findings on its target. Raises ``UserError`` for rules that
    cannot be read or do not hold together.
    """
    programme = read_programme(folder)
    norms = norms_for(programme.fiscal_year, programme.place)
    own = read_rules(_text(rules)) if rules is not None else None
    sheets = score_programme(programme)
    budgets = [budget_of(sheet) for sheet in sheets]
    ledger = propose(sheets, budgets, programme.fiscal_year + 1, norms, own)
    if wanted is None:
        return Results(ledger, None)
    report = check(programme.disclosure, norms)
    found = Counter(
        finding.target.title for finding in report.findings if finding.target is not None
    )
    units = [unit_of(sheet, found[sheet.evaluation.title], norms) for sheet in sheets]
    return Results(ledger, plan(units, wanted, seed, norms))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        zh, en = told_by_system(error)
        raise UnreadableFile(
            f"读不了规则文件“{path}”：{zh}。", f"cannot read the rules “{path}”: {en}"
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"规则文件“{path}”不是UTF-8编码。请另存为UTF-8。",
            f"the rules “{path}” are not in UTF-8; save them so",
        ) from error
