"""The catalogue (规则目录) as a folder of plain HTML: opened from a disk, searched offline.

Every page is whole without its script; scripts and styles are files of the folder, so that the
strictest content policy lets them be. The same release writes the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from html import escape
from pathlib import Path, PurePosixPath

from jixiao import __version__
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.named import NamedTuple
from jixiao.regulations.regulation import instruments
from jixiao.rules.catalogue import catalogue
from jixiao.rules.pages import page_of
from jixiao.rules.rule import Rule
from jixiao.writers import catalogue_pages as printed
from jixiao.writers.markdown_html import Heading, Link, page, pair, title_pair
from jixiao.writers.save import save

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "pages"
_CHECKOUT = _HERE.parents[2]
LIST = "files.txt"
"""Names every file of the folder; by it a folder is known for one that may be written anew."""

SECTIONS = {
    "rules": ("规则", "Rules"),
    "forms": ("表样", "Forms"),
    "regulations": ("依据", "Regulations"),
    "parameters": ("参数", "Parameters"),
    "profiles": ("口径", "Profiles"),
    "tutorials": ("入门", "Tutorials"),
    "how-to": ("操作指南", "How-to guides"),
    "reference": ("参考", "Reference"),
    "explanation": ("说明", "Explanation"),
    "decisions": ("设计决定", "Decisions"),
    "glossary": ("术语", "Glossary"),
}
_WRITTEN = ("forms", "tutorials", "how-to", "reference", "explanation", "decisions")
# Pages that the catalogue prints itself, at another address.
_ELSEWHERE = {
    "reference/rules.md": "rules/index.html",
    "reference/regulations.md": "regulations/index.html",
    "reference/profiles.md": "profiles/index.html",
}


class Printed(NamedTuple):
    """A page before the frame is put around it."""

    address: str
    title: tuple[str, str]
    body: str
    text: str
    headings: tuple[Heading, ...] = ()


def write_catalogue(folder: Path) -> int:
    """Write the site into ``folder``, and give the number of pages.

    A folder that holds other things is refused; of an earlier catalogue what is no more is removed.
    """
    files = catalogue_files()
    listed = folder / LIST
    if folder.is_dir() and any(folder.iterdir()) and not listed.is_file():
        raise UnusableRequest(
            f"文件夹“{folder}”里有别的文件，没有写入。请换一个新的或空的文件夹。",
            f"the folder “{folder}” holds other files, nothing was written; name an empty one",
        )
    known = listed.read_text(encoding="utf-8").split("\n") if listed.is_file() else []
    for name, data in files.items():
        save(folder / name, data)
    for name in known:
        old = folder / name
        if name and name not in files and ".." not in PurePosixPath(name).parts:
            old.unlink(missing_ok=True)
    return sum(name.endswith(".html") for name in files)


def catalogue_files() -> dict[str, bytes]:
    """Address → bytes of every file of the site."""
    pages = [*_own_pages(), *_written_pages()]
    pages.append(_front(pages))
    sections: defaultdict[str, list[Printed]] = defaultdict(list)
    for one in pages:
        sections[one.address.partition("/")[0]].append(one)
    have_index = {one.address for one in pages}
    pages += [
        _list(section, sections[section])
        for section in _WRITTEN
        if f"{section}/index.html" not in have_index
    ]
    files = {one.address: _framed(one).encode() for one in pages}
    files["search.html"] = _framed(_search_page()).encode()
    files["search-index.js"] = _index(pages).encode()
    for name in ("catalogue.css", "catalogue.js", "search.js"):
        files[name] = (_HERE / "catalogue_files" / name).read_bytes()
    for path in sorted(_folder("reference").glob("*.json")):
        files[f"reference/{path.name}"] = path.read_bytes()
    files[LIST] = "".join(f"{name}\n" for name in sorted([*files, LIST])).encode()
    return dict(sorted(files.items()))


def _folder(name: str) -> Path:
    for folder in (_SHIPPED / name, _CHECKOUT / "docs" / name):
        if folder.is_dir():
            return folder
    raise UnusableRequest(
        f"安装不完整：缺少说明文档“{name}”。请重新安装 jixiao。",
        f"the installation is incomplete: the pages “{name}” are missing; reinstall jixiao",
    )


def _own_pages() -> list[Printed]:
    citing: defaultdict[str, list[Rule]] = defaultdict(list)
    made = [Printed("rules/index.html", SECTIONS["rules"], printed.rules_index(), "")]
    for rule in catalogue():
        for key in rule.basis:
            citing[key].append(rule)
        made.append(_rule_page(rule))
    made.append(
        Printed("regulations/index.html", SECTIONS["regulations"], printed.instruments_index(), "")
    )
    for one in instruments():
        body = printed.instrument_page(one, citing)
        title = (one.name("zh"), one.name("en"))
        made.append(Printed(f"regulations/{one.id}.html", title, body, _plain(body)))
    for name, body in (
        ("parameters", printed.parameters_page()),
        ("profiles", printed.profiles_page()),
    ):
        made.append(Printed(f"{name}/index.html", SECTIONS[name], body, _plain(body)))
    return made


def _rule_page(rule: Rule) -> Printed:
    address = printed.rule_address(rule)
    source = page_of(rule).split("\n")
    # The line of the severity and the version is told by the facts.
    del source[1 : next(n for n, line in enumerate(source) if line.startswith("## "))]
    read = page("\n".join(source), _linker(address))
    body = printed.rule_facts(rule) + read.html + printed.rule_profiles(rule)
    title = (f"{rule.code} {rule.title.zh}", rule.title.en)
    text = f"{rule.name} {rule.title.en} {rule.message.zh} {rule.message.en}\n{read.text}"
    return Printed(address, title, body, text, read.headings)


def _written_pages() -> list[Printed]:
    made = []
    for section in _WRITTEN:
        for path in sorted(_folder(section).glob("*.md")):
            if f"{section}/{path.name}" not in _ELSEWHERE:
                name = "index" if path.stem == "README" else path.stem
                made.append(_written(path, f"{section}/{name}.html"))
    glossary = next(
        path for path in (_SHIPPED / "GLOSSARY.md", _CHECKOUT / "GLOSSARY.md") if path.is_file()
    )
    made.append(_written(glossary, "glossary/index.html", SECTIONS["glossary"]))
    return made


def _written(path: Path, address: str, title: tuple[str, str] | None = None) -> Printed:
    read = page(path.read_text(encoding="utf-8"), _linker(address))
    titled = title or title_pair(read.title) or (read.title, read.title)
    return Printed(address, titled, read.html, read.text, read.headings)


def _linker(address: str) -> Link:
    def link(target: str) -> str:
        if "://" in target or target.startswith("#"):
            return target
        path, mark, anchor = target.partition("#")
        parts: list[str] = []
        for part in (*PurePosixPath(address).parent.parts, *path.split("/")):
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        meant = "/".join(parts)
        found = _ELSEWHERE.get(meant, meant)
        if found.endswith("/README.md"):
            found = found.removesuffix("README.md") + "index.html"
        elif found.endswith(".md"):
            found = found.removesuffix(".md") + ".html"
        return "../" * (address.count("/")) + found + mark + anchor

    return link


def _list(section: str, pages: list[Printed]) -> Printed:
    items = "".join(
        f'<li><a href="{one.address.partition("/")[2]}">{_title(one.title)}</a></li>'
        for one in pages
    )
    return Printed(f"{section}/index.html", SECTIONS[section], f"<ul>{items}</ul>", "")


def _front(pages: list[Printed]) -> Printed:
    said = pair(
        "项目支出绩效目标的审核规则、表样、依据、参数和使用说明。整个文件夹不需要网络即可打开和检索。",
        "The rules on performance targets of public project expenditure, with forms, regulations, "
        "parameters and guides. The folder is read and searched without a network.",
        "p",
    )
    counts = {name: sum(p.address.startswith(f"{name}/") for p in pages) for name in SECTIONS}
    counts["rules"] = len(catalogue())
    counts["regulations"] = len(instruments())
    cards = "".join(
        f'<li><a href="{name}/index.html">{_title(title)}</a>'
        + (f" <b>{counts[name]}</b>" if counts[name] > 1 else "")
        + "</li>"
        for name, title in SECTIONS.items()
    )
    body = f'{said}<ul class="cards">{cards}</ul>'
    return Printed("index.html", ("绩效目标审核规则目录", "Catalogue of rules"), body, "")


def _search_page() -> Printed:
    body = (
        f"<noscript>{pair('检索需要启用脚本。', 'Searching needs scripts.', 'p')}</noscript>"
        '<p id="found" role="status"></p><ol id="results" class="results"></ol>'
    )
    return Printed("search.html", ("检索", "Search"), body, "")


def _framed(one: Printed) -> str:
    up = "../" * one.address.count("/")
    section = one.address.partition("/")[0]
    here = ' aria-current="true"'
    links = "".join(
        f'<li><a href="{up}{name}/index.html"{here if name == section else ""}>'
        f"{pair(*title)}</a></li>"
        for name, title in SECTIONS.items()
    )
    contents = "".join(
        f'<li><a href="#{escape(h.anchor)}">'
        f"{_title(title_pair(h.text) or (h.text, h.text))}</a></li>"
        for h in one.headings
        if h.level == 2
    )
    aside = ""
    if contents.count("<li>") > 2:
        told = pair("本页内容", "on this page")
        aside = (
            f'<details class="contents"><summary>{told}</summary>'
            f'<nav aria-label="本页内容 · on this page"><ul>{contents}</ul></nav></details>'
        )
    zh, en = one.title
    named = zh if zh == en else f"{zh} · {en}"
    buttons = "".join(
        f'<button type="button" data-show="{value}" aria-pressed="{pressed}">{label}</button>'
        for value, label, pressed in (
            ("both", "中英", "true"),
            ("zh", "中文", "false"),
            ("en", "English", "false"),
        )
    )
    scripts = ["catalogue.js"]
    scripts += ["search-index.js", "search.js"] if one.address == "search.html" else []
    loaded = "".join(f'<script src="{up}{name}" defer></script>' for name in scripts)
    return f"""<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(named, quote=False)} · 绩效 jixiao</title>
<link rel="stylesheet" href="{up}catalogue.css">
{loaded}
</head>
<body>
<a class="skip" href="#page-text">{pair("跳到正文", "to the text")}</a>
<header>
<p class="brand"><a href="{up}index.html">{pair("绩效规则目录", "Catalogue of rules")}</a></p>
<form action="{up}search.html" role="search"><label for="q">{pair("检索", "search")}</label>
<input id="q" name="q" type="search" autocomplete="off"><button>{pair("找", "find")}</button></form>
<div class="languages" role="group" aria-label="语言 · language" hidden>{buttons}</div>
<nav aria-label="栏目 · sections"><ul>{links}</ul></nav>
</header>
<main id="page-text" tabindex="-1">
<h1>{_title(one.title)}</h1>
{aside}
{one.body}
</main>
<footer><p>jixiao {escape(__version__)}</p></footer>
</body>
</html>
"""


def _title(title: tuple[str, str]) -> str:
    return pair(escape(title[0], quote=False), escape(title[1], quote=False))


def _plain(html: str) -> str:
    """The text of a page that is printed here: between its tags."""
    from html import unescape

    kept, inside = [], False
    for c in html:
        if c in "<>":
            inside = c == "<"
            kept.append(" ")
        elif not inside:
            kept.append(c)
    return " ".join(unescape("".join(kept)).split())


def _index(pages: list[Printed]) -> str:
    """What is searched: a script, as a page opened from a disk may load nothing else."""
    rows = [
        [one.address, one.title[0], one.title[1], " ".join(one.text.split())]
        for one in sorted(pages, key=lambda p: p.address)
    ]
    made = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"window.catalogueIndex = {made};\n"
