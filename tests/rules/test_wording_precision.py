"""The rules of wording say nothing of ordinary government prose; DOC01 finds slips planted in it.

``clean_sentences.txt`` holds two hundred more sentences, written for this test: brackets, dates,
numbering, codes, and words that end like the beginning of others (参与, 涉及, 总和).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.model.disclosure import Disclosure, Note
from jixiao.model.finding import Fault
from jixiao.model.location import Location
from jixiao.model.project import Funding
from jixiao.model.target import PerformanceTarget
from jixiao.regulations.parameter import norms_for
from jixiao.rules.catalogue import catalogue
from jixiao.rules.check import check
from jixiao.rules.wording.misprint import misprint

# Written for this test in the manner of the tables. Many hold, across words, the characters of a
# slip the rule knows: 按装机, 明确保障, 发布署名, 奖惩制度, 预防犯罪, 各项日常, 自己经营 …
CLEAN = (
    "保障机关日常运转，全年承办各类会议不少于四十场。",
    "按装机容量对分布式光伏项目给予一次性补助。",
    "进一步明确保障对象，做到应保尽保。",
    "在市级以上媒体发布署名文章六篇。",
    "健全奖惩制度，完善绩效考核办法。",
    "开展预防犯罪法治宣传，进校园不少于十二场次。",
    "确保障碍物在汛期前全部清除。",
    "各项日常工作有序开展，无重大安全责任事故。",
    "鼓励农户自己经营，带动村集体增收。",
    "举措失当的，由主管部门责令改正。",
    "设备正副责任人名单按季度更新。",
    "究竟争取到哪些政策，由牵头单位逐项核实。",
    "一贯切实维护群众利益，及时化解矛盾纠纷。",
    "达到全部份额要求后方可申请拨付尾款。",
    "完善基层医疗卫生机构标准化建设，覆盖所有行政村。",
    "对全市政府网站开展日常监测，每月出具监测报告。",
    "推动政务服务事项网上可办率稳步提高。",
    "加强项目全过程管理，严格执行政府采购程序。",
    "规范工程变更程序，工程款支付程序符合合同约定。",
    "提高审批程序透明度，压缩办理时限两个工作日。",
    "新建村级文化活动中心八个，改造提升十五个。",
    "开展农产品质量安全监测六百批次，合格率不低于百分之九十八。",
    "完成老旧小区改造三十个，惠及居民一万两千户。",
    "组织专业技术人员培训，培训人次不少于三百人次。",
    "保护生物多样性，湿地面积总量不减少。",
    "兑现惠企政策资金，企业诉求按时办结。",
    "委托第三方机构开展满意度调查，样本量不少于一千份。",
    "落实安全生产责任制，隐患整改率达到百分之百。",
    "对困难群众实施临时救助，救助标准按最低生活保障标准执行。",
    "采购办公设备二十台，验收合格后投入使用。",
    "印制宣传手册五千册，制作展板四十块。",
    "巩固拓展脱贫攻坚成果，同乡村振兴有效衔接。",
    "组织退役军人参加职业技能培训，帮助其实现就业。",
    "建设高标准农田两万亩，配套灌溉设施。",
    "监督检查覆盖全部县区，问题线索及时移交。",
    "做好信访接待工作，初信初访办结率不低于百分之九十五。",
    "承办全市经济工作会议，会务保障零差错。",
    "完成人大代表建议和政协委员提案办理。",
    "加大招商引资力度，新签约亿元以上项目不少于十个。",
    "改善城乡人居环境，生活垃圾无害化处理率达到百分之百。",
    "对河道进行清淤疏浚，清淤长度十二公里。",
    "保证供水管网安全运行，漏损率控制在百分之九以内。",
    "开展网络安全等级保护测评，及时修复高危漏洞。",
    "提供全天候运行维护服务，故障响应时间不超过三十分钟。",
    "实施校园食品安全守护行动，实现明厨亮灶全覆盖。",
    "为六十五周岁以上老年人免费体检，体检率不低于百分之七十。",
    "编制国土空间规划，形成文本和数据库成果各一套。",
    "修订应急预案，每年组织演练不少于两次。",
    "开展文物普查，登记不可移动文物三百处。",
    "举办群众性体育赛事，参赛人数不少于五千人。",
    "扩大公共图书馆服务覆盖面，新增流动服务点六个。",
    "支持科技型中小企业创新，研发投入强度有所提高。",
    "发放稳岗补贴，惠及企业八百家。",
    "推进政务数据共享，接口调用成功率不低于百分之九十九。",
    "清理规范行政事业性收费，切实减轻企业负担。",
    "开展价格监测，按周报送监测数据。",
    "实施大气污染防治，空气质量优良天数比例高于上年。",
    "对畜禽养殖场开展疫病防控，免疫密度达到规定要求。",
    "加强森林防火巡护，火灾受害率低于控制指标。",
    "维修改造农村公路五十公里，设置安全防护栏十公里。",
    "编印政府公报十二期，每期两千五百册。",
    "完成外事接待任务，接待团组不少于五批。",
    "深化与友好城市的交流合作，互访不少于两次。",
    "受理热线来电，日均话务量不少于两千个。",
    "建立健全长效机制，项目后续管护责任落实到位。",
    "资金使用符合国家财经法规和财务管理制度的规定。",
    "项目实施程度与年度计划一致，完成程度按月统计。",
    "公众参与程度逐年提高，政策知晓程度达到预期。",
    "通过程序性审查后，报市政府常务会议审议。",
    "职工作风建设取得成效，机关效能明显提升。",
    "组织职工做好防汛准备，备足物资。",
    "严格控制因公出国团组数量，压减一般性支出。",
    "以经济建设为中心，统筹发展和安全。",
    "所以经过评审的项目方可纳入项目库。",
    "切实做为民办实事的贴心人。",
    "对从业人员进行健康管理培训，培训合格后持证上岗。",
    "办理不动产登记，平均办理时限压缩至三个工作日。",
    "为残疾人家庭实施无障碍改造二百户。",
    "对全市电梯实施监督检验，检验覆盖率达到百分之百。",
    "推广使用清洁能源公交车，更新车辆三十辆。",
    "支付第三方监测服务费，按季度考核后拨付。",
    "征集意见建议三百条，采纳率不低于百分之三十。",
    "对各县区测评结果进行通报，限期整改。",
    "实施智慧城管平台升级，新增感知终端一千个。",
    "资助家庭经济困难学生，资助比例不低于百分之二十。",
    "保持社会大局稳定，刑事案件发案率同比下降。",
    "完善市场监管体系，抽查结果全部公示。",
    "强化部门协同，形成齐抓共管的工作格局。",
    "逐步扩大试点范围，总结形成可复制的经验。",
    "依法公开部门预算和绩效目标，接受社会监督。",
    "目标设定合理，指标细化量化，标准清晰可衡量。",
    "对重点项目开展事前绩效评估，评估结果作为预算安排依据。",
    "全市项目数据实时更新，实施进度按旬调度。",
    "事实清楚、程序合法的，按期予以办结。",
    "完成信息直报点建设，信息采用量居全省前列。",
    "单位负责人对绩效目标的真实性负责。",
    "对未按期完工的项目收回结余资金。",
    "周末来访接待安排专人值守。",
    "同时候鸟栖息地保护得到加强。",
    "水资源费征收管理规范，农业灌溉用水计量率提高。",
    "设置公共自行车租赁点五十处，方便居民出行。",
    "参加国家级展会三次，达成合作意向十项。",
    "对照考核细则逐项自查，问题全部整改到位。",
    "财务部门对支出进度按月通报。",
    "相关经费使用情况接受审计监督。",
    "联系服务专家，慰问一线医护人员。",
    "完成志愿服务项目征集，评选优秀项目十个。",
    "项目日常管理由业务科室负责，项目目标分解到人。",
    "乡镇政府正式印发实施方案，政府网站同步公开。",
    "该项日程安排提前一周公布，项目进度同步公开。",
    "学校会同社区开展活动，社会力量广泛参与。",
    "台账资料齐全，平台合规运行，平台数据准确。",
)

# One slip in each, as it might be typed; the right word stands often in the sentences above.
PLANTED = (
    ("确保障各项政策落实到位。", "确保障"),
    ("按照上级布署开展专项行动。", "布署"),
    ("购置设备并按装调试。", "按装"),
    ("积极防犯化解重大风险。", "防犯"),
    ("机关工作人员再接再励。", "再接再励"),
    ("复盖面进一步扩大。", "复盖面"),
    ("改善人居环镜。", "环镜"),
    ("委托第三方机构开展慢意度调查，样本量不少于五百份。", "慢意"),
    ("项止进度按旬调度。", "项止"),
    ("资全使用符合规定。", "资全"),
    ("完成灌概渠道清淤。", "灌概"),
    ("统一按排车辆接送。", "按排"),
    ("住院费用按规定报消。", "报消"),
    ("开展农产品捡测六百批次。", "捡测"),
    ("提高服务的的质量。", "的的"),
    ("对台账进行进行核对。", "进行进行"),
)


SENTENCES = tuple(
    (Path(__file__).parent / "clean_sentences.txt").read_text(encoding="utf-8").splitlines()
)
WORDING = tuple(rule for rule in catalogue() if rule.code.startswith("DOC"))


def table_of(objective: str) -> PerformanceTarget:
    return PerformanceTarget(
        heading=None,
        fiscal_year=2024,
        project_name="城区公共服务提升项目",
        responsible_person=None,
        unit_seal=None,
        supervising_department=None,
        implementing_unit="城区公共事业服务中心",
        project_source=None,
        project_period=None,
        funding=Funding(None, None, None, None),
        annual_objective=objective,
        indicators=(),
    )


def alarms(*objectives: str) -> list[str]:
    disclosure = Disclosure(
        issuer=None,
        fiscal_year=2024,
        money_unit=None,
        targets=tuple(map(table_of, objectives)),
        notes=publication(*objectives).notes,
    )
    report = check(disclosure, norms_for(2024), WORDING)
    return [f"{f.rule.code} {f.message()}" for f in report.findings]


def publication(*texts: str) -> Disclosure:
    notes = tuple(Note(text, Location(line=n)) for n, text in enumerate(texts, 1))
    return Disclosure(issuer=None, fiscal_year=2024, money_unit=None, notes=notes)


def slips(*texts: str) -> list[str]:
    verdicts = misprint(publication(*texts), norms_for(2024))
    return [str(v.fields["wrong"]) for v in verdicts if isinstance(v, Fault)]


def test_there_are_more_than_a_hundred_clean_sentences_and_no_two_alike() -> None:
    assert len(set(CLEAN)) == len(CLEAN) > 100


@pytest.mark.parametrize("sentence", CLEAN)
def test_a_clean_sentence_is_not_accused(sentence: str) -> None:
    assert slips(sentence) == []


def test_all_clean_sentences_together_are_not_accused() -> None:
    assert slips(*CLEAN) == []


def test_a_publication_of_repeated_clean_sentences_is_not_accused() -> None:
    assert slips(*(f"{n}.{sentence}" for n in range(4) for sentence in CLEAN)) == []


@pytest.mark.parametrize(("sentence", "wrong"), PLANTED)
def test_a_slip_among_clean_sentences_is_found(sentence: str, wrong: str) -> None:
    others = ("项目进度按月公开。", "资金使用按季通报。", "开展满意度测评。")

    found = slips(*CLEAN, *others, *others, sentence)

    assert found == [wrong]


def test_the_place_of_a_slip_is_that_of_its_characters() -> None:
    texts = (*CLEAN, "按照上级布署开展专项行动。")

    fault = next(v for v in misprint(publication(*texts), norms_for(2024)) if isinstance(v, Fault))

    assert fault.at == Location(line=len(texts), start=4, end=6)
    assert fault.quote == texts[-1]


def test_there_are_two_hundred_further_sentences_and_no_two_alike() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) >= 200
    assert not set(SENTENCES) & set(CLEAN)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_rule_of_wording_accuses_a_clean_sentence(sentence: str) -> None:
    assert alarms(sentence) == []


def test_no_rule_of_wording_accuses_all_clean_sentences_together() -> None:
    assert alarms(*SENTENCES) == []


def test_no_rule_of_wording_accuses_a_long_objective_of_clean_sentences() -> None:
    plain = [s for s in SENTENCES if s[0] not in "1一（①"]

    assert alarms("".join(plain)) == []
