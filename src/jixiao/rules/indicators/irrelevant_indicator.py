"""IND13 irrelevant-indicator (指标与项目无关)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.finding import Fault, InsufficientData, Message, NotApplicable, Severity
from jixiao.model.indicator import Indicator
from jixiao.model.target import PerformanceTarget
from jixiao.model.terms import Words, words
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

_ECONOMY = words("经济 经贸 企业 产业 产值 招商 贸易 投资 商户 市场主体 旅游 消费 就业 增收 收入")
_SERVED = words("企业 惠企 营商 商户 群众 便民 居民 市民 村民 办事 民生 百姓")
_RURAL = words("村 农 乡 镇 扶贫 脱贫")
# Commonplaces (套话), each with the words that show a project has to do with it; None: any word
# about the environment.
COMMONPLACES = {
    "绿色发展": None,
    "低碳发展": None,
    "生态文明": None,
    "经济发展": _ECONOMY,
    "经济增长": _ECONOMY,
    "便民利企": _SERVED,
    "利企便民": _SERVED,
    "乡村振兴": _RURAL,
}
# Characters of the words that stand round a commonplace and add nothing: 推动…程度, 对我市…影响.
_EMPTY = frozenset(
    "推动进促助力服务保障加快强实现对我本市县区省全地方域社会的度程影响作用情况水平提高升建设"
)
# Parts of names that fit every project, and so tie a name to none.
_GENERIC = words(
    "项目 完成 及时 质量 数量 次数 人数 成本 资金 经费 工作 情况 程度 影响 满意 对象 服务 发展 合格"
)
# Fields of business: words that stand for nothing else, and characters one of which any text of the
# field will hold. An indicator of a field that its project has no trace of is another project's.
_FIELDS = tuple(
    (words(own), words(trace))
    for own, trace in (
        (
            "畜禽 生猪 家禽 牲畜 屠宰 动物疫 兽医 存栏 出栏",
            "农 牧 渔 畜 禽 猪 兽 肉 食品 检疫 养殖",
        ),
        ("公墓 墓地 殡葬 殡仪 骨灰 火化 安葬", "墓 葬 殡 丧 逝 民政 骨灰"),
        ("农作物 水稻 小麦 玉米 油菜 播种 种粮 农膜", "农 粮 田 种 作物 乡 村 耕"),
        ("中小学 幼儿 学前教育 义务教育 在校生 高考 学籍", "教 学 校 幼 师 童 少年 考试 孩"),
        ("门诊 住院 疫苗 接种 手术 诊疗 献血 病床", "医 卫生 健康 病 药 疫 残 老 血 诊 护"),
        ("堤防 水库 灌区 泵站 山塘 渠道防渗", "水 河 汛 农 田 湖 渠 洪 堤 库 旱"),
        ("公交 农村公路 桥梁 航道 渡口 路面", "路 交通 公交 桥 市政 航 港 车 城"),
        ("造林 护林 林木 苗木 森林", "林 绿 生态 园 树 苗 森 山 国土"),
        ("文物 非遗 博物馆 图书馆 展陈", "文 旅 图书 馆 博 史 遗 展"),
        ("敬老院 特困 孤儿 低保 养老机构", "民政 老 困 孤 儿 救 残 社会保 保障 帮扶"),
        ("刑事案件 治安案件 禁毒 戒毒 消防救援", "警 公安 安全 治安 政法 毒 消防 应急 平安"),
        ("人民调解 法律援助 社区矫正 公证", "法 调解 矫正 信访 公证 司法 综治 纠纷"),
        ("地质灾害 地震 气象预警", "地质 灾 震 气象 应急 防 自然资源"),
        ("垃圾分类 生活垃圾 公厕 环卫", "垃圾 厕 环 卫 城 保洁 清 人居 乡 村"),
    )
)
_FIELD_WORDS = words(" ".join(word for own, _ in _FIELDS for word in own))
# A short text, or one or two names, may well use other words for the same thing.
ENOUGH_TEXT = 40  # characters
ENOUGH_NAMES = 3


@rule(
    code="IND13",
    name="irrelevant-indicator",
    title=Message("指标与项目无关", "indicator unrelated to the project"),
    severity=Severity.WARNING,
    basis=("caiyu-2015-88#relevance",),
    message=Message(
        "{subject_zh}在项目名称和年度目标里找不到相关内容，看不出与本项目的联系",
        "{subject_en}: the words show no tie to the project's name or annual objective",
    ),
    suggestion=Message(
        "换成本项目直接带来的产出和效果；没有这类效益的，写“本项目不适用此指标”，指标值写“无”",
        "state an output or effect of this project; where there is none of the kind write "
        "“本项目不适用此指标” with the value “无”",
    ),
    since="0.1",
)
def irrelevant_indicator(target: PerformanceTarget, norms: Norms) -> Iterator[Verdict]:
    """An indicator has to do with what the project's name and its objective say (相关性)."""
    indicators = [i for rows in target.applicable.values() for i in rows]
    if not indicators:
        yield NotApplicable("没有三级指标", "there is no level-3 indicator")
        return
    if target.annual_objective is None:
        yield InsufficientData("年度目标", "the annual objective")
        return
    names = "\n".join(i.name for i in indicators)
    for commonplace in filter(names.__contains__, COMMONPLACES):
        if not _speaks_of(target, COMMONPLACES[commonplace]):
            for indicator in indicators:
                name = indicator.name
                if commonplace in name and _EMPTY.issuperset(name.replace(commonplace, "")):
                    yield _fault(indicator)
    for word in _FIELD_WORDS.met_in(names) if len(target.purpose) >= ENOUGH_TEXT else ():
        if not any(word in own and trace.met_in(target.business) for own, trace in _FIELDS):
            for indicator in indicators:
                if word in indicator.name and not target.speaks_of(_own_words(indicator.name)):
                    yield _fault(indicator)
    if len(target.purpose) >= ENOUGH_TEXT and not any(
        target.speaks_of(_own_words(i.name)) for i in indicators
    ):
        first = indicators[0]
        count = sum(len(_own_words(i.name)) > 1 for i in indicators)
        if count >= ENOUGH_NAMES:
            yield Fault(
                first.at.get("name"),
                quote=first.name,
                subject_zh=f"全部三级指标（“{first.name}”等{count}项）",
                subject_en=f"all the indicators (“{first.name}” and others, {count} in all)",
            )


def _fault(indicator: Indicator) -> Fault:
    return Fault(
        indicator.at.get("name"),
        quote=indicator.name,
        subject_zh=f"指标“{indicator.name}”",
        subject_en=f"indicator “{indicator.name}”",
    )


def _speaks_of(target: PerformanceTarget, evidence: Words | None) -> bool:
    if evidence is None:
        return target.speaks_of_environment
    return bool(evidence.met_in(target.purpose))


def _own_words(name: str) -> str:
    """The name without what fits every project."""
    for word in filter(name.__contains__, _GENERIC):
        name = name.replace(word, "")
    return name
