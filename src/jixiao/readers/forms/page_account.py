"""The accounting of a book page by page (逐页核算): what a page holds, what of it was taken."""

from __future__ import annotations

from jixiao.model.disclosure import Disclosure, PageAccount
from jixiao.readers.grid import Grid, Layout


def with_pages(disclosure: Disclosure, layout: Layout) -> Disclosure:
    """The record with the accounting of its pages."""
    return disclosure.with_fields(pages=tuple(_accounts(disclosure, layout)))


def _accounts(disclosure: Disclosure, layout: Layout) -> list[PageAccount]:
    """A line for every page."""
    taken = _taken(disclosure)
    tables: dict[int, set[int]] = {}
    texts: set[int] = set()
    for block in layout.blocks:
        if isinstance(block, Grid):
            for page in {cell.page or block.page for row in block.rows for cell in row}:
                tables.setdefault(page or 0, set()).add(block.number)
        elif block.page is not None:
            texts.add(block.page)
    pictures = set(layout.pictures)
    lines: list[PageAccount] = []
    for page in range(1, layout.page_count + 1):
        numbers = tables.get(page, set())
        kinds = {taken[number] for number in numbers if number in taken}
        if kinds:
            status = "form" if "form" in kinds else "list"
        elif numbers:
            status = "table"
        elif page in pictures:
            status = "picture"
        else:
            status = "text" if page in texts else "blank"
        count = sum(number in taken for number in numbers)
        lines.append(PageAccount(page, status, len(numbers), count))
    return lines


def _taken(disclosure: Disclosure) -> dict[int, str]:
    """The tables that the record's values stand in: those of forms, and those of lists."""
    found: dict[int, str] = {}
    for project in disclosure.listed:
        for place in project.at.values():
            if place.table is not None:
                found[place.table] = "list"
    places = [form.at for form in disclosure.targets]
    places += [form.at for form in disclosure.evaluations]
    places += [form.at for form in disclosure.monitoring]
    for target in disclosure.targets:
        places += [i.at for i in (*target.indicators, *target.period_indicators)]
    for at in places:
        for place in at.values():
            if place.table is not None:
                found[place.table] = "form"
    return found
