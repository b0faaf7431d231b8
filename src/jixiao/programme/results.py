"""What follows from a programme's scores (结果应用): next year's proposals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jixiao.model.exceptions import UnreadableFile, told_by_system
from jixiao.model.results_ledger import ResultsLedger
from jixiao.programme.evaluation import score_programme
from jixiao.programme.folder import read_programme
from jixiao.regulations.parameter import norms_for
from jixiao.scoring.use_of_results import budget_of, propose, read_rules


def results_of_folder(folder: Path, rules: Path | None = None) -> ResultsLedger:
    """The proposals by ``rules``, the default ones without.

    Raises ``UserError`` for rules that cannot be read or do not hold together.
    """
    programme = read_programme(folder)
    norms = norms_for(programme.fiscal_year, programme.place)
    own = read_rules(_text(rules)) if rules is not None else None
    sheets = score_programme(programme)
    over = {
        target.title
        for target in programme.disclosure.targets
        if target.is_over_by(programme.fiscal_year)
    }
    budgets = [
        replace(budget_of(sheet), is_finished=sheet.evaluation.title in over) for sheet in sheets
    ]
    return propose(sheets, budgets, programme.fiscal_year + 1, norms, own)


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
