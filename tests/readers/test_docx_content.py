"""What a Word document says: text, tables, merges, and what is not on paper."""

from __future__ import annotations

import pytest

from jixiao.readers.formats import docx
from jixiao.readers.formats.docx_scan import scan
from jixiao.readers.grid import Layout, Paragraph
from tests.readers.word_like import WORD, package
from tests.readers.word_xml import (
    NAMESPACES,
    cell,
    document,
    paragraph,
    read,
    row,
    run,
    scanned,
    shape,
    table,
    texts,
)


def paragraphs(layout: Layout) -> list[str]:
    return [block.text for block in layout.blocks if isinstance(block, Paragraph)]


def test_paragraphs_and_tables_come_in_order() -> None:
    body = paragraph(run("前")) + table(row(cell("表"))) + paragraph(run("后"))

    layout = read(body)

    assert [type(b).__name__ for b in layout.blocks] == ["Paragraph", "Grid", "Paragraph"]
    assert paragraphs(layout) == ["前", "后"]
    assert layout.format == "docx"


def test_blank_paragraphs_outside_tables_are_left_out() -> None:
    body = paragraph() + paragraph(run("　 ")) + "<w:p/>" + paragraph(run("注"))

    layout = read(body)

    assert paragraphs(layout) == ["注"]


def test_the_paragraphs_of_a_cell_are_joined_by_line_feeds() -> None:
    inside = paragraph(run("项目资金")) + "<w:p w:rsidR='00A'/>" + paragraph(run("（万元）"))

    layout = read(table(row(cell(inside))))

    assert texts(layout) == [["项目资金\n\n（万元）"]]


def test_runs_are_joined_without_a_gap() -> None:
    body = table(row(cell(paragraph(run("≥") + "<w:bookmarkStart w:id='0'/>" + run("95%")))))

    layout = read(body)

    assert texts(layout) == [["≥95%"]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<w:tab/>", "甲\t乙"),
        ("<w:tab />", "甲\t乙"),
        ("<w:br/>", "甲\n乙"),
        ('<w:br w:type="page"/>', "甲\n乙"),
        ("<w:cr/>", "甲\n乙"),
        ("<w:noBreakHyphen/>", "甲-乙"),
        ("<w:softHyphen/>", "甲乙"),
        ("<w:lastRenderedPageBreak/>", "甲乙"),
        ('<w:ptab w:relativeTo="margin" w:alignment="center" w:leader="none"/>', "甲\t乙"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "甲≥乙"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "甲☑乙"),
        ('<w:sym w:font="Wingdings 2" w:char="00A3"/>', "甲□乙"),
        ('<w:footnoteReference w:id="2"/>', "甲乙"),
        ('<w:commentReference w:id="2"/>', "甲乙"),
    ],
)
def test_what_stands_between_texts_in_a_run(content: str, expected: str) -> None:
    body = table(row(cell(paragraph(f"<w:r><w:t>甲</w:t>{content}<w:t>乙</w:t></w:r>"))))

    layout = read(body)

    assert texts(layout) == [[expected]]


def test_a_tab_stop_is_no_tab() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'

    layout = read(table(row(cell(paragraph(stops + run("甲"))))))

    assert texts(layout) == [["甲"]]


def test_a_symbol_without_a_letter_is_marked_and_told() -> None:
    body = paragraph('<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>' + run("甲"))

    layout = read(body)

    assert paragraphs(layout) == ["\N{REPLACEMENT CHARACTER}甲"]
    assert ["符号字体" in notice.zh for notice in layout.notices] == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&lt;5% &amp; &gt;3", "<5% & >3"),
        ("&#8805;90%", "≥90%"),
        ("&#x2265;90%", "≥90%"),
        ("A&quot;B&apos;C", "A\"B'C"),
        ("甲\n乙", "甲 乙"),
        ("甲\r\n乙", "甲 乙"),
        ("甲&#10;乙&#9;丙", "甲 乙 丙"),
        (" 两端有空格 ", " 两端有空格 "),
    ],
)
def test_characters_are_read_as_xml_means_them(text: str, expected: str) -> None:
    layout = read(table(row(cell(run(text).join(("<w:p>", "</w:p>"))))))

    assert texts(layout) == [[expected]]


def test_outer_spaces_count_only_when_they_are_to_be_preserved() -> None:
    body = paragraph("<w:r><w:t>  甲 </w:t></w:r>" + run(" 乙"))

    layout = read(body)

    assert paragraphs(layout) == ["甲 乙"]


def test_a_cell_merged_downwards_is_one_cell_in_each_row() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("产出指标", begins), cell("数量")),
        row(cell("", goes_on), cell("质量")),
        row(cell("", '<w:vMerge w:val="continue"/>'), cell("时效")),
        row(cell("效益指标", begins), cell("社会")),
    )

    rows = read(body).grids[0].rows

    assert rows[0][0] is rows[1][0] is rows[2][0]
    assert rows[0][0].row_span == 3
    assert rows[0][0].row == 1
    assert rows[3][0].text == "效益指标"
    assert [c.column for c in rows[2]] == [1, 2]


def test_a_cell_merged_sideways_stands_once_and_spans_its_columns() -> None:
    body = table(
        row(cell("标题", '<w:gridSpan w:val="3"/>'), cell("尾")), row(*map(cell, "甲乙丙丁"))
    )

    rows = read(body).grids[0].rows

    assert [(c.column, c.column_span) for c in rows[0]] == [(1, 3), (4, 1)]
    assert [c.column for c in rows[1]] == [1, 2, 3, 4]


def test_a_block_merged_both_ways_is_one_cell() -> None:
    both = '<w:gridSpan w:val="2"/><w:vMerge{}/>'
    body = table(
        row(cell("甲", both.format(' w:val="restart"')), cell("乙")),
        row(cell("", both.format("")), cell("丙")),
    )

    rows = read(body).grids[0].rows

    assert rows[0][0] is rows[1][0]
    assert (rows[0][0].row_span, rows[0][0].column_span) == (2, 2)
    assert rows[1][1].column == 3


def test_the_older_sideways_merge_is_one_cell() -> None:
    body = table(
        row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")),
    )

    rows = read(body).grids[0].rows

    assert [(c.text, c.column, c.column_span) for c in rows[0]] == [("甲", 1, 2), ("乙", 3, 1)]


def test_a_cell_that_goes_on_where_nothing_began_stands_for_itself() -> None:
    body = table(row(cell("孤", "<w:vMerge/>")), row(cell("", "<w:vMerge/>")))

    rows = read(body).grids[0].rows

    assert rows[0][0].text == "孤"
    assert rows[0][0] is rows[1][0]


def test_text_under_a_merge_is_left_out_and_told_when_it_differs() -> None:
    begins = '<w:vMerge w:val="restart"/>'
    same = table(row(cell("产出指标", begins)), row(cell("产出指标", "<w:vMerge/>")))
    other = table(row(cell("产出指标", begins)), row(cell("效益指标", "<w:vMerge/>")))

    assert read(same).notices == []
    assert texts(read(other)) == [["产出指标"], ["产出指标"]]
    assert ["遮住" in notice.zh for notice in read(other).notices] == [True]


def test_a_row_may_begin_late_and_end_early() -> None:
    body = table(
        row(*map(cell, "甲乙丙丁")),
        row(cell("戊"), properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>'),
        row(cell("己")),
    )

    rows = read(body).grids[0].rows

    assert [(c.text, c.column) for c in rows[1]] == [("戊", 3)]
    assert [(c.text, c.column) for c in rows[2]] == [("己", 1)]


def test_a_merge_finds_its_column_behind_skipped_columns() -> None:
    body = table(
        row(cell("甲"), cell("乙", '<w:vMerge w:val="restart"/>')),
        row(cell("", "<w:vMerge/>"), properties='<w:gridBefore w:val="1"/>'),
    )

    rows = read(body).grids[0].rows

    assert rows[1][0] is rows[0][1]


def test_a_row_without_cells_is_no_row() -> None:
    body = table(row(cell("甲")), row(), row(cell("乙")))

    assert texts(read(body)) == [["甲"], ["乙"]]


def test_a_table_without_rows_is_no_grid() -> None:
    assert read(table() + paragraph(run("甲"))).grids == []


def test_an_absurd_span_is_bounded() -> None:
    body = table(row(cell("甲", '<w:gridSpan w:val="1000000"/>'), cell("乙")))

    rows = read(body).grids[0].rows

    assert [(c.column, c.column_span) for c in rows[0]] == [(1, 1000), (1001, 1)]


@pytest.mark.parametrize("value", ["0", "-3", "x", "", "9" * 5000])
def test_a_span_that_is_no_number_of_columns_does_no_harm(value: str) -> None:
    body = table(row(cell("甲", f'<w:gridSpan w:val="{value}"/>'), cell("乙")))

    assert texts(read(body)) == [["甲", "乙"]]


def test_a_nested_table_is_a_grid_of_its_own_after_its_host() -> None:
    inner = table(row(cell("内一"), cell("内二")))
    host = table(
        row(
            cell("左", '<w:gridSpan w:val="2"/>'), cell(paragraph(run("上")) + inner + paragraph())
        ),
        row(cell("下")),
    )

    layout = read(host + table(row(cell("另"))))

    assert [g.number for g in layout.grids] == [1, 2, 3]
    assert texts(layout, 1) == [["左", "上\n"], ["下"]]
    assert texts(layout, 2) == [["内一", "内二"]]
    assert texts(layout, 3) == [["另"]]


def test_tables_nested_twice_keep_their_order() -> None:
    deepest = table(row(cell("丙")))
    middle = table(row(cell(deepest + paragraph(run("乙")))))
    body = table(row(cell(middle + paragraph(run("甲"))), cell("甲二")))

    layout = read(body)

    assert [texts(layout, n) for n in (1, 2, 3)] == [[["甲", "甲二"]], [["乙"]], [["丙"]]]


def control(content: str) -> str:
    return (
        '<w:sdt><w:sdtPr><w:alias w:val="选择"/><w:id w:val="1"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def test_content_controls_are_transparent_wherever_they_stand() -> None:
    body = control(
        table(
            control(row(control(cell("甲")), cell(control(paragraph(control(run("乙"))))))),
            row(cell("丙"), control(cell("丁"))),
        )
    ) + control(paragraph(run("后")))

    layout = read(body)

    assert texts(layout) == [["甲", "乙"], ["丙", "丁"]]
    assert paragraphs(layout) == ["后"]


def test_links_and_simple_fields_and_tags_are_transparent() -> None:
    body = paragraph(
        f"<w:hyperlink>{run('链接')}</w:hyperlink>"
        f"<w:fldSimple w:instr=' DATE '>{run('2024年')}</w:fldSimple>"
        f"<w:smartTag>{run('淮南')}</w:smartTag>"
    )

    assert paragraphs(read(body)) == ["链接2024年淮南"]


def field(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def test_the_instruction_of_a_field_is_no_text() -> None:
    instruction = "<w:r><w:instrText> IF </w:instrText></w:r>"
    nested = field("begin") + field("separate") + run("看不见") + field("end")
    body = paragraph(
        field("begin")
        + instruction
        + nested
        + field("separate")
        + run("三")
        + field("end")
        + run("年")
    )

    assert paragraphs(read(body)) == ["三年"]


def test_a_field_left_open_hides_nothing_after_its_paragraph() -> None:
    body = paragraph(field("begin") + run("指令")) + paragraph(run("正文"))

    assert paragraphs(read(body)) == ["正文"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "□"),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☑"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "□"),
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="一次性"/>'
            '<w:listEntry w:val="经常性"/></w:ddList>',
            "经常性",
        ),
    ],
)
def test_old_form_fields_show_their_state(inside: str, expected: str) -> None:
    settings = f'<w:ffData><w:name w:val="a"/>{inside}</w:ffData>'
    body = paragraph(field("begin", settings) + field("end") + run("项目"))

    assert paragraphs(read(body)) == [expected + "项目"]


def tracked(kind: str, content: str) -> str:
    return f'<w:{kind} w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z">{content}</w:{kind}>'


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = "<w:r><w:delText>旧</w:delText><w:tab/></w:r>"
    body = paragraph(
        run("预算")
        + tracked("ins", run("新"))
        + tracked("del", deleted)
        + tracked("moveFrom", run("移走"))
        + tracked("moveTo", run("移来"))
    )

    layout = read(body)

    assert paragraphs(layout) == ["预算新移来"]
    assert ["修订" in notice.zh for notice in layout.notices] == [True]


def test_insertions_alone_need_no_second_reading() -> None:
    xml = document(paragraph(tracked("ins", run("新"))))

    assert scanned(xml) is not None
    assert ["修订" in notice.zh for notice in read(xml).notices] == [True]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    body = table(row(cell(paragraph(mark + run("甲")) + paragraph(run("乙")))))

    assert texts(read(body)) == [["甲乙"]]


def test_deleted_rows_and_cells_are_left_out_and_inserted_ones_kept() -> None:
    body = table(
        row(cell("甲"), cell("乙", '<w:cellDel w:id="1"/>'), cell("丙", '<w:cellIns w:id="2"/>')),
        row(cell("丁"), properties='<w:del w:id="3"/>'),
        row(cell("戊"), properties='<w:ins w:id="4"/>'),
    )

    assert texts(read(body)) == [["甲", "丙"], ["戊"]]


def test_what_a_form_was_before_a_tracked_change_does_not_count() -> None:
    was = (
        '<w:tcPrChange w:id="1"><w:tcPr><w:gridSpan w:val="4"/><w:vMerge/></w:tcPr></w:tcPrChange>'
    )
    body = table(row(cell("甲", was), cell("乙")))

    rows = read(body).grids[0].rows

    assert [(c.text, c.column, c.column_span) for c in rows[0]] == [("甲", 1, 1), ("乙", 2, 1)]


def test_hidden_text_is_left_out_and_told() -> None:
    body = paragraph(
        run("明") + run("暗", "<w:vanish/>") + run("亮", '<w:vanish w:val="0"/>')
    ) + paragraph("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + run("段"))

    layout = read(body)

    assert paragraphs(layout) == ["明亮", "段"]
    assert ["隐藏" in notice.zh for notice in layout.notices] == [True]


def test_a_hidden_row_is_left_out_and_told() -> None:
    layout = read(table(row(cell("甲")), row(cell("乙"), properties="<w:hidden/>")))

    assert texts(layout) == [["甲"]]
    assert ["隐藏" in notice.zh for notice in layout.notices] == [True]


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('框一'))}{paragraph(run('框二'))}</w:txbxContent>"
    drawn = alternatives(
        f"<wps:txbx>{box}</wps:txbx>", f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    )
    anchored = paragraph(run("锚") + f"<w:r>{drawn}</w:r>" + run("点"))

    layout = read(anchored + table(row(cell(anchored))))

    assert paragraphs(layout) == ["锚点", "框一", "框二"]
    assert texts(layout) == [["锚点\n框一\n框二"]]


def test_a_table_in_a_text_box_is_a_grid() -> None:
    content = f"<w:txbxContent>{table(row(cell('内')))}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"

    layout = read(paragraph(run("锚") + box) + table(row(cell(paragraph(run("外") + box)))))

    assert [texts(layout, n) for n in (1, 2, 3)] == [[["内"]], [["外"]], [["内"]]]


def test_alternatives_count_once_and_a_fallback_alone_counts() -> None:
    only = f"<mc:AlternateContent><mc:Fallback>{run('退')}</mc:Fallback></mc:AlternateContent>"
    body = paragraph(alternatives(run("选"), run("退")) + only)

    assert paragraphs(read(body)) == ["选退"]


def test_an_extended_symbol_is_its_character() -> None:
    choice = '<w16se:symEx w16se:font="Segoe UI Symbol" w16se:char="2611"/>'
    body = paragraph(f"<w:r>{alternatives(choice, '<w:t>☑</w:t>')}</w:r>")

    assert paragraphs(read(body)) == ["☑"]


def test_formulas_keep_their_text() -> None:
    body = paragraph(run("完成率") + "<m:oMath><m:r><m:t>≥90%</m:t></m:r></m:oMath>")

    assert paragraphs(read(body)) == ["完成率≥90%"]


def test_the_reading_aid_over_a_word_is_left_out() -> None:
    aid, word = f"<w:rt>{run('huái')}</w:rt>", f"<w:rubyBase>{run('淮')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{aid}{word}</w:ruby></w:r>"

    assert paragraphs(read(paragraph(ruby + run("南")))) == ["淮南"]


def test_an_embedded_document_is_told() -> None:
    layout = read(paragraph(run("甲")) + '<w:altChunk r:id="rId1" xmlns:r="urn:r"/>')

    assert ["嵌有" in notice.zh for notice in layout.notices] == [True]


@pytest.mark.parametrize(
    "text",
    ["甲<!-- 注释 -->乙", "<![CDATA[甲乙]]>", "甲<?target data?>乙", "<!--</w:t>-->甲乙"],
)
def test_comments_instructions_and_cdata_are_read_as_xml_means_them(text: str) -> None:
    body = table(row(cell(paragraph(f"<w:r><w:t>{text}</w:t></w:r>"))))

    assert texts(read(body)) == [["甲乙"]]


def test_cdata_may_hold_what_looks_like_tags() -> None:
    body = paragraph("<w:r><w:t><![CDATA[<w:t>5 & 6</w:t>]]></w:t></w:r>")

    assert paragraphs(read(body)) == ["<w:t>5 & 6</w:t>"]


BODY = (
    "<w:body>"
    + paragraph(run("题"))
    + table(row(cell("甲"), cell("乙", '<w:gridSpan w:val="2"/>')))
)
WHOLE = f"<w:document {NAMESPACES}>{BODY}</w:body></w:document>"
EXPECTED = [["甲", "乙"]]


@pytest.mark.parametrize(
    "xml",
    [
        WHOLE.encode("utf-8-sig"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + WHOLE).encode("utf-16"),
        ("<?xml version='1.0' encoding='utf-16'?>" + WHOLE)
        .encode("utf-16-be")
        .join((b"\xfe\xff", b"")),
        WHOLE.replace("<w:", "<x:")
        .replace("</w:", "</x:")
        .replace(" w:", " x:")
        .replace("xmlns:w=", "xmlns:x=")
        .encode(),
        WHOLE.replace("<w:", "<")
        .replace("</w:", "</")
        .replace("xmlns:w=", f'xmlns="{WORD}" xmlns:w=')
        .encode(),
        WHOLE.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main").encode(),
        WHOLE.replace('"', "'").encode(),
        WHOLE.replace("<w:tc>", "<w:tc >").replace("<w:tr>", "<w:tr\n>").encode(),
        WHOLE.replace("><", ">\n  <").encode(),
        WHOLE.replace("<w:tbl>", f'<z:tbl xmlns:z="{WORD}">')
        .replace("</w:tbl>", "</z:tbl>")
        .encode(),
    ],
    ids=[
        "mark",
        "utf-16",
        "utf-16-be",
        "prefix",
        "default",
        "strict",
        "quotes",
        "blanks",
        "indented",
        "rebound",
    ],
)
def test_the_same_document_written_otherwise_reads_the_same(xml: bytes) -> None:
    layout = read(xml)

    assert paragraphs(layout) == ["题"]
    assert texts(layout) == EXPECTED
    assert [c.column_span for c in layout.grids[0].rows[0]] == [1, 2]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_document_may_come_in_pieces_of_any_size(size: int) -> None:
    xml = WHOLE.encode()

    story = scan(xml[at : at + size] for at in range(0, len(xml), size))

    assert shape(story.finished()) == shape(docx.parse(package(xml)))
