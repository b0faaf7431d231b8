"""The field's standard terms: classes of indicators, their other names, and the words for nothing.

Aliases come from the forms in use; the left-hand names are those of the national forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from jixiao.model.cached import cached_property


class Category(StrEnum):
    """Level-1 class of an indicator (一级指标)."""

    INPUT = "input"  # 投入指标, only in forms before 2015
    COST = "cost"  # 成本指标 as a level of its own, forms from 2021
    OUTPUT = "output"  # 产出指标
    BENEFIT = "benefit"  # 效益指标
    SATISFACTION = "satisfaction"  # 满意度指标


class Kind(StrEnum):
    """Level-2 class of an indicator (二级指标)."""

    QUANTITY = "quantity"  # 数量指标
    QUALITY = "quality"  # 质量指标
    TIMELINESS = "timeliness"  # 时效指标
    COST = "cost"  # 成本指标 under 产出
    ECONOMIC_COST = "economic_cost"  # 经济成本指标
    SOCIAL_COST = "social_cost"  # 社会成本指标
    ECOLOGICAL_COST = "ecological_cost"  # 生态环境成本指标
    ECONOMIC = "economic"  # 经济效益指标
    SOCIAL = "social"  # 社会效益指标
    ECOLOGICAL = "ecological"  # 生态效益指标
    SUSTAINABILITY = "sustainability"  # 可持续影响指标
    SATISFACTION = "satisfaction"  # 服务对象满意度指标


CATEGORY_NAMES = {
    "产出": Category.OUTPUT,
    "项目产出": Category.OUTPUT,
    "产出目标": Category.OUTPUT,
    "投入": Category.INPUT,
    "成本": Category.COST,
    "效益": Category.BENEFIT,
    "项目效益": Category.BENEFIT,
    "效果": Category.BENEFIT,
    "项目效果": Category.BENEFIT,
    "效果目标": Category.BENEFIT,
    "影响力": Category.BENEFIT,
    "满意度": Category.SATISFACTION,
    "服务对象满意度": Category.SATISFACTION,
    "社会公众或服务对象满意度": Category.SATISFACTION,
}
KIND_NAMES = {
    "数量": Kind.QUANTITY,
    "产出数量": Kind.QUANTITY,
    "质量": Kind.QUALITY,
    "产出质量": Kind.QUALITY,
    "时效": Kind.TIMELINESS,
    "产出时效": Kind.TIMELINESS,
    "进度": Kind.TIMELINESS,
    "产出进度": Kind.TIMELINESS,
    "成本": Kind.COST,
    "产出成本": Kind.COST,
    "项目成本": Kind.COST,
    "经济成本": Kind.ECONOMIC_COST,
    "社会成本": Kind.SOCIAL_COST,
    "生态环境成本": Kind.ECOLOGICAL_COST,
    "生态成本": Kind.ECOLOGICAL_COST,
    "经济效益": Kind.ECONOMIC,
    "经济效果": Kind.ECONOMIC,
    "社会效益": Kind.SOCIAL,
    "社会效果": Kind.SOCIAL,
    "生态效益": Kind.ECOLOGICAL,
    "生态环境效益": Kind.ECOLOGICAL,
    "环境效益": Kind.ECOLOGICAL,
    "可持续影响": Kind.SUSTAINABILITY,
    "可持续性影响": Kind.SUSTAINABILITY,
    "可持续发展": Kind.SUSTAINABILITY,
    "满意度": Kind.SATISFACTION,
    "服务对象满意度": Kind.SATISFACTION,
    "服务对象满意": Kind.SATISFACTION,
    "公众满意度": Kind.SATISFACTION,
    "社会公众满意度": Kind.SATISFACTION,
    "社会公众或服务对象满意度": Kind.SATISFACTION,
}
CATEGORY_OF_KIND = {
    Kind.QUANTITY: Category.OUTPUT,
    Kind.QUALITY: Category.OUTPUT,
    Kind.TIMELINESS: Category.OUTPUT,
    Kind.COST: Category.OUTPUT,
    Kind.ECONOMIC_COST: Category.COST,
    Kind.SOCIAL_COST: Category.COST,
    Kind.ECOLOGICAL_COST: Category.COST,
    Kind.ECONOMIC: Category.BENEFIT,
    Kind.SOCIAL: Category.BENEFIT,
    Kind.ECOLOGICAL: Category.BENEFIT,
    Kind.SUSTAINABILITY: Category.BENEFIT,
    Kind.SATISFACTION: Category.SATISFACTION,
}
CATEGORY_LABELS = {
    Category.INPUT: ("投入指标", "input"),
    Category.COST: ("成本指标", "cost"),
    Category.OUTPUT: ("产出指标", "output"),
    Category.BENEFIT: ("效益指标", "benefit"),
    Category.SATISFACTION: ("满意度指标", "satisfaction"),
}
KIND_LABELS = {
    Kind.QUANTITY: ("数量指标", "quantity"),
    Kind.QUALITY: ("质量指标", "quality"),
    Kind.TIMELINESS: ("时效指标", "timeliness"),
    Kind.COST: ("成本指标", "cost"),
    Kind.ECONOMIC_COST: ("经济成本指标", "economic cost"),
    Kind.SOCIAL_COST: ("社会成本指标", "social cost"),
    Kind.ECOLOGICAL_COST: ("生态环境成本指标", "ecological cost"),
    Kind.ECONOMIC: ("经济效益指标", "economic benefit"),
    Kind.SOCIAL: ("社会效益指标", "social benefit"),
    Kind.ECOLOGICAL: ("生态效益指标", "ecological benefit"),
    Kind.SUSTAINABILITY: ("可持续影响指标", "sustainable impact"),
    Kind.SATISFACTION: ("满意度指标", "satisfaction"),
}
COST_KINDS = frozenset({Kind.COST, Kind.ECONOMIC_COST, Kind.SOCIAL_COST, Kind.ECOLOGICAL_COST})
BENEFIT_KINDS = frozenset({Kind.ECONOMIC, Kind.SOCIAL, Kind.ECOLOGICAL, Kind.SUSTAINABILITY})

# What people write for “does not apply” (空值约定).
NULL_WORDS = frozenset(
    {"无", "不适用", "不涉及", "本项目不适用此指标", "本项目不适用", "本项目不涉及", "/", "／"}
    | {"*", "—", "——", "-", "--", "－", "\\", "N/A", "n/a", "NA"}
)


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A level's name without blanks, points in brackets, numbering and the word 指标.

    >>> bare_label("产出指标(50分)"), bare_label("满意度指\\n标"), bare_label("指标1：数量 指标")
    ('产出', '满意度', '数量')
    """
    label = "".join(text.split()).replace("（", "(").split("(")[0]
    label = label.lstrip("0123456789.、*★")
    if label.startswith("指标") and len(label) > 3 and label[2].isdigit():
        label = label[3:].lstrip("：:")
    return label.removesuffix("指标") or label


def category_of(label: str) -> Category | None:
    """The level-1 class named by ``label``, or None when it names none."""
    return CATEGORY_NAMES.get(bare_label(label))


def kind_of(label: str, category: Category | None = None) -> Kind | None:
    """The level-2 class named by ``label`` under ``category``, or None when it names none."""
    kind = KIND_NAMES.get(bare_label(label))
    if category is Category.COST and kind is Kind.COST:
        return Kind.ECONOMIC_COST
    return kind


# Characters met in most texts; a word is better looked for by one that is not among them.
_EVERYDAY = frozenset(
    "生保环能低减放电动水质体用资利节化地道业大人公可无面物音候农约原"
    "的完成服务项目管理工作建设发展市场主体会员信息政府安全障机年进提升开实施关单位"
)


class Words(tuple[str, ...]):
    """A list of words to be looked for in long texts.

    To look for a word in Chinese text takes long, for a character little; so each word is looked
    for only where the text holds that character of it which is rarest elsewhere.
    """

    @cached_property
    def _by_sign(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self:
            sign = next((c for c in word if c not in _EVERYDAY), word[0])
            found.setdefault(sign, []).append(word)
        return found

    def met_in(self, text: str) -> list[str]:
        """The words that stand in ``text``, in the order of the list.

        >>> words("印刷 采购 培训").met_in("采购后印刷")
        ['印刷', '采购']
        """
        by_sign = self._by_sign
        if len(text) < len(by_sign):
            signs = filter(by_sign.__contains__, dict.fromkeys(text))
        else:
            signs = filter(text.__contains__, by_sign)
        found = [word for sign in signs for word in by_sign[sign] if word in text]
        if len(found) > 1:
            found.sort(key=self.index)
        return found


def words(text: str) -> Words:
    """The words of a list written with blanks between them."""
    return Words(text.split())


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` stands in ``text``.

    >>> mentions("公务用车运行维护费", ("会议", "用车")), mentions("印刷费", ("会议", "用车"))
    (True, False)
    """
    return any(map(text.__contains__, words))  # half the time of a generator


def words_by_first_character(text: str) -> dict[str, tuple[str, ...]]:
    """The words of a list under their first characters, long ones first.

    >>> words_by_first_character("次 人 人次")
    {'人': ('人次', '人'), '次': ('次',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(text.split(), key=len, reverse=True):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


def is_chinese(character: str) -> bool:
    """Whether ``character`` is a Chinese character (汉字); the empty text is none."""
    return "\u4e00" <= character <= "\u9fff"


# Units that count things, with the kind of thing they count (计数单位): units of one kind can
# stand for each other (30篇 and 30份).
_COUNTED = {
    "document": "篇 份 本 册 件 项 个 条 页",
    "person": "人 名 人次 位 个人",
    "occasion": "次 场 期 届 班 班次 场次 批 批次",
    "object": "台 套 辆 块 张 只 支 棵 株 盏 枚 部 艘 栋 幢 间 座 处 所 幅",
    "body": "家 户 村",
}
COUNT_UNITS: dict[str | None, str] = {
    unit: kind for kind, units in _COUNTED.items() for unit in words(units)
}

# Units of lengths and areas (长度、面积单位); no two of them stand for each other.
EXTENT_UNITS = frozenset(words("公里 千米 米 亩 公顷 平方米 平方公里 平米"))

# What ecological benefit (生态效益) is about; “环境” alone too, but for the business environment
# and its like.
_ENVIRONMENT_WORDS = words(
    "生态 环保 绿 节能 低碳 减排 排放 污 碳 垃圾 废 能耗 能源 电动 光伏 水质 水体 水源 水土 "
    "水资源 节水 用水 用电 节电 用纸 纸张 无纸化 河道 河湖 湖泊 水库 湿地 海洋 森林 林业 造林 "
    "林木 植被 植树 草原 土壤 耕地 荒漠 沙化 扬尘 粉尘 烟尘 空气 大气 尾气 噪声 噪音 辐射 气候 "
    "农药 化肥 秸秆 面源 粪 厕 虫害 物种 生物多样 野生 渔业资源 资源节约 节约资源 资源利用 "
    "资源化 循环利用 可再生 人居 卫生 景观 公园 清洁 "
    # Water: its bodies, its use, what is measured in it.
    "水域 水面 水系 水量 水位 水生 流域 河流 河长 江河 河段 沟渠 断面 岸线 海岸 海域 海水 滩涂 "
    "地下水 饮用水 雨水 中水 再生水 黑臭 蓝藻 富营养 灌溉 水利用 水耗 耗水 漏损 清淤 淤泥 底泥 "
    "疏浚 需氧量 氨氮 总磷 总氮 高锰酸盐 溶解氧 COD BOD NH3 "
    # Air and climate.
    "二氧化硫 氮氧化物 SO2 SO₂ NOx NOX VOC 挥发性有机物 颗粒物 PM2.5 PM10 PM₂ 臭氧 油烟 雾霾 "
    "异味 恶臭 温室气体 甲烷 消耗臭氧 优良天数 "
    # Soil, farming and forests.
    "重金属 农膜 地膜 棚膜 塑料 有机肥 施肥 林地 林草 林带 草地 草场 防护林 苗木 乔木 灌木 花卉 "
    "树木 成活率 覆被 蓄积量 退耕 还林 还草 封山 封育 禁牧 休耕 复垦 复绿 石漠 盐碱 固沙 风沙 "
    "矿山 尾矿 塌陷 有害生物 松材线虫 病虫 外来入侵 禁捕 增殖放流 鱼类 鸟类 珍稀 濒危 古树 "
    # Energy, materials and what is thrown away.
    "耗能 用能 能效 电耗 耗电 油耗 煤 余热 太阳能 风能 风电 生物质 沼气 地热 氢能 充电桩 节油 "
    "节材 节地 集约 无害化 减量 回收利用 再利用 再生资源 可降解 一次性用品 过度包装 固废 危废 "
    "渣土 保洁 村容 市容 宜居 辐照 放射"
)
_OTHER_ENVIRONMENTS = words("营商 发展 投资 法治 市场 网络 社会 办公 消费 政务 软")


def speaks_of_environment(text: str) -> bool:
    """Whether ``text`` is about nature and its resources (生态, 环境), not the 营商环境.

    >>> speaks_of_environment("改善河道水质"), speaks_of_environment("优化营商环境")
    (True, False)
    """
    if _ENVIRONMENT_WORDS.met_in(text):
        return True
    if "环境" not in text:
        return False
    for other in _OTHER_ENVIRONMENTS:
        text = text.replace(other + "环境", "")
    return "环境" in text
