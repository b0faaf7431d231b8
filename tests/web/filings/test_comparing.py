"""Two contents beside each other."""

from conftest import good_draft
from jixiao.web.filings.comparing import changes, pieces_of


def test_a_number_is_never_cut_in_two() -> None:
    pieces = pieces_of("≥2500个", "≥2600个")

    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "≥"),
        ("gone", "2500"),
        ("new", "2600"),
        ("same", "个"),
    ]


def test_a_row_put_in_on_top_is_one_change() -> None:
    old, new = good_draft(), good_draft()
    new["indicators"].insert(0, dict(new["indicators"][0], name="接通率", value="≥95%"))

    told = changes(old, new)

    assert [(change.kind, change.zh) for change in told] == [("added", "第1行 新增一行")]


def test_a_changed_value_is_told_at_its_cell() -> None:
    old, new = good_draft(), good_draft()
    new["indicators"][3]["value"] = "≤90万元"
    del new["indicators"][5]

    told = changes(old, new)

    assert [(change.kind, change.cell) for change in told] == [
        ("changed", "indicators.3.value"),
        ("removed", "indicators.5.name"),
    ]
    assert told[0].zh == "第4行 指标值（热线服务成本）"


def test_nothing_differs_from_itself() -> None:
    assert changes(good_draft(), good_draft()) == []
