"""Web pages: tables and paragraphs as a browser shows them."""

from __future__ import annotations

import base64

import pytest

from jixiao.readers.formats import html
from jixiao.readers.grid import Grid, Layout, Paragraph
from jixiao.readers.read import format_of, read_bytes
from tests.readers.example_form import TITLE, as_html, cells_of, expected
from tests.readers.hostile import BOTH, cheaply, mutated, refused, seeds, survives
from tests.readers.workbook_parts import texts


def page(body: str) -> Layout:
    return html.parse(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def grid(body: str) -> list[list[str]]:
    """The texts of the only table of a page."""
    (found,) = page(body).grids
    return texts(found)


def blocks(layout: Layout) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else texts(b) for b in layout.blocks]


def test_the_example_form_comes_out_as_it_was_written() -> None:
    layout = html.parse(as_html().encode())

    title, form = layout.blocks
    assert isinstance(title, Paragraph)
    assert title.text == TITLE
    assert isinstance(form, Grid)
    assert cells_of(form) == expected()


def test_a_page_becomes_a_record_under_any_ending() -> None:
    for name in ("公开.html", "公开.xls", "公开.doc", "公开"):
        disclosure = read_bytes(as_html().encode(), name)

        assert disclosure.source is not None
        assert disclosure.source.format == "html"
        assert [t.project_name for t in disclosure.targets] == ["高标准农田管护"]
        assert [i.value.text for i in disclosure.targets[0].indicators] == [
            "32000",
            "95%",
            "2025年11月",
            "≥4500户",
            "≥90%",
        ]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", ""),
        ("utf-8", "gb2312"),
        ("gb18030", "gb2312"),
        ("gb18030", ""),
        ("gb18030", "utf-8"),
        ("utf-16", ""),
        ("utf-16-le", ""),
    ],
)
def test_the_encoding_is_found_whatever_the_page_says(encoding: str, meta: str) -> None:
    text = as_html().replace("<meta charset='utf-8'>", f"<meta charset='{meta}'>" if meta else "")

    data = text.encode(encoding)

    assert format_of(data, "页.xls") == "html"
    assert cells_of(html.parse(data).grids[0]) == expected()


def test_big5_is_told_from_gb18030() -> None:
    text = "<table><tr><td>項目支出績效目標表</td><td>預算金額：單位萬元</td></tr></table>"

    layout = html.parse(text.encode("big5"))

    assert blocks(layout) == [[["項目支出績效目標表", "預算金額：單位萬元"]]]


def test_blanks_collapse_as_in_a_browser_and_breaks_stay() -> None:
    body = (
        "<table><tr><td>  一\n  二&nbsp;三　四<br>五 <br/> 六</td><td><p>甲</p>\n<p>乙</p></td>"
        "<td>a&lt;b&amp;&#20057;</td><td><pre>x  y\nz</pre></td><td><div>丙</div>丁</td></tr>"
        "</table>"
    )

    assert grid(body) == [["一 二\xa0三　四\n五\n六", "甲\n乙", "a<b&乙", "x  y\nz", "丙\n丁"]]


def test_end_tags_may_be_missing() -> None:
    body = "<table><tr><td>一<td>二<tr><th>三<td>四<tbody><tr><td>五<td>六</table>后"

    layout = page(body)

    assert blocks(layout) == [[["一", "二"], ["三", "四"], ["五", "六"]], "后"]


def test_paragraphs_and_headings_keep_their_order_and_chrome_is_let_be() -> None:
    layout = page(
        "<nav><ul><li>首页<li>政务公开</ul></nav><h2>标题</h2><p>说明<br>第二行</p>"
        "<table><tr><td>一</td></tr></table><div>附注 <b>粗</b></div>"
    )

    assert blocks(layout) == ["首页", "政务公开", "标题", "说明\n第二行", [["一"]], "附注 粗"]


def test_what_a_browser_does_not_show_is_left_out() -> None:
    layout = page(
        "<script>var a='<td>坏</td>'</script><style>td{}</style><!-- <p>注释</p> -->"
        "<title>题</title>"
        "<p style='display: none'>藏<p>见</p><p hidden>藏</p><template><p>藏</p></template>"
        "<div style='DISPLAY:NONE'><div>藏</div>藏</div><span style='visibility:hidden'>藏</span>"
        "<noscript>藏</noscript><input type='hidden' value='藏'>"
        "<table><tr style='display:none'><td>藏</td></tr><tr><td>一</td>"
        "<td style='display:none'>藏</td><td>二<span style='mso-hide:all'>藏</span></td></tr>"
        "</table><table style='display:none'><tr><td>藏<table><tr><td>藏</td></tr></table>"
        "</td></tr></table>"
    )

    assert blocks(layout) == ["见", [["一", "二"]]]


def test_a_hidden_element_without_an_end_ends_with_its_cell() -> None:
    body = "<table><tr><td>一<span style='display:none'>藏</td><td>二</td></tr></table>"

    assert grid(body) == [["一", "二"]]


def test_fields_of_a_form_show_their_values() -> None:
    body = (
        "<table><tr><td><input value='96'></td><td><input type=checkbox checked>是"
        "<input type=radio>否</td><td><select><option>一<option selected>二</select></td>"
        "<td><textarea>多\n行</textarea></td></tr></table>"
    )

    assert grid(body) == [["96", "☑是□否", "二", "多\n行"]]


def test_spans_are_laid_out_as_a_browser_does() -> None:
    layout = page(
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
        "<tr><td colspan=3 rowspan=0>戊</td></tr><tr></tr></table>"
    )

    assert cells_of(layout.grids[0]) == [
        [("甲", 1, 1, 2, 1), ("乙", 1, 2, 1, 2)],
        [("甲", 1, 1, 2, 1), ("丙", 2, 2, 1, 1), ("丁", 2, 3, 1, 1)],
        [("戊", 3, 1, 1, 3)],
    ]


def test_a_span_ends_with_its_group_of_rows_and_a_title_is_as_wide_as_the_table() -> None:
    layout = page(
        "<table><thead><tr><td rowspan=9>头</td><td colspan=100>题</td></tr></thead>"
        "<tbody><tr><td>一</td><td>二</td></tr></tbody></table>"
    )

    assert cells_of(layout.grids[0]) == [
        [("头", 1, 1, 1, 1), ("题", 1, 2, 1, 1)],
        [("一", 2, 1, 1, 1), ("二", 2, 2, 1, 1)],
    ]


def test_short_rows_are_filled_and_a_wide_cell_stops_before_one_from_above() -> None:
    layout = page(
        "<table><tr><td>一</td><td>二</td><td rowspan=2>三</td><td>四</td></tr>"
        "<tr><td colspan=4>五</td></tr><tr><td>六</td></tr></table>"
    )

    assert [[(t, c, s) for t, _, c, _, s in row] for row in cells_of(layout.grids[0])] == [
        [("一", 1, 1), ("二", 2, 1), ("三", 3, 1), ("四", 4, 1)],
        [("五", 1, 2), ("三", 3, 1), ("", 4, 1)],
        [("六", 1, 1), ("", 2, 1), ("", 3, 1), ("", 4, 1)],
    ]


def test_a_table_that_arranges_others_gives_its_texts_as_paragraphs() -> None:
    layout = page(
        "<table><tr><td>页头</td></tr><tr><td>公开表<table><tr><td>项目名称</td><td>甲</td></tr>"
        "</table>附注</td></tr></table>"
    )

    assert blocks(layout) == ["页头", "公开表", [["项目名称", "甲"]], "附注"]
    assert [g.number for g in layout.grids] == [1]


def test_a_table_in_a_cell_of_a_form_follows_the_form() -> None:
    layout = page(
        "<table><tr><td>项目名称</td><td>甲</td></tr><tr><td>明细</td><td>见下"
        "<table><tr><td>内一</td><td>内二</td></tr></table></td></tr></table>"
    )

    assert blocks(layout) == [[["项目名称", "甲"], ["明细", "见下"]], [["内一", "内二"]]]
    assert [g.number for g in layout.grids] == [1, 2]


def test_what_word_and_excel_put_into_pages_is_passed_over() -> None:
    layout = page(
        "<!--[if gte mso 9]><xml><x:Name>Sheet1</x:Name></xml><![endif]--><table>"
        "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td></tr>"
        '<![endif]><tr><td class=xl65 x:num="0.95">95%<o:p></o:p></td></tr></table>'
    )

    assert blocks(layout) == [[["95%"]]]


def test_a_web_archive_is_read_like_its_page() -> None:
    body = base64.encodebytes(as_html().encode("gb18030"))
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + body
        + b"\r\n--b--\r\n"
    )

    assert format_of(data, "公开.doc") == "html"
    assert cells_of(html.parse(data).grids[0]) == expected()


def test_stray_signs_are_text() -> None:
    assert blocks(page("<p>5 < 6 <7> & 8 <<b>粗</b>")) == ["5 < 6 <7> & 8 <粗"]


MANY = 30_000


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * MANY + "<p></p>" * MANY,
        "<!--" * MANY,
        '<a ="' * MANY,
        '<a ="' * MANY + '>"',
        "<" * MANY * 5,
        "<select>" * MANY,
        "<textarea>" * MANY,
        "<p" + " " * MANY * 5 + ">x",
        "<p " + "= " * MANY * 5 + ">x",
        "<p a" * MANY + ">",
        "&amp;" * MANY,
        "<div style='display:none'>" * MANY,
        "<table><tr><td>x" + "<p>" * MANY + "y",
        "<table><tr>" + "<td rowspan=1000000 colspan=1000000>x" * 100 + "<tr><td>y" * 500,
        "<table>" + "<tr><td colspan=1000000>x" * 20_000,
    ],
)
def test_a_page_that_means_harm_costs_little(body: str) -> None:
    cheaply(html.parse, body.encode())


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr>" + "<td rowspan=65534>x" * 1_000 + "<tr><td>y" * 5_000,
        "<table>" + ("<tr>" + "<td colspan=1000>x" * 100) * 50,
        "<table><tr><td>" * 10_000,
    ],
    ids=["down", "across", "depth"],
)
def test_a_table_that_would_not_fit_in_memory_is_refused(body: str) -> None:
    refused(html.parse, body.encode())


@BOTH
def test_no_damage_ends_in_anything_but_a_sentence(long: bool) -> None:
    whole = as_html().encode()
    other = b"<table><tr><td rowspan=0 colspan=99999><!-- <style></td></table><select><p hidden>"

    survives(html.parse, [mutated(whole, other, seed) for seed in seeds(long)])
