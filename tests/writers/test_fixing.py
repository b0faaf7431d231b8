"""Rewriting: certain things only, never a number; the record is the same but for what is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model.disclosure import Disclosure, Source
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.indicator import Indicator
from jixiao.model.terms import Category, Kind
from jixiao.pipeline import check
from jixiao.readers.formats import markdown
from jixiao.readers.forms.publication import read_publication
from jixiao.readers.read import read_bytes
from jixiao.readers.value_grammar import read_value
from jixiao.rules.rewriting import direction, numbers, rewritings
from jixiao.writers.fixes_text import fixes_json, fixes_text
from jixiao.writers.fixing import fixed, proposals
from jixiao.writers.form import write_form
from jixiao.writers.record_json import disclosure_json
from tests.paths import PROJECT

ENDINGS = (".docx", ".xlsx", ".html", ".txt", ".json")
VALUES = (
    *("≥ 95 %", ">=９５％", "90百分比", "1百分比", "12期", "≤ 3 天", "２４小时", "显著"),
    *("2025年12月底前", "100%", "不低于90%", "3-5个", "约200人", "", "≥95%", "<=5%"),
)
NAMES = ("服务满意度（不低于）", "培训人数不少于", "差错率（≤5%）", "编印期数", "成本不超过")
OBJECTIVES = (
    "按照《甲乙办法》（皖政办秘【2015】212 号）要求，，做好１２项工作 。",
    "完成巡查１２次；；按月报告。。",
    "每月按时完成。。。后续另定",
    "完成全年任务，按时报告。",
)


def document(
    values: list[tuple[str, str]], objective: str = OBJECTIVES[0], name: str = "内部刊物编印"
) -> Disclosure:
    rows = "".join(f"| 产出指标 | 数量指标 | {n} | {v} |\n" for n, v in values)
    text = (
        f"| 项目名称 | {name} |\n| --- | --- |\n| 年度资金总额（万元） | 18 |\n"
        f"| 年度目标 | {objective} |\n\n"
        f"| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| --- | --- | --- | --- |\n{rows}"
    )
    return read_publication(markdown.parse(text.encode()), Source("甲.md", "", "markdown"))


def written(disclosure: Disclosure, folder: Path, ending: str) -> bytes:
    path = folder / f"甲{ending}"
    write_form(disclosure, path)
    return path.read_bytes()


def row(name: str, value: str, standard: str | None = None) -> Indicator:
    return Indicator(
        Category.OUTPUT, Kind.QUANTITY, "产出", "数量", name, read_value(value), None, standard
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_format_is_rewritten_in_its_own_file(ending: str, tmp_path: Path) -> None:
    data = written(document([("满意度（不低于）", "95%"), ("期数", "≥ 12期")]), tmp_path, ending)

    done = fixed(data, f"甲{ending}")

    target = read_bytes(done.data, f"甲{ending}").targets[0]
    assert [i.value.text for i in target.indicators] == ["≥95%", "≥12期"]
    assert target.annual_objective == (
        "按照《甲乙办法》（皖政办秘〔2015〕212号）要求，做好12项工作。"
    )
    assert not done.left


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), min_size=1, max_size=5),
    st.sampled_from(OBJECTIVES),
    st.sampled_from(ENDINGS),
)
def test_the_record_is_the_same_but_for_the_cells_listed(
    tmp_path_factory: pytest.TempPathFactory,
    values: list[tuple[str, str]],
    objective: str,
    ending: str,
) -> None:
    data = written(document(values, objective), tmp_path_factory.mktemp("fix"), ending)
    before = read_bytes(data, f"甲{ending}")

    done = fixed(data, f"甲{ending}")

    after = read_bytes(done.data, f"甲{ending}")
    expected, got = disclosure_json(before), disclosure_json(after)
    for change in done.made:
        assert numbers(change.before) == numbers(change.after)
        *above, last = change.path
        for record in (expected, got):
            holder = record
            for key in above:
                holder = holder[key]
            value = holder.pop(last)
            holder.get("originals", {}).pop(last, None)
            if last == "value":
                record.setdefault("numbers", []).append((value["number"], value["unit"]))
    for record in (expected, got):
        del record["source"]
    assert expected == got
    assert fixed(done.data, f"甲{ending}").made == ()


def test_a_file_with_nothing_to_rewrite_stays_byte_for_byte(tmp_path: Path) -> None:
    data = written(document([("编印期数", "≥12期")], OBJECTIVES[3]), tmp_path, ".docx")

    done = fixed(data, "甲.docx")

    assert done.data == data


def test_the_example_is_rewritten_alike_in_both_its_formats() -> None:
    folder = PROJECT / "examples/huainan-2024"
    made = []
    for name in ("huainan-2024.docx", "huainan-2024.txt"):
        done = fixed((folder / name).read_bytes(), name)
        made.append([(change.path, change.rules) for change in done.made])

    assert made[0] == made[1]
    assert len(made[0]) == 3


@pytest.mark.parametrize("codec", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_text_keeps_its_encoding(codec: str, tmp_path: Path) -> None:
    text = written(document([("满意度（不低于）", "95%")]), tmp_path, ".txt").decode()

    done = fixed(text.encode(codec), "甲.txt")

    assert "≥95%" in done.data.decode(codec)


@pytest.mark.parametrize(
    ("name", "value", "standard", "sign"),
    [
        ("满意度（不低于）", "95%", None, "≥"),
        ("培训人数不少于", "12人", None, "≥"),
        ("成本不超过", "12万元", None, "≤"),
        ("编印期数", "12期", "≥12期得满分", "≥"),
        ("合格率", "95%", "达到95%以上得满分", "≥"),
        ("响应时间", "24小时", "24小时以内得满分", "≤"),
        ("编印期数", "12期", "≥10期得满分", None),
        ("编印期数", "12期", "112期以上得满分", None),
        ("编印期数", "12期", "≥12期得满分，≤12期不得分", None),
        ("编印期数", "12期", None, None),
        ("不低于上年的比例", "95%", None, None),
        ("满意度（不低于）", "≥95%", None, None),
        ("满意度（不低于）", "约95%", None, None),
        ("满意度（不低于）", "90%-95%", None, None),
        ("满意度（不低于）", "100%", None, None),
        ("完成时间不超过", "2025年12月底前", None, None),
        ("服务（不低于）", "显著", None, None),
    ],
)
def test_a_comparator_is_told_by_the_row_or_not_at_all(
    name: str, value: str, standard: str | None, sign: str | None
) -> None:
    assert direction(row(name, value, standard)) == sign


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("90百分比", "90%"),
        ("1百分比", None),
        ("≥ 95 %", "≥95%"),
        ("≥９５．５％", "≥95.5%"),
        (">=95%", "≥95%"),
        ("3 5", None),
        ("优 秀", None),
    ],
)
def test_a_value_is_rewritten_where_it_is_certain(value: str, after: str | None) -> None:
    found = list(rewritings(document([("合格率", value)], OBJECTIVES[3]), lambda _, text: text))

    assert [change.after for change in found] == ([] if after is None else [after])


def test_an_ellipsis_is_no_doubled_mark() -> None:
    found = list(rewritings(document([], OBJECTIVES[2]), lambda _, text: text))

    assert not found


def test_what_is_not_certain_is_proposed(tmp_path: Path) -> None:
    data = written(document([("编印期数", "12期")]), tmp_path, ".docx")
    report = check(read_bytes(data, "甲.docx"))

    done = fixed(data, "甲.docx")

    codes = {finding.rule.code for finding in proposals(report, done.made)}
    assert "VAL07" in codes
    assert "DOC03" not in codes


def test_a_secret_is_masked_before_and_after(tmp_path: Path) -> None:
    objective = "联系人张三，身份证３４０１０１１９９００１０１１２３Ｘ，，电话13912345678。"
    data = written(document([("编印期数", "≥ 12期")], objective), tmp_path, ".docx")
    report = check(read_bytes(data, "甲.docx"))
    done = fixed(data, "甲.docx")

    texts = [fixes_json(report, done, []), fixes_text(report, done, [], "zh")]

    assert done.made
    assert not any("13912345678" in text for text in texts)
    assert not any("19900101" in text for text in texts)


def test_a_format_that_is_not_written_back_is_refused() -> None:
    data = (PROJECT / "tests/carriers/example.xls").read_bytes()

    with pytest.raises(UnusableRequest, match="cannot be rewritten"):
        fixed(data, "example.xls")
