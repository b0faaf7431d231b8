"""OFD documents (版式文件, GB/T 33190): pages of characters and lines at places.

OFD.xml names the documents in the file, each names its pages, templates and resources. What only
lies over the pages — templates' own text, watermarks, signatures, annotations — is kept out of the
content and told of. Characters drawn as shapes or pictures are told of too; none is made up.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from jixiao.model.disclosure import Notice
from jixiao.model.exceptions import UnreadableFile
from jixiao.model.location import Location
from jixiao.readers.formats.archive import Archive, refuse_encrypted
from jixiao.readers.formats.ofd_content import (
    POINTS,
    Content,
    Marks,
    Resources,
    composites_of,
    content_of,
)
from jixiao.readers.formats.ofd_shapes import numbers
from jixiao.readers.formats.strict_xml import walk
from jixiao.readers.grid import Layout
from jixiao.readers.page import Glyph, Page, Ruling

MOST_PAGES = 20_000
MOST_READINGS = 20  # of one part: pages do not share their content
_PAPER = (0.0, 0.0, 210.0, 297.0)  # A4, where no size is stated
_MOSTLY = 0.5  # of the page
_SEEN = 0.05  # of the page: a picture no smaller may show text, where there is none beside it
_FEW_OUTLINES = 5
_LONGEST = 40  # characters of a text told of


class Read(NamedTuple):
    """The pages of a file, what is to be told of them, and which have only pictures or shapes."""

    pages: list[Page]
    notices: list[Notice]
    wordless: list[int]


def parse(data: bytes) -> Layout:
    """The paragraphs and tables of an OFD file.

    Raises :class:`UnreadableFile` for bytes that are damaged, encrypted or no OFD file.
    """
    from jixiao.readers.ruled_page import layout_of

    pages, notices, wordless = pages_of(data)
    if wordless and not any(page.glyphs for page in pages):
        raise UnreadableFile(
            "OFD文件的页面只有图片或图形（扫描件，或文字已转成路径），没有文字，需要文字识别（OCR）。"
            "请索取Word、Excel原件或带文字的版式文件。",
            "the pages of the OFD file hold only pictures or shapes (a scan, or text turned into "
            "paths) and no text: it needs recognition (OCR); please ask for the Word or Excel "
            "original, or for a file with text",
        )
    for page in pages:
        if not page.glyphs:
            page.has_picture = False  # told of here, together with pages of shapes alone
    layout = layout_of(pages, "ofd")
    layout.notices += notices
    return layout


def pages_of(data: bytes) -> Read:
    """The pages of every document in the file, numbered on from one to the next."""
    archive = Archive(data)
    if "OFD.xml" not in archive:
        raise UnreadableFile(
            "这不是OFD版式文件（缺少OFD.xml）。请重新下载，或索取Word、Excel原件后再试。",
            "this is no OFD file (OFD.xml is missing); download it again, or ask for the Word or "
            "Excel original, and retry",
        )
    if "Encryptions.xml" in archive:
        refuse_encrypted()
    roots, signatures = _documents(archive)
    told = _Told()
    pages: list[Page] = []
    for root in roots:
        document = _Document(archive, root)
        document.read(pages, told)
        pages_by_id = document.numbers
        if root in signatures:
            _read_signatures(archive, signatures[root], pages_by_id, told)
    if len(roots) > 1:
        told.notices.append(
            Notice(
                f"文件里有{len(roots)}个文档，按先后合并读取，页码连续编排。",
                f"the file holds {len(roots)} documents, read one after another with pages "
                "numbered on",
            )
        )
    if not pages:
        raise UnreadableFile(
            "OFD文件里没有可以读取的页面。请用版式软件打开核实，或重新导出后再试。",
            "the OFD file has no page that can be read; check it in an OFD reader, or export it "
            "again, and retry",
        )
    return Read(pages, told.all_notices(len(pages)), told.wordless)


class Element(NamedTuple):
    """An element of a small part: its name, attributes, and its own text."""

    name: str
    attributes: dict[str, str]
    text: str


def elements_of(archive: Archive, part: str, *names: str) -> list[Element]:
    """The elements of ``part`` called one of ``names``, in order; none when there is no part."""
    if part not in archive:
        return []
    found: list[Element] = []
    opened: list[int] = []
    texts: list[list[str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        opened.append(len(found))
        texts.append([])
        found.append(Element(name, attributes, ""))

    def end(name: str) -> None:
        at = opened.pop()
        found[at] = found[at]._replace(text="".join(texts.pop()).strip())

    def text(characters: str) -> None:
        if texts:
            texts[-1].append(characters)

    walk(archive.read(part), part, frozenset(names), start, end, text)
    return found


def _documents(archive: Archive) -> tuple[list[str], dict[str, str]]:
    """The root part of each document, and the list of signatures of those that have one."""
    roots: list[str] = []
    signatures: dict[str, str] = {}
    for element in elements_of(archive, "OFD.xml", "DocRoot", "Signatures"):
        if element.name == "DocRoot" and element.text:
            root = _resolved(archive, "OFD.xml", element.text)
            if root not in roots:
                roots.append(root)
        elif element.name == "Signatures" and element.text and roots:
            signatures[roots[-1]] = _resolved(archive, "OFD.xml", element.text)
    return roots, signatures


def _resolved(archive: Archive, part: str, place: str) -> str:
    """The part that ``place`` means in ``part``: from the root, from its folder, or as written."""
    written = place.strip().replace("\\", "/")
    folder = part.rpartition("/")[0]
    beside = _tidied(f"{folder}/{written}")
    whole = _tidied(written)
    first, second = (whole, beside) if written.startswith("/") else (beside, whole)
    return second if first not in archive and second in archive else first


def _tidied(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


@dataclass(slots=True)
class _Told:
    """What is to be told of the pages, gathered so that each thing is told once."""

    notices: list[Notice] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    wordless: list[int] = field(default_factory=list)
    outlines: dict[int, int] = field(default_factory=dict)
    unknown: dict[int, int] = field(default_factory=dict)
    outside: dict[int, int] = field(default_factory=dict)
    watermarks: Counter[str] = field(default_factory=Counter)
    templates: Counter[str] = field(default_factory=Counter)
    annotations: Counter[str] = field(default_factory=Counter)
    stamped: set[int] = field(default_factory=set)
    signatures: int = 0
    attachments: list[str] = field(default_factory=list)

    def all_notices(self, pages: int) -> list[Notice]:
        notices = self.notices
        if self.wordless:
            zh, en = _listed(self.wordless, pages)
            notices.append(
                Notice(
                    f"{zh}只有图片或图形，没有文字，需要文字识别（OCR）；没有读出内容，也没有猜测。",
                    f"{en} only pictures or shapes and no text: to be read it needs recognition "
                    "(OCR); nothing was read and nothing guessed",
                    Location(page=self.wordless[0]),
                )
            )
        counted = (
            (
                self.outlines,
                "个像文字的图形（文字转成了路径），没有读取，需要文字识别（OCR），请核对原件",
                "shapes that look like characters drawn as paths were not read: they need "
                "recognition (OCR); please compare the original",
            ),
            (
                self.unknown,
                "个字符是字体自带的编号，不知道是什么字，请核对原件",
                "characters are private numbers of a font and stand for none known; please "
                "compare the original",
            ),
            (
                self.outside,
                "个字符在页面或对象边界以外，打开时看不见，没有读取",
                "characters lie outside the page or their object's boundary, where nobody sees "
                "them, and were not read",
            ),
        )
        for found, zh, en in counted:
            notices += [
                Notice(
                    f"第{page}页有{count}{zh}。", f"page {page}: {count} {en}", Location(page=page)
                )
                for page, count in found.items()
            ]
        if self.missing:
            zh, en = _listed(self.missing, 0)
            notices.append(
                Notice(
                    f"{zh}在文件里缺少内容，没有读取。请重新下载或重新导出。",
                    f"{en} no content in the file and was not read; download or export it again",
                )
            )
        kept_out = (
            (self.watermarks, "水印文字", "watermark text"),
            (self.templates, "模板页（页眉、页脚、底图）文字", "text of page templates"),
            (self.annotations, "批注文字", "text of annotations"),
        )
        for texts, zh, en in kept_out:
            if texts:
                some = "”“".join(text[:_LONGEST] for text in list(texts)[:5])
                more_zh = f"等{len(texts)}处" if len(texts) > 5 else ""
                more_en = f" and {len(texts) - 5} more" if len(texts) > 5 else ""
                notices.append(
                    Notice(
                        f"{zh}“{some}”{more_zh}没有计入正文。",
                        f"{en} “{some}”{more_en} is not part of the content",
                    )
                )
        if self.signatures or self.stamped:
            where = "、".join(str(page) for page in sorted(self.stamped)[:20])
            zh = f"（第{where}页）" if where else ""
            en = f" (page {where.replace('、', ', ')})" if where else ""
            count = self.signatures or len(self.stamped)
            notices.append(
                Notice(
                    f"文件有{count}个电子签章{zh}；这里只读文字，不验证签章。",
                    f"the file has {count} electronic signatures or stamps{en}; only text is read "
                    "here, they are not verified",
                )
            )
        if self.attachments:
            names = "”“".join(name[:_LONGEST] for name in self.attachments[:5])
            notices.append(
                Notice(
                    f"文件带有{len(self.attachments)}个附件“{names}”，没有读取。",
                    f"the file carries {len(self.attachments)} attachments, “{names}”, which were "
                    "not read",
                )
            )
        return notices


def _listed(pages: list[int], of: int) -> tuple[str, str]:
    """“第1、2页” and “pages 1, 2 have”; “每一页” where it is all of several."""
    if len(pages) == of and of > 1:
        return "每一页都", "every page has"
    few = pages[:20]
    zh = "、".join(map(str, few)) + ("等" if len(pages) > 20 else "")
    en = ", ".join(map(str, few)) + (" …" if len(pages) > 20 else "")
    return f"第{zh}页", f"page {en} has" if len(pages) == 1 else f"pages {en} have"


class _Document:
    """One document of the file."""

    def __init__(self, archive: Archive, root: str) -> None:
        self.archive = archive
        self.root = root
        self.numbers: dict[str, int] = {}
        self.resources = Resources()
        self.templates: dict[str, str] = {}
        self.drawn: dict[str, Content] = {}  # templates already read
        self.box = _PAPER
        self.readings: Counter[str] = Counter()
        self.loaded: set[str] = set()

    def read(self, pages: list[Page], told: _Told) -> None:
        """Add the pages of the document to ``pages``."""
        wanted: list[tuple[str, str]] = []
        names = ("PhysicalBox", "TemplatePage", "PublicRes", "DocumentRes", "Page")
        for element in elements_of(
            self.archive, self.root, *names, "Annotations", "Attachments", "ApplicationBox"
        ):
            place = element.attributes.get("BaseLoc", "")
            identity = element.attributes.get("ID", "")
            if element.name == "PhysicalBox":
                box = numbers(element.text)
                if len(box) == 4 and box[2] > 0 and box[3] > 0:
                    self.box = (box[0], box[1], box[2], box[3])
            elif element.name == "TemplatePage":
                self.templates[identity] = _resolved(self.archive, self.root, place)
            elif element.name in ("PublicRes", "DocumentRes"):
                self._load(_resolved(self.archive, self.root, element.text))
            elif element.name == "Page" and place:
                wanted.append((identity, _resolved(self.archive, self.root, place)))
            elif element.name == "Annotations":
                self._annotations(_resolved(self.archive, self.root, element.text), told)
            elif element.name == "Attachments":
                self._attachments(_resolved(self.archive, self.root, element.text), told)
        if len(wanted) > MOST_PAGES:
            raise UnreadableFile(
                f"OFD文件声明有{len(wanted)}页，超出正常文档，不读取。请拆分后再试。",
                f"the OFD file states {len(wanted)} pages, more than any normal document, and is "
                "not read; please split it",
            )
        for identity, part in wanted:
            number = len(pages) + 1
            self.numbers[identity] = number
            if part in self.archive:
                pages.append(self._page(part, number, told))
            else:
                told.missing.append(number)
                pages.append(Page(number, self.box[2] * POINTS, self.box[3] * POINTS))
        if wanted and len(told.missing) == len(pages):
            raise UnreadableFile(
                "OFD文件缺少全部页面的内容，可能没有下载完整。请重新下载后再试。",
                "the OFD file lacks the content of all its pages and may be cut short; download "
                "it again and retry",
            )

    def _load(self, part: str) -> None:
        """Take from a resource part what pages need of it."""
        if part not in self.archive or part in self.loaded:
            return
        self.loaded.add(part)
        data = self.archive.read(part)
        if b"DrawParam" in data:
            widths = self.resources.line_widths
            for element in elements_of(self.archive, part, "DrawParam"):
                stated = numbers(element.attributes.get("LineWidth", ""))
                width = stated[0] if stated else widths.get(element.attributes.get("Relative", ""))
                if width is not None:
                    widths[element.attributes.get("ID", "")] = width
        if b"CompositeGraphicUnit" in data:
            self.resources.composites.update(composites_of(data, part))

    def _content(self, part: str) -> Content:
        self.readings[part] += 1
        if self.readings[part] > MOST_READINGS:
            raise UnreadableFile(
                f"OFD文件里有很多页用的是同一份内容（“{part}”），不像正常文档，不读取。"
                "请核实文件来源。",
                f"many pages of the OFD file share one content (“{part}”), as no normal document "
                "does, and it is not read; please check where it comes from",
            )
        data = self.archive.read(part)
        if b"PageRes" in data:
            for element in elements_of(self.archive, part, "PageRes"):
                self._load(_resolved(self.archive, part, element.text))
        return content_of(data, part, self.resources, self.box[:2])

    def _template(self, identity: str) -> Marks | None:
        part = self.templates.get(identity)
        if part is None or part not in self.archive:
            return None
        if part not in self.drawn:
            self.drawn[part] = self._content(part)
        content = self.drawn[part]
        marks = Marks()
        marks.add(content.body)
        marks.add(content.behind)
        self.resources.spend(1 + len(marks.glyphs) + len(marks.rulings))
        return marks

    def _page(self, part: str, number: int, told: _Told) -> Page:
        content = self._content(part)
        box = content.physical or self.box
        marks, behind = content.body, content.behind
        if not marks.glyphs and behind.glyphs:  # a page drawn on its background alone
            marks, behind = behind, marks
        for identity in content.templates:
            template = self._template(identity)
            if template is not None:
                behind.add(template)
        _take_forms(marks, behind, told)
        page = Page(number, box[2] * POINTS, box[3] * POINTS)
        outside = marks.outside
        for glyph in marks.glyphs:
            if (
                glyph.right <= 0
                or glyph.bottom <= 0
                or glyph.left >= page.width
                or glyph.top >= page.height
            ):
                outside += 1
            else:
                page.glyphs.append(glyph)
        page.rulings = marks.rulings
        covered = _covered(marks, page)
        is_wordless = not page.glyphs
        page.has_picture = covered > _MOSTLY or (is_wordless and covered > _SEEN)
        for text in marks.askew:
            told.watermarks[text.strip()] += 1
        if is_wordless and (page.has_picture or marks.paths):
            told.wordless.append(number)
        elif marks.outlines >= _FEW_OUTLINES:
            told.outlines[number] = marks.outlines
        if marks.unknown:
            told.unknown[number] = marks.unknown
        if outside:
            told.outside[number] = outside
        return _levelled(page, marks.turns)

    def _annotations(self, part: str, told: _Told) -> None:
        for element in elements_of(self.archive, part, "FileLoc"):
            place = _resolved(self.archive, part, element.text)
            if place not in self.archive:
                continue
            for kind, text in self._content(place).notes:
                if kind == "Watermark":
                    told.watermarks[text] += bool(text)
                elif text:
                    told.annotations[text] += 1
        told.watermarks = +told.watermarks

    def _attachments(self, part: str, told: _Told) -> None:
        for element in elements_of(self.archive, part, "Attachment"):
            name = element.attributes.get("Name", "")
            ending = element.attributes.get("Format", "")
            whole = f"{name}.{ending}" if ending and "." not in name else name
            told.attachments.append(whole or "未命名")


def _read_signatures(archive: Archive, part: str, numbers: dict[str, int], told: _Told) -> None:
    for element in elements_of(archive, part, "Signature"):
        told.signatures += 1
        signature = _resolved(archive, part, element.attributes.get("BaseLoc", ""))
        for stamp in elements_of(archive, signature, "StampAnnot"):
            page = numbers.get(stamp.attributes.get("PageRef", ""))
            if page is not None:
                told.stamped.add(page)


def _take_forms(marks: Marks, behind: Marks, told: _Told) -> None:
    """Take from a template the form it holds: its lines, and its text within the lines.

    A form may be printed as a template with the answers on the page. Text outside all lines is a
    running title or a picture behind the page.
    """
    marks.rulings += behind.rulings
    marks.paths += behind.paths
    marks.pictures += behind.pictures
    upright = [r for r in marks.rulings if r.bottom - r.top > r.right - r.left]
    if behind.glyphs:
        left = min((r.left for r in upright), default=0.0)
        right = max((r.right for r in upright), default=0.0)
        top = min((r.top for r in upright), default=0.0)
        bottom = max((r.bottom for r in upright), default=0.0)
        kept_out: list[Glyph] = []
        for glyph in behind.glyphs:
            x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
            inside = left < x < right and top < y < bottom
            (marks.glyphs if inside else kept_out).append(glyph)
        for line in _lines(kept_out):
            told.templates[line] += 1
    for text in behind.askew:
        told.watermarks[text.strip()] += 1


def _lines(glyphs: list[Glyph]) -> list[str]:
    """The text of glyphs, line by line, blank lines left out."""
    lines: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is None or abs(glyph.bottom - last.bottom) > 0.5 * (last.bottom - last.top):
            lines.append("")
        lines[-1] += glyph.text
        last = glyph
    return [line.strip() for line in lines if line.strip()]


def _covered(marks: Marks, page: Page) -> float:
    """The share of the page under pictures, as if none lay over another."""
    total = 0.0
    for left, top, right, bottom in marks.pictures:
        width = min(right, page.width) - max(left, 0.0)
        height = min(bottom, page.height) - max(top, 0.0)
        if width > 0 and height > 0:
            total += width * height
    area = page.width * page.height
    return total / area if area > 0 else 0.0


def _levelled(page: Page, turns: list[int]) -> Page:
    """The page turned so that most of its text is level."""
    turn = turns.index(max(turns))
    if turn == 0 or turns[turn] < 0.7 * sum(turns):
        return page
    width, height = page.width, page.height

    def turned(
        left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        if turn == 1:
            return top, width - right, bottom, width - left
        if turn == 2:
            return width - right, height - bottom, width - left, height - top
        return height - bottom, left, height - top, right

    page.glyphs = [Glyph(g.text, *turned(*g[1:5]), g.confidence) for g in page.glyphs]
    page.rulings = [Ruling(*turned(*ruling)) for ruling in page.rulings]
    if turn != 2:
        page.width, page.height = height, width
    return page
