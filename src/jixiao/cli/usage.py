"""What is wrong with the words of a command, in Chinese with the parser's own English beside it."""

from __future__ import annotations

_BEGINNINGS = (
    ("the following arguments are required: ", "缺少参数：{}"),
    ("unrecognized arguments: ", "不认识的参数：{}"),
    ("ambiguous option: ", "选项写得不全，分不清是哪一个：{}"),
    ("not allowed with argument ", "不能与 {} 同时使用"),
    ("ignored explicit argument ", "这个选项后面不带值：{}"),
    ("one of the arguments ", "须写其中一个：{}"),
)
_WHOLE = {
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
}
_NUMBERS = {"int": "整数", "float": "数"}


def told(message: str) -> str:
    """The parser's message with the Chinese before it; one not known stays English.

    >>> told("argument --month: invalid int value: 'x'")
    "--month：“x”不是整数。 · argument --month: invalid int value: 'x'"
    """
    where, what = "", message
    if message.startswith("argument "):
        named, _, what = message.removeprefix("argument ").partition(": ")
        where = f"{named}："
    return f"{where}{_said(what)}。 · {message}"


def _said(what: str) -> str:
    if what in _WHOLE:
        return _WHOLE[what]
    for beginning, zh in _BEGINNINGS:
        if what.startswith(beginning):
            rest = what.removeprefix(beginning)
            return zh.format(rest.removesuffix(" is required").replace("could match", "可能是"))
    if what.startswith("invalid choice: "):
        value, _, choices = what.removeprefix("invalid choice: ").partition(" (choose from ")
        known = choices.removesuffix(")").replace("'", "").replace(", ", "、")
        return f"没有“{_bare(value)}”。可选：{known}"
    if what.startswith("invalid ") and " value: " in what:
        kind, _, value = what.removeprefix("invalid ").partition(" value: ")
        return f"“{_bare(value)}”不是{_NUMBERS.get(kind, kind)}"
    return "命令写得不对"


def _bare(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
