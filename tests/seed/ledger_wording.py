"""What the rules on wording (DOC) say of the seed: code → (project, words of the message)."""

from __future__ import annotations

LEDGER: dict[str, list[tuple[int, str]]] = {
    "DOC01": [
        (2, "“项止”疑为“项目”之误"),
        (2, "“程序”疑为“程度”之误"),
        (3, "“确保障”疑为“确保”或“保障”之误"),
        (9, "“专项信息”疑为“专项经费”之误（“政务信息工作专项信息”）"),  # in the list
        (9, "“专项信息”疑为“专项经费”之误（“政务信息工作专项信息”）"),  # in the table
        (9, "“专项信息”疑为“专项经费”之误（“‘政务信息工作专项信息’项目”）"),  # in the heading
    ],
    "DOC02": [(3, "[bookmark: _GoBack]")],
    "DOC03": [
        (6, "年份没有用六角括号"),  # the number itself is masked
        (8, "皖外事委办〔2020〕10号"),
        (10, "号字前有空格；可写作“皖政办秘〔2015〕212号”"),
    ],
    "DOC04": [
        (10, "检查指标、监管工作年度考核指标的通知”没有写发文字号"),
        (10, "“皖政办秘〔2015〕212 号”早于预算年度9年"),
    ],
    "DOC05": [
        (1, "以“，”结尾"),
        (1, "句中用了“.”"),
        (8, "编号的全角、半角数字混用"),
    ],
    "DOC06": [],
    "DOC07": [],
    "DOC08": [],
    "DOC09": [],
    "DOC10": [],
    "DOC11": [],
    "DOC12": [],
}
