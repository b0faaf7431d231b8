"""Personal data (个人信息) in a text: identity numbers, phones, bank accounts.

Numbers are told by their make — the check digit and birth date of an identity number, the prefix
of a mobile phone, the area code of a fixed one — and an account only by the word before it, so
that project codes and amounts are not taken for them. Hotlines (12345, 400…) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from jixiao.model.wording import Passage

if TYPE_CHECKING:
    from jixiao.model.disclosure import Disclosure
    from jixiao.model.target import PerformanceTarget

_LONG_NUMBER = re.compile(r"[0-9](?:[ \-－()（）]{0,2}[0-9]){9,20}[Xx]?")
_NUMERALS = frozenset("0123456789.")
_NO_DIGITS = str.maketrans("", "", " -－()（）")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_ACCOUNT_WORDS = ("账号", "帐号", "账户", "帐户", "卡号", "开户")
_PHONE_WORDS = ("电话", "座机", "传真", "号码")
# Numbers meant for the public.
_PUBLIC_LINES = ("咨询", "监督", "举报", "投诉", "服务", "值班", "热线", "受理")
_CONTACT_LABELS = ("联系人", "负责人", "责任人", "经办人", "填报人", "联系方式", "电话")
_NAME_NOISE = ("联系电话", "联系方式", "联系人", "办公电话", "手机号", "手机", "电话", "号码", "码")


# What a datum is, and what it is called.
_LABELS = {
    "identity": ("公民身份号码", "an identity number"),
    "mobile": ("手机号码", "a mobile phone number"),
    "landline": ("固定电话号码", "a fixed phone number"),
    "account": ("银行账号", "a bank account"),
    "name": ("与电话写在一起的姓名", "a name beside a phone number"),
}


class PersonalDatum(NamedTuple):
    """One datum and its characters in the text; ``text`` is what must be masked.

    ``kind`` is ``identity`` (公民身份号码), ``mobile``, ``landline``, ``account`` or ``name``.
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def may_be_official(self) -> bool:
        """A fixed phone may be an office's, which may be published."""
        return self.kind == "landline"

    def label(self, language: str = "zh") -> str:
        """公民身份号码, 手机号码 …; or the English words."""
        return _LABELS[self.kind][language == "en"]


def personal_data_in(text: str) -> tuple[PersonalDatum, ...]:
    """The identity numbers, phones and accounts in ``text``, in order."""
    found = []
    for match in _LONG_NUMBER.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()]
        is_part = before[-1:] in _NUMERALS or text[match.end() : match.end() + 1].isdigit()
        kind = None if is_part else _kind(match.group(), before)
        if kind is not None:
            found.append(PersonalDatum(kind, match.group(), *match.span()))
    return tuple(found)


def name_in_contact(text: str) -> str | None:
    """The personal name in a contact cell, its phone taken away; None when no name is left."""
    rest = _LONG_NUMBER.sub("", text)
    for word in _NAME_NOISE:
        rest = rest.replace(word, "")
    name = "".join(c for c in rest if "\u4e00" <= c <= "\u9fff" or c == "·")
    return name if 2 <= len(name) <= 4 and name in text else None


def _kind(number: str, before: str) -> str | None:
    digits = number.translate(_NO_DIGITS)
    if len(digits) == 18 and digits == number and _is_identity(digits):
        return "identity"
    if not digits.isdigit():
        return None
    if any(word in before for word in _ACCOUNT_WORDS) and 12 <= len(digits) <= 21:
        return "account"
    local = digits.removeprefix("86") if len(digits) == 13 else digits
    if len(local) == 11 and local[0] == "1" and local[1] in "3456789":
        return "mobile"
    is_phone = number != digits or any(word in before for word in _PHONE_WORDS)
    if len(digits) in (10, 11, 12) and digits[0] == "0" and digits[1] != "0" and is_phone:
        is_public = any(word in before[-10:] for word in _PUBLIC_LINES)
        return None if is_public else "landline"
    return None


def _is_identity(digits: str) -> bool:
    """18 characters with a likely birth date and the right check digit (GB 11643)."""
    body, check = digits[:17], digits[17].upper()
    year, month, day = int(body[6:10]), int(body[10:12]), int(body[12:14])
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECK_DIGITS[total % 11] == check


def personal_data_of(disclosure: Disclosure) -> Iterator[tuple[Passage, PersonalDatum]]:
    """The personal data in a publication: its texts, and the contact cells of its tables."""
    if _LONG_NUMBER.search(disclosure.wording.text):
        for text, passages in disclosure.wording.places.items():
            for datum in personal_data_in(text):
                for passage in passages:
                    yield passage, datum
    for target in disclosure.targets:
        cells = list(_contact_cells(target))
        data = [(cell, datum) for cell in cells for datum in personal_data_in(cell.text)]
        yield from data
        for cell in cells if data else ():
            name = name_in_contact(cell.text)
            if name is not None:
                start = cell.text.index(name)
                yield cell, PersonalDatum("name", name, start, start + len(name))


def _contact_cells(target: PerformanceTarget) -> Iterator[Passage]:
    if target.responsible_person:
        place = target.at.get("responsible_person")
        yield Passage(target.responsible_person, place, target)
    for label, text in target.others:
        if text and any(word in label for word in _CONTACT_LABELS):
            yield Passage(text, None, target)
