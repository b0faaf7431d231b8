"""A person at a browser: signs in, looks at pages, presses what is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from served import Site

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 800}
# Addresses that are no pages, or that change what others see.
_NO_PAGES = re.compile(
    r"\.(docx|xlsx|csv|json|jsonl|ndjson|zip|txt|pdf|xml|svg|png|rss|atom)$"
    r"|/(static|i18n)/|^/api/.|/export/|/download|/feed|/docx/|/xlsx/|/editions/\d+/files/"
)


class Visitor:
    """A browser window of one person; what the browser complains of is kept."""

    def __init__(self, browser: Any, site: Site, axe: str = "") -> None:
        self.site = site
        self.context = browser.new_context(viewport=WIDE, locale="zh-CN", accept_downloads=True)
        if axe:
            self.context.add_init_script(axe)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: Any) -> None:
        # A refusal is told by its status; the page shows it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> int:
        """Open an address; its status, 0 where it is a file and no page."""
        try:
            answer = self.page.goto(urljoin(self.site.address, path), wait_until="load")
        except Exception as error:
            if "Download is starting" not in str(error):
                raise
            return 0
        return int(answer.status) if answer is not None else 0

    def sign_in(self, name: str, password: str) -> None:
        """By name and password."""
        self.go("/account/login/")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", password)
        self.page.click("main form button[type=submit], main form button:not([type])")
        self.page.wait_for_load_state()
        assert "/account/login" not in self.page.url, self.page.inner_text("main")

    def links(self) -> list[str]:
        """The addresses of this site's pages that the page leads to."""
        found = self.page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(a => a.getAttribute('href'))"
        )
        here, paths = urlsplit(self.site.address).netloc, []
        for link in found:
            whole = urlsplit(urldefrag(urljoin(self.page.url, link)).url)
            path = whole.path + (f"?{whole.query}" if whole.query else "")
            if whole.netloc == here and not _NO_PAGES.search(whole.path):
                paths.append(path)
        return list(dict.fromkeys(paths))

    def faults(self) -> list[str]:
        """What axe-core calls serious or critical on the page."""
        found = self.page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations']})"
            ".then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
            ".map(v => v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3)"
            ".map(n => n.html.slice(0, 160)).join(' | ')))"
        )
        return [f"{urlsplit(self.page.url).path} {fault}" for fault in found]

    def picture(self, folder: Path, name: str) -> list[str]:
        """The whole page, wide and narrow; tells where the narrow one must be moved sideways."""
        self.page.screenshot(path=folder / f"{name}-1280.png", full_page=True)
        self.page.set_viewport_size(NARROW)
        over = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        self.page.screenshot(path=folder / f"{name}-375.png", full_page=True)
        self.page.set_viewport_size(WIDE)
        return [f"{urlsplit(self.page.url).path} is {over} px too wide for 375"] if over > 0 else []

    def close(self) -> None:
        """Close the window."""
        self.context.close()


def pattern_of(path: str) -> str:
    """An address with its numbers and filters left out: pages that look alike."""
    bare = urlsplit(path).path
    return re.sub(r"(?<=/)\d+(?=/|$)", "N", re.sub(r"/[0-9a-f]{16,}(?=/|$)", "/H", bare))
