"""The labels printed on the forms, and what they name (表内栏目).

``FIELDS`` are the labels of single cells, ``COLUMNS`` the headers over the indicators. A name
that ends in ``?`` is weak: it holds only where the form has no stronger label for the same thing
(资金总额 is the year's money unless 年度资金总额 is there too). The ``other`` labels are known, so
that they are not taken for values, but no field holds them.
"""

from __future__ import annotations

from functools import lru_cache

from jixiao.readers.vocabulary import words


def _each(field: str, labels: str) -> dict[str, str]:
    return dict.fromkeys(words(labels), field)


FIELDS = {
    **_each(
        "project_name",
        "项目名称 项目政策名称 专项名称 专项资金名称 转移支付名称 转移支付项目名称 项目名称及编码 "
        "一级项目名称 二级项目名称",
    ),
    **_each(
        "supervising_department",
        "主管部门及代码 主管部门及编码 主管部门代码及名称 主管部门 项目主管部门 主管部门名称 "
        "主管单位 预算主管部门 市级主管部门 省级主管部门 区级主管部门 县级主管部门 中央主管部门 "
        "业务主管部门 主管预算单位 一级预算单位",
    ),
    **_each("supervising_code", "主管部门编码 主管部门代码"),
    **_each(
        "implementing_unit",
        "实施单位 项目实施单位 项目执行单位 项目单位 单位名称 预算单位 预算单位名称 申报单位 "
        "填报单位 具体实施单位 资金使用单位 用款单位 项目用款单位 执行单位 承担单位 项目承担单位 "
        "填报单位盖章 预算部门",
    ),
    **_each("project_source", "项目来源"),
    **_each(
        "project_period",
        "项目期 项目期限 项目起止时间 项目周期 起止时间 项目起止年限 实施期限 实施周期 项目实施期 "
        "项目实施时间 项目实施期限 起止年限 项目执行期 执行期限",
    ),
    **_each("period_start", "计划开始日期 项目开始日期 计划开始时间 项目开始时间"),
    **_each(
        "period_end",
        "计划完成日期 项目完成日期 计划完成时间 计划结束日期 项目结束日期 项目结束时间",
    ),
    **_each(
        "responsible_person",
        "项目责任人 项目负责人 项目负责人及电话 项目负责人及联系电话 项目分管领导",
    ),
    **_each("unit_seal", "单位盖章"),
    **_each(
        "funding.total",
        "年度资金总额 当年资金总额 年度资金申请总额 项目当年预算 本年资金总额 本年度资金总额 "
        "年度预算总额 当年预算总额 年度预算金额 年度预算资金总额 本年度申请资金 年度申请资金总额 "
        "年度预算数 年度项目资金总额",
    ),
    **_each(
        "funding.total?",
        "资金总额 预算金额 项目金额 预算总额 总额 预算资金总额 项目预算金额 资金总额及构成",
    ),
    **_each(
        "funding.whole_period",
        "项目资金总额 中期资金总额 实施期资金总额 项目总预算 项目总投资 总投资 项目预算总额 "
        "长期资金总额 项目总金额",
    ),
    **_each(
        "funding.fiscal",
        "其中财政拨款 财政拨款 其中当年财政拨款 当年财政拨款 本年财政拨款 其中本年财政拨款 "
        "年度财政拨款 其中年度财政拨款 本年度财政拨款 财政资金 其中财政资金 财政性资金 "
        "其中财政性资金",
    ),
    **_each("funding.other", "其他资金 其中其他资金 其它资金 其它"),
    **_each(
        "funding.line",
        "上年结转资金 上年结转 其中上年结转 上年结转结余 单位资金 自有资金 事业收入 经营收入 "
        "事业单位经营收入 上级财政资金 本级财政资金 中央资金 中央财政资金 中央补助 省级资金 "
        "省级财政资金 市级资金 市级财政资金 县级资金 区级资金 县区级资金 地方资金 "
        "财政专户管理资金 财政专户资金 社会资金 债券资金 政府性基金 政府性基金预算拨款 "
        "一般公共预算拨款 一般公共预算 国有资本经营预算拨款 上年度安排资金 自筹资金 上级资金 "
        "本级资金 其中一般公共预算 其中政府性基金",
    ),
    **_each(
        "annual_objective",
        "年度目标 年度总体目标 年度绩效目标 项目年度目标 本年度目标 年度总目标 当年绩效目标 "
        "当年目标 本年度绩效目标 预期目标 项目年度绩效目标 年度绩效总目标 年度总体绩效目标",
    ),
    **_each(
        "annual_objective?", "总体目标 绩效目标 总目标 项目绩效目标 项目绩效目标描述 总体绩效目标"
    ),
    **_each(
        "period_objective",
        "中期目标 项目总目标 实施期目标 实施期总体目标 项目绩效总目标 长期目标 项目总体目标 "
        "实施期绩效目标 中长期目标 长期绩效目标 项目总体绩效目标 中期绩效目标 三年绩效目标",
    ),
    **_each(
        "other",
        "联系电话 联系人 电话 联系方式 项目代码 项目编码 项目编号 项目属性 项目性质 项目类别 "
        "项目类型 存续状态 支出类型 项目联系人 联系人及电话 单位负责人 部门负责人 财务负责人 "
        "填报人 填表人 填报日期 填报时间 填表日期 审核人 邮政编码 单位地址 单位地址及邮编 "
        "单位编码 部门编码 预算编码 资金用途 资金性质 分配方式 绩效管理联络员 实际完成情况 "
        "项目概况 项目立项依据 立项依据 项目立项情况 项目申请理由 项目主要内容 项目概述 政策依据 "
        "是否政府采购 是否基建项目 项目级次 目标实际完成情况 项目设立依据 单位职能概述 设立依据 "
        "法人代表 单位性质 所属处室 归口处室",
    ),
}
COLUMNS = {
    **_each("level1", "一级指标 一级 一级指标名称 指标类型 指标类别"),
    **_each("level2", "二级指标 二级 二级指标名称"),
    **_each("name", "三级指标 三级 三级指标名称 指标名称 具体指标"),
    **_each("name?", "指标内容 指标 绩效指标名称 绩效指标内容"),
    **_each(
        "value",
        "指标值 年度指标值 目标值 指标值及单位 年度目标值 当年预期实现值 预期实现值 指标目标值 "
        "预期指标值 计划指标值 绩效指标值 预期值 年初指标值 预期目标值 年度绩效指标值 本年指标值 "
        "全年指标值 本年度指标值 年度目标指标值 绩效目标值 年度预期值 当年指标值 指标值内容",
    ),
    **_each(
        "period_value",
        "项目指标值 实施期指标值 中期指标值 长期指标值 总体指标值 实施期目标值 中期目标值 "
        "长期目标值 项目目标值 三年指标值",
    ),
    **_each(
        "sign",
        "指标性质 性质 指标符号 运算符号 计算符号 符号 比较符号 绩效指标性质 指标值性质 指标关系",
    ),
    **_each("direction", "方向 指标方向 指标导向 指标极性"),
    **_each(
        "unit",
        "度量单位 计量单位 单位 指标单位 指标值单位 数值单位 绩效度量单位 绩效指标度量单位 "
        "度量衡单位",
    ),
    **_each("weight", "权重 分值 指标权重 分值权重 指标分值 权重分 绩效分值 分值分 指标权重分"),
    **_each(
        "scoring_standard",
        "绩效标准 评价标准 评分标准 评扣分标准 评分细则 评分规则 评分办法 评分方法 扣分标准",
    ),
    **_each("remark", "备注 备注说明 说明"),
    **_each(
        "project",
        "项目名称 单位名称、项目名称 单位名称项目名称 单位项目 单位、项目 单位·项目 项目 "
        "项目单位名称",
    ),
    **_each("unit_name", "单位名称 预算单位 预算单位名称 部门单位名称 实施单位 主管部门"),
    **_each(
        "objective",
        "项目年度绩效目标 年度绩效目标 年度目标 项目年度目标 绩效目标 项目绩效目标 年度总体目标 "
        "项目支出绩效目标 总体目标",
    ),
    **_each(
        "amount",
        "预算金额 年度资金总额 资金总额 项目金额 金额 预算数 项目预算 年度预算 预算数万元 预算资金",
    ),
    **_each(
        "extra",
        "指标解释 指标说明 取值依据 指标值设定依据 设定依据 数据来源 佐证材料 属性 指标属性 内容 "
        "是否核心 是否核心指标 核心指标 评价方法 计算公式 取值方式 数据项1 数据项2 上年完成值 "
        "上年实际值 历史值 上年指标值 年初目标",
    ),
    **_each(
        "actual",
        "实际完成值 全年完成值 全年实际完成值 实际完成 完成值 实际值 年度实际完成值 实际完成情况 "
        "实际完成指标值 年度完成值 全年实际值 指标完成值 完成指标值 完成情况 实际完成数 实现情况 "
        "自评完成值",
    ),
    **_each("score", "得分 自评得分 指标得分 实际得分 得分系数 评分 自评分"),
    **_each(
        "progress",
        "全年预计完成情况 全年预计执行数 全年预计完成值 执行情况 完成目标可能性 目标完成可能性",
    ),
}
_LABEL_ENDS = frozenset([name[-1] for name in FIELDS]) | frozenset("：:）)】] \t\r\n\u3000\xa0")
_LONGEST_LABEL = 40
_LONGEST_HEADER = 24


def folded(text: str) -> str:
    """The text without blanks and colons."""
    text = "".join(text.split())
    return text.replace("：", "").replace(":", "") if "：" in text or ":" in text else text


@lru_cache(maxsize=8192)
def label(text: str) -> str:
    """The label without blanks and colons, and without what stands in brackets.

    >>> label("预算金额（单位：万元）"), label("一级\\n指标"), label("（产出）")
    ('预算金额', '一级指标', '产出')
    """
    bare = whole = folded(text)
    while True:
        start = max(bare.rfind("（"), bare.rfind("("))
        ends = [e for e in (bare.find("）", start), bare.find(")", start)) if e >= 0]
        if start < 0 or not ends:
            break
        bare = bare[:start] + bare[min(ends) + 1 :]
    return bare or whole.strip("（）()")


def _without_brackets(text: str) -> str:
    for mark in "（）()":
        text = text.replace(mark, "")
    return text


def field_of(text: str) -> str | None:
    """The field a label cell names, ``other`` for a known label that no field holds, else None.

    >>> field_of("单位（盖章）："), field_of("   其中：财政拨款"), field_of("网站运维")
    ('unit_seal', 'funding.fiscal', None)
    """
    if len(text) > _LONGEST_LABEL or text[-1:] not in _LABEL_ENDS:
        return None
    return _field_named(text)


@lru_cache(maxsize=8192)
def _field_named(text: str) -> str | None:
    bare = folded(text)
    found = FIELDS.get(bare)
    if found is None and ("（" in bare or "(" in bare):
        found = FIELDS.get(_without_brackets(bare)) or FIELDS.get(label(text))
    if found is None and bare[:1] in "①②③④⑤⑥*★1234567890一二三四五六、.":
        found = FIELDS.get(bare.lstrip("①②③④⑤⑥*★1234567890一二三四五六、.（）()"))
    return found


@lru_cache(maxsize=8192)
def column_of(text: str) -> str | None:
    """What the column under this header holds, or None when the text is no header."""
    if len(text) > _LONGEST_HEADER:
        return None
    bare = label(text)
    found = COLUMNS.get(bare)
    if (
        found is None
        and ("月" in bare or "预计" in bare)
        and bare.endswith(("执行情况", "完成情况", "执行数"))
    ):
        return "progress"
    return found
