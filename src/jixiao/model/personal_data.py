"""Personal data (个人信息) in a text: identity numbers, phones, bank accounts, names beside them.

Numbers are told by their make — the check digit and birth date of an identity number, the prefix
of a mobile phone, the area code of a fixed one — and an account only by the word before it, so
that project codes and amounts are not taken for them. Hotlines (12345, 400…) are none. Digits may
be full-width, blanks, hyphens and brackets may part them, several numbers may follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jixiao.model.named import NamedTuple
from jixiao.model.spelling import spellings, squeezed, with_plain_digits
from jixiao.model.terms import words
from jixiao.model.wording import Passage, further_texts, passage_of

if TYPE_CHECKING:
    from jixiao.model.disclosure import Disclosure
    from jixiao.model.target import PerformanceTarget

# Ten digits or more, of either width.
_RUN = re.compile(
    "[0-9０-９](?:[ \t\r\n\u3000\xa0\\-－–—()（）]{0,3}[0-9０-９]){9,}"
    "(?:[ \t\r\n\u3000\xa0\\-－–—]{0,2}[XxＸｘ])?"
)
_GROUP = "[0-9０-９]+[XxＸｘ]?|[XxＸｘ]"
_MOST_GROUPS = 8  # in one number
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_ACCOUNT_WORDS = ("账号", "帐号", "账户", "帐户", "卡号", "开户")
_PHONE_WORDS = ("电话", "座机", "传真", "号码")
# Numbers meant for the public.
_PUBLIC_LINES = ("咨询", "监督", "举报", "投诉", "服务", "值班", "热线", "受理")
_CONTACTS = ("联系人", "负责人", "责任人", "经办人", "填报人", "填表人", "审核人", "联络员")
_CONTACT_LABELS = (*_CONTACTS, "联系方式", "电话")
_NAME_NOISE = (
    *("公民身份号码", "身份证号码", "身份证号", "身份证", "联系电话", "联系方式", "联系人"),
    *("办公电话", "移动电话", "手机号", "手机", "电话", "号码", "码"),
)
_BEFORE_NAMES = (*_CONTACTS, "联系", "咨询", "致电")
_BETWEEN = " \t\r\n\u3000\xa0：:，,、；;。/|()（）[]【】“”\"'+-－—"
# Family names that are seldom the beginning of another word, and words that begin with one.
_FAMILY_NAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚"
    "卢姜崔钟谭陆汪范廖石贾韦夏付邹孟熊秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵覃武钱戴严莫孔汤"
)
_NO_NAMES = frozenset(
    words(
        "许可 林业 周期 周边 程序 程度 余额 付款 江苏 江西 武汉 黄山 徐州 苏州 "
        "沈阳 唐山 张贴 石油 田间 严格 陆续 杜绝 雷电 夏季 何时 龙头 常年 常用 "
        "常见 向上 范围 钱款 段落 史料 毛利 顾问 宋体 秦岭"
    )
)
_NO_NAME_ENDS = frozenset("区县市镇乡村局处科室部办站所院队厅委会司校厂店馆园路街号楼费款额量度率")


# What a datum is, and what it is called.
_LABELS = {
    "identity": ("公民身份号码", "an identity number"),
    "mobile": ("手机号码", "a mobile phone number"),
    "landline": ("固定电话号码", "a fixed phone number"),
    "account": ("银行账号", "a bank account"),
    "name": ("与号码写在一起的姓名", "a name beside a number"),
}


class PersonalDatum(NamedTuple):
    """One datum and its characters in the text.

    ``kind`` is ``identity`` (公民身份号码), ``mobile``, ``landline``, ``account`` or ``name``.
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be masked: the datum however it is spelt."""
        bare = "".join(c for c in self.text if c.isalnum())
        return tuple(dict.fromkeys([*spellings(self.text), *spellings(bare)]))

    @property
    def may_be_official(self) -> bool:
        """A fixed phone may be an office's, which may be published."""
        return self.kind == "landline"

    def label(self, language: str = "zh") -> str:
        """公民身份号码, 手机号码 …; or the English words."""
        return _LABELS[self.kind][language == "en"]


def personal_data_in(text: str) -> tuple[PersonalDatum, ...]:
    """The identity numbers, phones and accounts in ``text``, in order."""
    return tuple(datum for run in _RUN.finditer(text) for datum in _numbers_in(text, run.span()))


def _numbers_in(text: str, run: tuple[int, int]) -> Iterator[PersonalDatum]:
    """The numbers in a run of digits: each from the first group on that makes one."""
    groups = [group.span() for group in re.compile(_GROUP).finditer(text, *run)]
    index = 0
    while index < len(groups):
        start = groups[index][0]
        before = text[max(0, start - 16) : start]
        following = index + 1
        for stop in range(min(len(groups), index + _MOST_GROUPS), index, -1):
            end = groups[stop - 1][1]
            is_decimal = before[-1:] == "." or (text[end : end + 1] == "." and _is_digit(text, end))
            parts = [with_plain_digits(text[first:last]) for first, last in groups[index:stop]]
            kind = None if is_decimal else _kind(parts, before)
            if kind is not None:
                yield PersonalDatum(kind, text[start:end], start, end)
                following = stop
                break
        index = following


def _is_digit(text: str, end: int) -> bool:
    """A digit stands behind the point at ``end``."""
    return text[end + 1 : end + 2].isdigit()


def _kind(parts: list[str], before: str) -> str | None:
    """What number the groups of digits make together; None when none."""
    digits = "".join(parts)
    count = len(digits)
    if count == 18 and digits[:17].isdecimal() and _is_identity(digits):
        return "identity"
    if not digits.isdecimal():
        return None
    if any(word in before for word in _ACCOUNT_WORDS) and 12 <= count <= 21:
        return "account"
    local = digits
    for prefix, length in (("0086", 15), ("86", 13)):
        local = digits.removeprefix(prefix) if count == length else local
    is_mobile = len(local) == 11 and local[0] == "1" and local[1] in "3456789"
    if is_mobile and (len(parts) < 3 or min(len(part) for part in parts[-3:]) > 2):
        return "mobile"
    if digits[0] != "0" or digits[1] == "0" or not 10 <= count <= 12:
        return None
    if len(parts) == 1:
        is_phone = any(word in before for word in _PHONE_WORDS)
    else:
        is_phone = 3 <= len(parts[0]) <= 4 and min(len(part) for part in parts) > 2
    is_public = any(word in before[-10:] for word in _PUBLIC_LINES)
    return "landline" if is_phone and not is_public else None


def _is_identity(digits: str) -> bool:
    """18 characters with a likely birth date and the right check digit (GB 11643)."""
    body, check = digits[:17], digits[17].upper()
    year, month, day = int(body[6:10]), int(body[10:12]), int(body[12:14])
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECK_DIGITS[total % 11] == check


def name_in_contact(text: str) -> str | None:
    """The personal name in a contact cell, its phone taken away; None when no name is left."""
    rest = _RUN.sub("", text)
    for word in _NAME_NOISE:
        rest = rest.replace(word, "")
    name = "".join(c for c in rest if _is_of_name(c))
    return name if 2 <= len(name) <= 4 and name in text else None


def names_beside(
    text: str, data: tuple[PersonalDatum, ...], *, is_contact: bool = False
) -> Iterator[PersonalDatum]:
    """The names that stand next to the numbers found in ``text``.

    In a contact cell, or after a word such as 联系人, any two to four characters before the number
    are one; elsewhere two or three that begin with a family name.
    """
    ends = [0, *(datum.end for datum in data)]
    starts = [*(datum.start for datum in data), len(text)]
    for number, datum in enumerate(data):
        found = _name_before(text, ends[number], datum.start, is_contact=is_contact)
        if found is None:
            found = _name_behind(text, datum.end, starts[number + 1])
        if found is not None:
            start, end = found
            yield PersonalDatum("name", text[start:end], start, end)


def _name_before(text: str, first: int, end: int, *, is_contact: bool) -> tuple[int, int] | None:
    end = _before_noise(text, first, end)
    start = end
    while start > first and _is_of_name(text[start - 1]):
        start -= 1
    is_named = is_contact
    for word in _BEFORE_NAMES:
        position = text.rfind(word, start, end)
        if position >= 0:
            start = position + len(word)
            is_named = is_named or word in _CONTACTS
    if end - start > 2 and text[start] in "为是向给由对":
        start += 1
    is_named = is_named or text[first:start].rstrip(_BETWEEN).endswith(_CONTACTS)
    name = text[start:end]
    is_name = 2 <= len(name) <= 4 if is_named else _is_likely_name(name)
    return (start, end) if is_name and name not in _NAME_NOISE else None


def _before_noise(text: str, first: int, end: int) -> int:
    """Where the text before a number ends, signs and words such as 电话 left out."""
    while True:
        end = first + len(text[first:end].rstrip(_BETWEEN))
        noise = next((w for w in _NAME_NOISE if text.endswith(w, first, end)), None)
        if noise is None or noise in _CONTACTS:
            return end
        end -= len(noise)


def _name_behind(text: str, first: int, end: int) -> tuple[int, int] | None:
    start = end - len(text[first:end].lstrip(_BETWEEN))
    stop = start
    while stop < end and _is_of_name(text[stop]):
        stop += 1
    return (start, stop) if _is_likely_name(text[start:stop]) else None


def _is_of_name(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character == "·"


def _is_likely_name(word: str) -> bool:
    return (
        2 <= len(word) <= 3
        and word[0] in _FAMILY_NAMES
        and word[:2] not in _NO_NAMES
        and "某" not in word
        and word[-1] not in _NO_NAME_ENDS
    )


def personal_data_of(disclosure: Disclosure) -> Iterator[tuple[Passage, PersonalDatum]]:
    """The personal data in a publication, with the texts they stand in.

    What the reader took from other texts, and one cell's text met again, tells no datum twice.
    Where a table gives a number in a contact cell, the names in its contact cells are told too.
    """
    if not (_RUN.search(disclosure.wording.text) or _RUN.search(disclosure.further_text)):
        return
    contacts = {
        (id(passage.target), passage.text): passage
        for target in disclosure.targets
        for passage in _contact_cells(target)
    }
    known: set[tuple[object, str]] = set()
    reached: set[int] = set()  # the tables with a number in a contact cell
    for passage, is_told in _passages_with_numbers(disclosure):
        is_contact = (id(passage.target), passage.text) in contacts
        numbers = personal_data_in(passage.text)
        names = names_beside(passage.text, numbers, is_contact=is_contact)
        data = sorted([*numbers, *names], key=lambda datum: datum.start)
        if data and is_contact:
            reached.add(id(passage.target))
        keys = [(None if is_told else passage.cell, squeezed(datum.text)) for datum in data]
        for datum, key in zip(data, keys, strict=True):
            if key not in known:
                yield passage, datum
        known.update(keys)
        known.update((None, text) for _, text in keys)
    for (table, text), passage in contacts.items():
        name = name_in_contact(text) if table in reached else None
        if name is not None and (passage.cell, name) not in known:
            start = text.index(name)
            yield passage, PersonalDatum("name", name, start, start + len(name))


def _passages_with_numbers(disclosure: Disclosure) -> Iterator[tuple[Passage, bool]]:
    """The texts in which ten digits stand together, and whether the reader told them."""
    places = disclosure.wording.places
    for text in filter(_RUN.search, places):
        for passage in places[text]:
            yield passage, False
    if _RUN.search(disclosure.further_text):
        for further in further_texts(disclosure):
            words, *_, is_told = further
            if words and _RUN.search(words):
                yield passage_of(further), is_told


def _contact_cells(target: PerformanceTarget) -> Iterator[Passage]:
    if target.responsible_person:
        place = target.at.get("responsible_person")
        yield Passage(target.responsible_person, place, target)
    for label, text in target.others:
        if text and any(word in label for word in _CONTACT_LABELS):
            yield Passage(text, target.place, target)
