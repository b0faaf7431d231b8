"""The quick and the patient reading of a Word document give the same layout."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.pipeline import read as read_path
from jixiao.readers.formats.docx_elements import read_elements
from jixiao.readers.formats.docx_scan import scan
from tests.paths import SEED_TEXT
from tests.readers.word_like import document_xml
from tests.readers.word_xml import cell, document, paragraph, row, scanned, shape, table

LETTERS = "项目支出绩效目标数量指标≥≤95%万元（）年度 \t\n\r　\xa0\xad<>&\"'一"
TEXTS = st.text(LETTERS, max_size=6).map(escape)
KEPT = st.sampled_from(["", ' xml:space="preserve"'])
ENTITIES = st.sampled_from(["&#8805;", "&#x2264;", "&quot;", "&apos;", "&#10;", "&#13;", "&#9;"])
FONTS = '<w:rPr><w:rFonts w:ascii="宋体" w:hint="eastAsia"/><w:sz w:val="18"/></w:rPr>'


@st.composite
def runs(draw: st.DrawFn, unusual: bool) -> str:
    text = draw(TEXTS) + draw(st.one_of(st.just(""), ENTITIES)) + draw(TEXTS)
    content = f"<w:t{draw(KEPT)}>{text}</w:t>"
    plain = ["<w:tab/>", "<w:br/>", "<w:cr/>", "<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:t/>"]
    fields = [f'<w:fldChar w:fldCharType="{k}"/>' for k in ("begin", "separate", "end")]
    odd = [
        "<w:t><![CDATA[ < ]]></w:t>",
        "<!-- c -->",
        "<?p d?>",
        "<w:delText>x</w:delText>",
        '<w:sym w:font="Symbol" w:char="F0B3"/>',
        "<w:t xml:space='preserve'> q </w:t>",
        "<w:t\n>n</w:t>",
    ]
    extra = st.sampled_from(plain + fields + (odd if unusual else []))
    inside = "".join(draw(st.lists(extra, max_size=2))) + content
    inside += "".join(draw(st.lists(extra, max_size=2)))
    hidden = "<w:rPr><w:vanish/></w:rPr>" if unusual and draw(st.integers(0, 9)) == 0 else ""
    made = f"<w:r>{hidden or draw(st.sampled_from(['', FONTS]))}{inside}</w:r>"
    around = ["{}", "{}", "{}", "<w:ins w:id='1'>{}</w:ins>", "<w:hyperlink>{}</w:hyperlink>"]
    around += ["<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"]
    if unusual:
        around += ["<w:del w:id='2'>{}</w:del>", "<w:moveFrom w:id='3'>{}</w:moveFrom>"]
        around += ["<mc:AlternateContent><mc:Choice>{0}</mc:Choice></mc:AlternateContent>"]
        around += ["<m:oMath><m:r><m:t>{0}</m:t></m:r></m:oMath>".replace("{0}", "x")]
    return draw(st.sampled_from(around)).format(made)


def paragraphs(unusual: bool) -> st.SearchStrategy[str]:
    settings_ = ["", '<w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>']
    if unusual:
        settings_ += ['<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>']
    full = st.builds(
        lambda start, content: paragraph(start + "".join(content)),
        st.sampled_from(settings_),
        st.lists(runs(unusual), max_size=3),
    )
    return st.one_of(full, full, st.sampled_from(["<w:p/>", '<w:p w:rsidR="00A"/>']))


@st.composite
def cells(draw: st.DrawFn, inside: st.SearchStrategy[str], unusual: bool) -> str:
    span = draw(st.sampled_from(["", "", '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>']))
    merges = ["", "", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="continue"/>']
    properties = span + draw(st.sampled_from(merges))
    if unusual:
        odd = ["<w:hMerge/>", '<w:hMerge w:val="restart"/>', '<w:cellDel w:id="1"/>', "", "", ""]
        properties += draw(st.sampled_from(odd))
    content = "".join(draw(st.lists(inside, min_size=1, max_size=3)))
    made = cell(content, properties)
    controlled = draw(st.integers(0, 9)) == 0
    return f"<w:sdt><w:sdtContent>{made}</w:sdtContent></w:sdt>" if controlled else made


@st.composite
def tables(draw: st.DrawFn, inside: st.SearchStrategy[str], unusual: bool) -> str:
    settings_ = ["", "", "", '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>']
    if unusual:
        settings_ += ['<w:del w:id="1"/>', "<w:hidden/>"]
    made = [
        row(
            *draw(st.lists(cells(inside, unusual), max_size=4)),
            properties=draw(st.sampled_from(settings_)),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    return table(*made)


def bodies(unusual: bool) -> st.SearchStrategy[str]:
    text = paragraphs(unusual)
    inner = st.one_of(text, text, text, tables(text, unusual))
    blocks = st.one_of(text, tables(inner, unusual))
    if unusual:
        box = text.map(
            lambda p: paragraph(
                f"<w:r><w:pict><v:textbox><w:txbxContent>{p}</w:txbxContent></v:textbox></w:pict></w:r>"
            )
        )
        blocks = st.one_of(blocks, blocks, box)
    return st.lists(blocks, max_size=4).map("".join)


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@given(bodies(unusual=False))
@SLOW
def test_ordinary_documents_are_read_alike_and_need_no_second_reading(body: str) -> None:
    xml = document(body)

    quick, patient = scanned(xml), read_elements([xml])

    assert quick is not None
    assert shape(quick.finished()) == shape(patient.finished())


@given(bodies(unusual=True))
@SLOW
def test_whatever_the_quick_reading_accepts_it_reads_like_the_patient_one(body: str) -> None:
    xml = document(body)

    quick, patient = scanned(xml), read_elements([xml])

    assert quick is None or shape(quick.finished()) == shape(patient.finished())


@given(bodies(unusual=False), st.integers(1, 400))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_how_the_document_is_cut_into_pieces_changes_nothing(body: str, size: int) -> None:
    xml = document(body)
    pieces = [xml[at : at + size] for at in range(0, len(xml), size)]

    assert shape(scan(pieces).finished()) == shape(scan([xml]).finished())
    assert shape(read_elements(pieces).finished()) == shape(read_elements([xml]).finished())


@pytest.mark.long
@given(bodies(unusual=True))
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_two_readings_agree_at_length(body: str) -> None:
    xml = document(body)

    quick, patient = scanned(xml), read_elements([xml])

    assert quick is None or shape(quick.finished()) == shape(patient.finished())


def test_the_seed_as_a_word_document_is_read_alike() -> None:
    xml = b"".join(document_xml(read_path(SEED_TEXT)))

    quick, patient = scan([xml]), read_elements([xml])

    assert shape(quick.finished()) == shape(patient.finished())
