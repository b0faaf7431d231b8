"""The official form (规范表样) in the format a file's ending names."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest
from jixiao.writers.save import save

# ending → module with ``render(disclosure) -> bytes``
FORMATS = {
    ".docx": "jixiao.writers.form_docx",
    ".xlsx": "jixiao.writers.form_xlsx",
    ".html": "jixiao.writers.form_html",
    ".htm": "jixiao.writers.form_html",
    ".txt": "jixiao.writers.form_text",
    ".json": "jixiao.writers.record_json",
}


def write_form(disclosure: Disclosure, path: Path) -> None:
    """Write the form to ``path``. Raises :class:`UnusableRequest` for an ending not known."""
    module = FORMATS.get(path.suffix.lower())
    if module is None:
        raise UnusableRequest(
            f"不能写成“{path.suffix or path.name}”。可用：{' '.join(FORMATS)}；"
            "需要 PDF 时请先写成 docx 再用文字处理软件转换。",
            f"cannot write “{path.suffix or path.name}”; use {' '.join(FORMATS)}; for PDF write a "
            "docx and convert it",
        )
    save(path, import_module(module).render(disclosure))
