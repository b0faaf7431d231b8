"""DOC01 misprint (错别字)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jixiao.model.disclosure import Disclosure
from jixiao.model.finding import Fault, Message, Severity
from jixiao.model.wording import Occurrence, Wording, pair_numbers
from jixiao.regulations.parameter import Norms
from jixiao.rules.rule import Verdict, rule

# A wrong form, the right one (or two), and the characters before and after which it is no mistake:
# “按装” is “安装” miswritten, but not in “按装机容量”. By the two last characters, sought first.
_CONFUSIONS = {
    entry[0][-2:]: entry
    for entry in (
        ("确保障", "确保/保障", "明准精正", "碍"),
        ("进一步步", "进一步", "", "入"),
        ("布署", "部署", "发公颁宣", "名"),
        ("布暑", "部署", "", ""),
        ("按装", "安装", "", "机配修备饰载置"),
        ("竟争", "竞争", "究毕", "取议论先"),
        ("拔付", "拨付", "选", ""),
        ("拔款", "拨款", "选", ""),
        ("划拔", "划拨", "计规策", "除高"),
        ("贯撤", "贯彻", "", ""),
        ("贯切", "贯彻", "一", "实"),
        ("惯彻", "贯彻", "", ""),
        ("撤底", "彻底", "", ""),
        ("坚绝", "坚决", "", ""),
        ("杜决", "杜绝", "", ""),
        ("己经", "已经", "自知", ""),
        ("巳经", "已经", "", ""),
        ("必竟", "毕竟", "", ""),
        ("即然", "既然", "", "后"),
        ("截止目前", "截至目前", "", ""),
        ("防犯", "防范", "", "罪规错"),
        ("惩制", "惩治", "奖", "度"),
        ("震憾", "震撼", "", ""),
        ("幅射", "辐射", "", ""),
        ("松驰", "松弛", "", ""),
        ("弘杨", "弘扬", "", ""),
        ("气侯", "气候", "", ""),
        ("侯选", "候选", "", ""),
        ("凭籍", "凭借", "", ""),
        ("环镜", "环境", "", ""),
        ("设旋", "设施", "", ""),
        ("措旋", "措施", "", ""),
        ("实旋", "实施", "", ""),
        ("措失", "措施", "举", "当灵"),
        ("严竣", "严峻", "", ""),
        ("峻工", "竣工", "", ""),
        ("帮肋", "帮助", "", ""),
        ("补肋", "补助", "", ""),
        ("资肋", "资助", "", ""),
        ("侍遇", "待遇", "", ""),
        ("接侍", "接待", "", ""),
        ("复盖率", "覆盖率", "", ""),
        ("合各率", "合格率", "", ""),
        ("分种", "分钟", "", "类植子群属质养苗"),
        ("工做日", "工作日", "", ""),
        ("小是内", "小时内", "", ""),
        ("合恪", "合格", "", ""),
        ("完成律", "完成率", "", ""),
        ("合格律", "合格率", "", ""),
        ("覆盖律", "覆盖率", "", ""),
        ("达标律", "达标率", "", ""),
        ("及时律", "及时率", "", ""),
        ("准确律", "准确率", "", ""),
        ("满意渡", "满意度", "", ""),
        ("复盖面", "覆盖面", "", ""),
        ("涵概", "涵盖", "", ""),
        ("部份", "部分", "", "额量数"),
        ("身分证", "身份证", "", ""),
        ("分辩率", "分辨率", "", ""),
        ("坐谈会", "座谈会", "", ""),
        ("渡假村", "度假村", "", ""),
        ("扶恤", "抚恤", "", ""),
        ("脱贪", "脱贫", "", ""),
        ("扶贪", "扶贫", "", ""),
        ("粉粹", "粉碎", "", ""),
        ("纯碎", "纯粹", "", ""),
        ("急燥", "急躁", "", ""),
        ("干躁", "干燥", "", ""),
        ("燥音", "噪音", "", ""),
        ("精萃", "精粹", "", ""),
        ("录象", "录像", "", ""),
        ("亲睐", "青睐", "", ""),
        ("再接再励", "再接再厉", "", ""),
        ("按步就班", "按部就班", "", ""),
        ("一如继往", "一如既往", "", ""),
        ("既往开来", "继往开来", "", ""),
        ("迫不急待", "迫不及待", "", ""),
        ("因地治宜", "因地制宜", "", ""),
        ("名列前矛", "名列前茅", "", ""),
        ("责无旁待", "责无旁贷", "", ""),
        ("义不容词", "义不容辞", "", ""),
        ("与日具增", "与日俱增", "", ""),
        ("与时具进", "与时俱进", "", ""),
        ("面面具到", "面面俱到", "", ""),
        ("全力以副", "全力以赴", "", ""),
        ("持之以衡", "持之以恒", "", ""),
        ("齐头并近", "齐头并进", "", ""),
        ("众志成诚", "众志成城", "", ""),
        ("出奇不意", "出其不意", "", ""),
        ("穿流不息", "川流不息", "", ""),
        ("相辅相承", "相辅相成", "", ""),
        ("行之有郊", "行之有效", "", ""),
        ("乡村振新", "乡村振兴", "", ""),
        ("按排", "安排", "", "放水污序名查列号班"),
        ("撒销", "撤销", "", ""),
        ("消售", "销售", "", ""),
        ("注消", "注销", "关", "费防毒息"),
        ("报消", "报销", "通上填汇申日", "费息防"),
        ("消毁", "销毁", "", ""),
        ("修茸", "修葺", "", ""),
        ("捡验", "检验", "", ""),
        ("捡测", "检测", "", ""),
        ("捡修", "检修", "", ""),
        ("漫延", "蔓延", "", ""),
        ("泛烂", "泛滥", "", ""),
        ("灌慨", "灌溉", "", ""),
        ("灌概", "灌溉", "", ""),
        ("堪察", "勘察", "", ""),
        ("堪测", "勘测", "", ""),
        ("疏俊", "疏浚", "", ""),
        ("低押", "抵押", "", ""),
        ("低御", "抵御", "", ""),
        ("挡案", "档案", "", ""),
        ("账薄", "账簿", "", ""),
        ("瞻养", "赡养", "", ""),
        ("陪偿", "赔偿", "", ""),
        ("赔训", "培训", "", ""),
        ("招骋", "招聘", "", ""),
        ("辐员", "幅员", "", ""),
        ("再接再历", "再接再厉", "", ""),
        ("预妨", "预防", "", ""),
        ("妨止", "防止", "", ""),
        ("装璜", "装潢", "", ""),
        ("恰谈", "洽谈", "", ""),
        ("恰商", "洽商", "", ""),
        ("融恰", "融洽", "", ""),
        ("慰籍", "慰藉", "", ""),
        ("署假", "暑假", "", ""),
        ("签暑", "签署", "", ""),
        ("催毁", "摧毁", "", ""),
        ("维俢", "维修", "", ""),
        ("进行进行", "进行", "", ""),
        ("开展开展", "开展", "", ""),
        ("的的", "的", "目", "确士"),
        ("最底生活", "最低生活", "", ""),
    )
}
# Words of these tables with forms of one wrong character, alike in shape or in sound.
_MISWRITTEN = {
    "项目": "项止 项日 项木 项自 项且 项母 项幕 顶目 巷目 相目",
    "经费": "经废 经贵 经非 经飞 径费 京费 轻费 金费",
    "资金": "资全 资今 资会 咨金 姿金 滋金",
    "预算": "预祘 预蒜 予算 欲算 顶算",
    "绩效": "绩校 绩郊 绩笑 积效 迹效 续效 债效",
    "指标": "指杯 指际 脂标 旨标 拾标",
    "目标": "目杯 目际 日标 且标 自标",
    "完成": "完咸 完戍 完城 完程 宪成 玩成",
    "工作": "工昨 公作 土作 功作",
    "服务": "服物 服条 服雾 报务 复务",
    "管理": "管埋 管里 管哩 菅理 官理",
    "政府": "政付 政俯 政腑 正府 证府",
    "政务": "政物 政雾 正务 证务",
    "公开": "公幵 公井 公丌 工开",
    "信息": "信思 信惠 信自 言息",
    "安全": "安金 安权 案全 按全",
    "网站": "网占 冈站 罔站",
    "发展": "发晨 发殿 发屏 友展",
    "经济": "经挤 经剂 经齐 径济",
    "社会": "社合 社汇 杜会 射会",
    "质量": "质重 质里 贡量 直量",
    "保障": "保章 保彰 保樟 褒障 宝障",
    "及时": "及吋 级时 极时 急时",
    "合格": "合恪 合骆 和格 台格",
    "满意": "满章 满竟 满义 慢意",
    "群众": "群从 郡众 裙众",
    "公众": "公从 工众",
    "培训": "培川 培驯 陪训 倍训",
    "建设": "建没 建社 健设 键设",
    "监督": "监睹 监都 临督",
    "督导": "督异 督岛",
    "检查": "检杳 捡查 俭查",
    "调研": "调砚 调妍 凋研",
    "报告": "报吿 报浩 抱告",
    "维护": "维沪 维户 维扩 唯护 淮护",
    "运行": "运形 运衍 远行",
    "运维": "运唯 运惟 远维",
    "平台": "平合 平苔 苹台",
    "系统": "系绕 糸统 细统",
    "改善": "改膳 改擅 政善",
    "提升": "提生 堤升 题升",
    "提高": "题高 堤高",
    "影响": "影晌 影想 景响",
    "程度": "程渡 呈度",
    "持续": "持绪 恃续 侍续",
    "生态": "生太 生熊 牲态",
    "环境": "环竟 坏境",
    "成本": "成木 城本 咸本",
    "效益": "效盖 效意 郊益 校益",
    "数量": "数里 效量",
    "时效": "时郊 时校 吋效",
    "次数": "次效 坎数",
    "控制": "控刷 空制",
    "补助": "朴助 补住",
    "补贴": "补帖 朴贴",
    "采购": "采构 采沟 彩购",
    "设备": "设各 设倍 没备",
    "专项": "专顶 专顷 砖项",
    "落实": "落买 洛实",
    "推进": "推近 堆进 椎进",
    "推动": "堆动 椎动",
    "组织": "组只 组职 祖织",
    "开展": "开晨 幵展",
    "实施": "实拖",
    "保护": "保沪",
    "治理": "治埋 冶理",
    "验收": "验攻",
    "支出": "支岀 枝出",
    "执行": "执形",
    "财政": "财正 财攻 材政",
    "部门": "部们 部问",
    "单位": "单住 单佐",
    "机构": "机沟 机够",
    "人员": "人圆 人贝",
    "宣传": "宣转 宣专 宜传",
    "教育": "教肓",
    "农村": "农材 衣村",
    "工程": "工呈 公程",
}
_OFTEN = 3  # a word met as often is the document's own usage
# Real words where only another makes sense, with the words around them that show it.
_MIXED_UP = {
    "程序": (
        "程度",
        ("化程序的影响", "化程序的提高", "化程序的提升", "化程序提高", "化程序提升", "满意程序"),
    ),
}
_FUNDS = ("经费", "资金", "费用")
_OWN_ENDINGS = {*_FUNDS, "补助", "补贴", "工作", "项目", "行动", "任务", "活动", "业务", "服务"}
_PAIRS = pair_numbers("".join((*_CONFUSIONS, *_MIXED_UP, *_MISWRITTEN.values())).replace(" ", ""))


@rule(
    code="DOC01",
    name="misprint",
    title=Message("错别字", "misprint"),
    severity=Severity.WARNING,
    basis=("zhengfu-xinxi-gongkai-tiaoli#6", "zhengfu-xinxi-gongkai-tiaoli#41"),
    message=Message(
        "“{wrong}”疑为{right_zh}之误（“{context}”）；请核对原文",
        "“{wrong}” looks like a slip for {right_en} (in “{context}”); please check",
    ),
    since="0.1",
    suggestion=Message(
        "确认有误的，改为{right_zh}，清单、标题和表内一并改正",
        "if so, write {right_en}, in the list, the heading and the table alike",
    ),
)
def misprint(disclosure: Disclosure, norms: Norms) -> Iterator[Verdict]:
    """No text of the publication has a wrong character (错字) or a wrong word in it (别字)."""
    wording = disclosure.wording
    for pair in wording.pairs_among(_PAIRS):
        if pair in _CONFUSIONS:
            yield from _always_wrong(wording, *_CONFUSIONS[pair])
        elif pair in _MIXED_UP:
            yield from _mixed_up(wording, pair, *_MIXED_UP[pair])
        else:
            yield from _miswritten(wording, pair)
    for wrong, right in _wrong_endings(disclosure):
        for found in wording.occurrences(wrong):
            yield _fault(wrong, right, found, Severity.INFO)


def _always_wrong(
    wording: Wording, wrong: str, right: str, unless_before: str, unless_after: str
) -> Iterator[Fault]:
    for found in wording.occurrences(wrong):
        if found.before not in [*unless_before] and found.after not in [*unless_after]:
            yield _fault(wrong, right, found, Severity.WARNING)


def _mixed_up(
    wording: Wording, wrong: str, right: str, phrases: tuple[str, ...]
) -> Iterator[Fault]:
    if wording.count(right) >= _OFTEN:
        for phrase in phrases:
            for found in wording.occurrences(phrase):
                start = found.start + phrase.index(wrong)
                part = Occurrence(found.passage, start, start + len(wrong))
                yield _fault(wrong, right, part, Severity.INFO)


def _miswritten(wording: Wording, pair: str) -> Iterator[Fault]:
    """The rare form beside the word the document uses often, in the same surroundings."""
    right = next(word for word, forms in _MISWRITTEN.items() if pair in forms)
    if wording.count(pair) < _OFTEN <= wording.count(right):
        for found in wording.occurrences(pair):
            if wording.reads_elsewhere(found, right):
                yield _fault(pair, right, found, Severity.WARNING)


def _wrong_endings(disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    """Endings of project names: “专项信息” where the others end in “专项经费”."""
    names = {target.title for target in disclosure.targets}
    endings = Counter(name[-4:] for name in names)
    for name in sorted(names):
        kind, word = name[-4:-2], name[-2:]
        usual = [kind + fund for fund in _FUNDS if endings[kind + fund] >= _OFTEN]
        if usual and word not in _OWN_ENDINGS and word in name[:-4]:
            yield kind + word, usual[0]


def _fault(wrong: str, right: str, found: Occurrence, severity: Severity) -> Fault:
    right_ones = [f"“{word}”" for word in right.split("/")]
    return found.fault(
        severity,
        wrong=wrong,
        right_zh="或".join(right_ones),
        right_en=" or ".join(right_ones),
        context=found.surroundings,
    )
