"""Tiers proposed from evidence beside what a person decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.model.exceptions import UnusableRequest
from jixiao.programme.folder import read_programme
from jixiao.programme.measuring import engine_for
from jixiao.programme.proposals import Proposal, proposals
from tests.measures.small import SCHEMAS
from tests.programme.folder import GAZETTE, made_programme

QUERY = (
    "SELECT CASE WHEN count(*) > {least} THEN '优' ELSE '差' END AS tier, concat(count(*)) AS basis"
)
RUBRIC = """project = "{project}"
[[rubric]]
indicator = "内容质量"
level2 = "质量指标"
proposal = '''
{query}
'''
[rubric.tiers]
"优" = "全部无差错"
"良" = "差错少"
"中" = "差错较多"
"差" = "没有记录"
"""


def proposed(root: Path, query: str, tier: str = "") -> list[Proposal]:
    folder = made_programme(root)
    (folder / "rubrics").mkdir()
    text = RUBRIC.format(project=GAZETTE, query=query)
    (folder / "rubrics/01.toml").write_text(text, encoding="utf-8")
    if tier:
        (folder / "decisions").mkdir()
        (folder / "decisions/tiers.csv").write_text(
            "project,indicator,level2,tier,role,date,reason\n"
            f"{GAZETTE},内容质量,质量指标,{tier},单位负责人,2025-01-10,核对清样\n",
            encoding="utf-8",
        )
    programme = read_programme(folder, SCHEMAS)
    with engine_for(programme) as engine:
        return list(proposals(programme, engine))


def query(least: int) -> str:
    return f"-- registers: payments\n{QUERY.format(least=least)} FROM payments"


def test_the_evidence_proposes_a_tier_and_tells_its_basis(tmp_path: Path) -> None:
    (found,) = proposed(tmp_path, query(1))

    assert (found.tier, found.basis, found.demand) == ("优", "2", "全部无差错")
    assert found.decision is None
    assert not found.differs


def test_a_decision_that_differs_is_shown_and_stands(tmp_path: Path) -> None:
    (found,) = proposed(tmp_path, query(5), "优")

    assert found.tier == "差"
    assert found.decision is not None
    assert found.decision.tier == "优"
    assert found.differs


def test_no_row_to_tell_from_proposes_nothing(tmp_path: Path) -> None:
    (found,) = proposed(
        tmp_path, "-- registers: payments\nSELECT NULL AS tier FROM payments LIMIT 1"
    )

    assert found.tier is None
    assert found.missing is not None


@pytest.mark.parametrize(
    "wrong",
    [
        "SELECT '优' AS tier FROM payments",
        "-- registers: payments\nSELECT '一般' AS tier FROM payments LIMIT 1",
        "-- registers: payments\nSELECT '优' AS tier FROM payments",
        "-- registers: payments\nSELECT '优' AS tier FROM read_csv('/etc/passwd')",
    ],
)
def test_a_query_that_does_not_answer_is_refused_with_a_sentence(
    tmp_path: Path, wrong: str
) -> None:
    with pytest.raises(UnusableRequest, match="内容质量"):
        proposed(tmp_path, wrong)
