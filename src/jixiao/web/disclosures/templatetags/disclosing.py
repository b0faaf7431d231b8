"""Words the pages of disclosure share: the name of a state, what a file is."""

from __future__ import annotations

from django import template

from jixiao.web.disclosures.models import Package
from jixiao.web.templatetags.words import language

register = template.Library()
_FILES = {
    "targets.docx": ("规范表样，可用Word、WPS打开", "the official form, for Word"),
    "targets.xlsx": ("规范表样，一个项目一张工作表", "the official form, a sheet a project"),
    "targets.html": ("规范表样，可用浏览器打开、打印", "the official form, for a browser"),
    "record.json": ("完整记录，供程序读取", "the whole record, for programs"),
    "targets.csv": ("项目数据，一个项目一行", "a row a project"),
    "indicators.csv": ("指标数据，一个指标一行", "a row an indicator"),
    "not-published.csv": ("不公开和上年结转的项目", "projects withheld and carried over"),
    "redactions.csv": ("遮盖记录，不含被遮盖的内容", "what is covered, without the text"),
    "datapackage.json": ("数据字典（Fiscal Data Package）", "the dictionary of the data"),
    "SHA256SUMS": ("各文件的校验值", "the hash of every file"),
}


@register.filter
def state_name(case: Package) -> str:
    """The state in the language of the page."""
    return case.state_name(language())


@register.filter
def file_words(name: str) -> str:
    """What a published file is."""
    return _FILES.get(name, ("", ""))[language() == "en"]
