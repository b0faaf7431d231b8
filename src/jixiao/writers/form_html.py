"""The official form as one HTML file that prints on A4 as the paper form does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from jixiao.model.disclosure import Disclosure
from jixiao.writers.form_layout import Block, FormCell, FormTable, FormText, Style, form_blocks
from jixiao.writers.form_text import writable

TAGS = {Style.TITLE: "h1", Style.HEADING: "h2"}
CSS = """
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@page turned{size:A4 landscape;margin:28mm 35mm 26mm 37mm}
@page dense{size:A4;margin:20mm}
@page turned-dense{size:A4 landscape;margin:20mm}
body{font-family:"仿宋_GB2312","仿宋",FangSong,STFangsong,"Noto Serif CJK SC",serif;
font-size:12pt;line-height:1.5;width:156mm;margin:10mm auto;padding:0 4mm;color:#111}
h1{font:bold 18pt "宋体",SimSun,"Noto Serif CJK SC",serif;text-align:center;margin:0 0 12pt}
h2{font:bold 14pt "宋体",SimSun,"Noto Serif CJK SC",serif;margin:18pt 0 6pt}
table{border-collapse:collapse;width:100%;table-layout:fixed;margin:0 0 18pt}
td{border:.5pt solid #111;padding:2pt 4pt;font-size:10.5pt;line-height:15pt;
overflow-wrap:anywhere;white-space:pre-wrap;vertical-align:middle}
.table-title,.year,.signature{border:0}
.table-title,.year,.label,.centred,.points{text-align:center}
.table-title{font:bold 15pt "宋体",SimSun,"Noto Serif CJK SC",serif;line-height:22pt}
.label{font-family:"宋体",SimSun,"Noto Serif CJK SC",serif}
.amount{text-align:right}pre{font:inherit;margin:0;white-space:pre-wrap}
.attachment{font-size:14pt;margin:0 0 6pt}
.note{text-indent:2em;white-space:pre-wrap}
.dense td{font-size:9pt;line-height:12.5pt}.dense td.table-title{font-size:15pt;line-height:22pt}
p.dense{font-size:10.5pt;margin:3pt 0}
@media screen{.turned{width:225mm}.dense{width:170mm}.turned.dense{width:257mm}}
@media print{body{width:auto;margin:0;padding:0}h2,table{margin-top:0}
.new-page{break-before:page}.turned{page:turned}.dense{page:dense}.turned.dense{page:turned-dense}
h2{break-after:avoid}}
"""


def render(disclosure: Disclosure) -> bytes:
    """The bytes of the page."""
    title = disclosure.title or "项目支出绩效目标"
    return render_blocks(form_blocks(disclosure), title)


def render_blocks(blocks: Iterable[Block], title: str) -> bytes:
    """The bytes of a page of these texts and tables."""
    title = escape(writable(title))
    body = blocks_html(blocks)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def blocks_html(blocks: Iterable[Block]) -> str:
    """The texts and tables, without the page around them."""
    return "\n".join(
        _text(block) if isinstance(block, FormText) else table_html(block) for block in blocks
    )


def _text(block: FormText) -> str:
    tag = TAGS.get(block.style, "p")
    text = escape(writable(block.text), quote=False).replace("\n", "<br>")
    return f'<{tag} class="{" ".join([block.style.value, *_page(block)])}">{text}</{tag}>'


def _page(block: FormText | FormTable) -> list[str]:
    """The classes that say on what page a block begins."""
    return ["new-page"] * block.new_page + ["turned"] * block.is_wide + ["dense"] * block.is_dense


def _plain(cell: FormCell) -> tuple[str, str]:
    """The inside of a cell as HTML, and further classes for it: none here."""
    return inside_of(cell.text), ""


def inside_of(text: str) -> str:
    """``text`` as HTML; one with blanks that HTML would fold is marked as it stands."""
    text = escape(writable(text), quote=False)
    is_folded = "  " in text or "\t" in text or " \n" in text or "\n " in text
    return f"<pre>{text}</pre>" if is_folded else text.replace("\n", "<br>")


def table_html(table: FormTable, inside: Callable[[FormCell], tuple[str, str]] = _plain) -> str:
    """The table; ``inside`` gives each cell's HTML and further classes."""
    whole = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * width / whole:.4g}%">' for width in table.widths)
    rows = "\n".join(
        "<tr>" + "".join(_cell(c, inside) for c in row) + "</tr>" for row in table.rows
    )
    classes = " ".join(_page(table))
    page = f' class="{classes}"' if classes else ""
    return f"<table{page}>\n<colgroup>{columns}</colgroup>\n{rows}\n</table>"


def _cell(cell: FormCell, inside: Callable[[FormCell], tuple[str, str]]) -> str:
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    text, classes = inside(cell)
    return f'<td class="{cell.style.value}{classes}"{spans}>{text}</td>'
