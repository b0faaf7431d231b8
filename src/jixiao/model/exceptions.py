"""The errors a person is told about.

UserError
├── UnreadableFile        the bytes cannot be read: damaged, encrypted, empty, too large, unknown
├── NotAPerformanceForm   readable, but no performance form (绩效表) is in it
├── UnusableRequest       what was asked for cannot be done as asked: a bad option, an unknown rule
└── AlteredFile           a register, measure or target is not the file that was recorded
"""

import errno

_REASONS = {
    errno.ENOENT: ("没有这个文件", "no such file"),
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("没有权限", "not permitted"),
    errno.EISDIR: ("这是文件夹", "it is a folder"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "part of the path is no folder"),
    errno.ENAMETOOLONG: ("名称过长", "the name is too long"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EROFS: ("磁盘只读", "the disk is read-only"),
    errno.ELOOP: ("链接循环", "links run in a circle"),
    errno.EINVAL: ("名称无效", "the name is not valid"),
}


def told_by_system(error: OSError) -> tuple[str, str]:
    """What the operating system says is wrong, in Chinese and English."""
    told = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, (told, told))


class UserError(Exception):
    """A sentence for the person at the keyboard: what, where, and what to do now.

    ``zh`` and ``en`` are whole sentences; neither shows a traceback to anyone.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def message(self, language: str = "zh") -> str:
        """The sentence in ``language`` (``zh`` or ``en``)."""
        return self.en if language == "en" else self.zh


class UnreadableFile(UserError):
    """The file's bytes cannot be read as any format known here."""


class NotAPerformanceForm(UserError):
    """The file opens, but holds no performance form; it is refused by name, not half read."""


class UnusableRequest(UserError):
    """What was asked for cannot be done as it was asked."""


class AlteredFile(UserError):
    """A file is not the one whose hash was recorded: it was changed or replaced since."""
