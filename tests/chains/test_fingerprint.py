"""Copying inside a set: tables copied whole, names nearly alike, rows that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jixiao.model.fingerprint import Counts, Table, alike_names, fingerprint, is_stock, tables_of
from jixiao.model.indicator import Indicator
from jixiao.model.project import Funding
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Category, Kind
from jixiao.pipeline import read
from jixiao.readers.value_grammar import read_value
from tests.paths import SEED_TEXT


def row(name: str, value: str) -> Indicator:
    return Indicator(
        Category.OUTPUT, Kind.QUANTITY, "产出指标", "数量指标", name, read_value(value)
    )


def table(title: str, *rows: tuple[str, str]) -> Table:
    target = PerformanceTarget(
        None, 2024, title, None, None, None, None, None, None,
        Funding(None, None, None, None), None, tuple(row(*r) for r in rows),
    )  # fmt: skip
    return Table(f"{title}.docx", target)


OWN = [("办结案件数", "≥120件"), ("法治宣传场次", "≥10场"), ("卷宗扫描页数", "≥9000页")]
ROWS = [*OWN, ("案件合格率", "≥95%"), ("办结时限", "6月底前")]


def test_a_table_copied_whole_is_found_whatever_its_project_is_called() -> None:
    tables = [table("甲", *ROWS), table("乙", *reversed(ROWS)), table("丙", ("河道保洁", "30公里"))]

    found = fingerprint(lambda: tables)

    assert found.copied_count == 1
    assert found.copied[0].label.startswith("“甲.docx”")
    assert [str(c.share) for c in found.copied[0].copies] == ["1.00"]


def test_a_table_of_which_half_differs_is_no_copy() -> None:
    others = [("河道保洁", "30公里"), ("清淤量", "900方"), ("树木栽种", "80株")]

    found = fingerprint(lambda: [table("甲", *ROWS), table("乙", *OWN, *others)])

    assert not found.copied


def test_names_that_differ_by_a_word_are_put_together() -> None:
    counted = [("推动绿色发展", 7), ("推进绿色发展", 2), ("一类案件办结", 3), ("二类案件办结", 3)]

    found = alike_names(counted)

    assert [alike.names for alike in found] == [(("推动绿色发展", 7), ("推进绿色发展", 2))]


@pytest.mark.parametrize(
    ("name", "value", "is_generic"),
    [
        ("经费支出合规性", "合规", True),
        ("推动经济发展", "明显", True),
        ("委托业务报告合格率", "合格", False),
        ("经费支出合规性", "无违规支出的笔数为0", False),
        ("支出进度", "≥95%", False),
    ],
)
def test_a_row_is_generic_when_nothing_of_its_name_is_its_own(
    name: str, value: str, is_generic: bool
) -> None:
    assert is_stock(row(name, value)) is is_generic


def test_a_worded_row_that_stands_in_many_tables_is_generic() -> None:
    tables = [
        table(str(n), ("基建市场公平", "效果明显"), (f"第{n}段河道", "清淤")) for n in range(6)
    ]

    found = fingerprint(lambda: tables)

    assert [(r.name, r.times, r.is_stock) for r in found.generic_rows] == [
        ("基建市场公平", 6, False)
    ]
    assert str(found.generic_share) == "0.50"


def test_the_seed_is_told_with_its_generic_rows() -> None:
    seed = read(SEED_TEXT)

    found = fingerprint(lambda: tables_of([seed]))

    assert found.tables == 10
    assert (found.alike_names[0].names) == (("推动绿色发展", 7), ("推进绿色发展", 2))
    assert "经费支出合规性" in {r.name for r in found.generic_rows}
    assert not found.copied


def test_counts_stay_bounded_and_the_frequent_stays() -> None:
    counts: Counts[str] = Counts(10)
    for number in range(1000):
        counts.add("常见")
        counts.add(f"少见{number}")

    assert len(counts.counts) <= 10
    assert counts.most_common()[0][0] == "常见"
    assert not counts.is_whole


def many(count: int) -> Iterator[Table]:
    for n in range(count):
        rows = [(f"{n % 977}号{name}", value) for name, value in ROWS]
        yield table(f"项目{n}", *rows, ("经费支出合规性", "合规"))


def test_the_same_set_gives_the_same_result_and_time_grows_no_faster_than_it() -> None:
    one = fingerprint(lambda: many(2000))

    assert one == fingerprint(lambda: many(2000))
    assert one.copied_count == 2000 - 977


@pytest.mark.long
def test_a_hundred_thousand_tables_take_bounded_memory() -> None:
    import tracemalloc

    tracemalloc.start()
    found = fingerprint(lambda: many(100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found.tables == 100_000
    assert peak < 200 * 1024 * 1024
