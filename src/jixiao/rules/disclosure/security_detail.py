"""SEC03 security-detail (安全防护细节)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, Message, NotApplicable, Severity
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# Each line is one kind of detail; the words of a line say the same in different ways.
DETAILS = (
    "云防护 防火墙 入侵检测 入侵防御 流量清洗",
    "探针",
    "容灾 灾备 异地备份 增量备份",
    "等保测评 等级保护 三级等保",
    "密码应用安全性评估 密评 密码评估",
    "双因素 鉴别机制 鉴别技术 身份认证系统",
    "漏洞扫描 渗透测试",
)
KINDS = {word: kind for kind, line in enumerate(DETAILS) for word in line.split()}
WORDS = Words(KINDS)


@rule(
    code="SEC03",
    name="security-detail",
    title=Message("安全防护细节", "details of security protection"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#14", "baomifa-2024#36", "baomifa-2024#64"),
    message=Message(
        "年度目标写有安全防护细节：{details_zh}；汇总公开可能暴露防护情况，"
        "请由网络安全和保密审查人员判断，可以只写成效、不写手段",
        "the annual objective tells details of security protection: {details_en}; together they "
        "may show how systems are protected. A person should decide; results may be stated, not "
        "means",
    ),
    since="0.1",
)
def security_detail(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """A public text does not lay open several means of protection (安全防护); a person decides.

    One kind of detail alone is ordinary and is let be.
    """
    text = target.annual_objective
    if text is None:
        yield NotApplicable("没有填写年度目标", "the annual objective is not filled in")
        return
    kinds: dict[int, str] = {}
    for word in WORDS.met_in(text):
        kinds.setdefault(KINDS[word], word)
    met = sorted(kinds.values(), key=text.find)
    if met[1:]:
        yield Fault(
            target.at.get("annual_objective"),
            quote=text,
            details_zh="、".join(met),
            details_en=", ".join(f"“{word}”" for word in met),
        )
