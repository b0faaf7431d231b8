"""Profiles (口径): the place, years and rules that hold for a check.

A profile is named by its name (``national-2021``), by its place (``anhui/huainan``), or by a file
of one's own (``ours.toml``) that extends one of these. Without one the form itself tells the
place: the Anhui platform's form is judged by what holds in Anhui. So does the supervising
department where it is one of the State Council's: its projects are judged as those of central
departments. ``national`` is the national practice, whatever the form.
"""

from __future__ import annotations

from functools import lru_cache

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.terms import words
from jixiao.regulations.parameter import Norms, norms_for
from jixiao.regulations.profile import (
    Profile,
    ProfileError,
    profile_names,
    profile_of_place,
    resolved,
    shipped_profile,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.model.evaluation import SelfEvaluation
    from jixiao.model.monitoring import MonitoringForm

    Form = SelfEvaluation | MonitoringForm

NATIONAL = "national"
PLACES = {
    NATIONAL: ("全国通行", "national practice"),
    "central": ("中央部门", "central departments"),
    "anhui": ("安徽", "Anhui"),
    "anhui/huainan": ("安徽淮南", "Huainan, Anhui"),
    "beijing": ("北京", "Beijing"),
    "guangdong": ("广东", "Guangdong"),
    "guangxi": ("广西", "Guangxi"),
    "hubei": ("湖北", "Hubei"),
    "hunan": ("湖南", "Hunan"),
    "inner-mongolia": ("内蒙古", "Inner Mongolia"),
    "shanghai": ("上海", "Shanghai"),
    "sichuan": ("四川", "Sichuan"),
}


# Ministries, commissions and other bodies of the State Council (国务院部门), by their full names.
# A name alone tells: the number in [143] or [009] is any budget's own.
_CENTRAL = frozenset(
    words(
        "外交部 国防部 教育部 科学技术部 工业和信息化部 公安部 国家安全部 民政部 司法部 财政部 "
        "人力资源和社会保障部 自然资源部 生态环境部 住房和城乡建设部 交通运输部 水利部 "
        "农业农村部 商务部 文化和旅游部 退役军人事务部 应急管理部 审计署 中国人民银行 "
        "国家发展和改革委员会 国家发展改革委 国家民族事务委员会 国家民委 国家卫生健康委员会 "
        "国家卫生健康委 国务院国有资产监督管理委员会 国务院国资委 海关总署 国家税务总局 "
        "国家市场监督管理总局 国家市场监管总局 国家金融监督管理总局 中国证券监督管理委员会 "
        "国家广播电视总局 国家广电总局 国家体育总局 国家信访局 国家统计局 国家知识产权局 "
        "国家国际发展合作署 国家医疗保障局 国家机关事务管理局 新华通讯社 中国科学院 "
        "中国社会科学院 中国工程院 中国气象局 国家粮食和物资储备局 国家能源局 国家数据局 "
        "国家国防科技工业局 国家烟草专卖局 国家移民管理局 国家林业和草原局 国家铁路局 "
        "中国民用航空局 国家邮政局 国家文物局 国家中医药管理局 国家疾病预防控制局 "
        "国家矿山安全监察局 国家消防救援局 国家外汇管理局 国家药品监督管理局"
    )
)


# The first two digits of a project's number are those of its province (行政区划代码).
_BY_DIVISION = {
    "11": "beijing",
    "15": "inner-mongolia",
    "31": "shanghai",
    "34": "anhui",
    "42": "hubei",
    "43": "hunan",
    "44": "guangdong",
    "45": "guangxi",
    "51": "sichuan",
}
_ANHUI = words(
    "合肥 淮北 亳州 宿州 蚌埠 阜阳 滁州 六安 马鞍山 芜湖 宣城 铜陵 池州 安庆 黄山市 黄山区"
)
_PROJECT_NUMBER = 21  # characters: division, year, kind, serial number
_UNIT_NUMBER = 3  # digits by which Anhui's platform numbers the units of a department


def profile_named(name: str) -> Profile:
    """The profile of this name, place or file (``.toml``).

    Raises :class:`UnusableRequest` for one that is not known or does not hold together.
    """
    if name in PLACES:
        return profile_of_place("" if name == NATIONAL else name)
    if name in profile_names():
        return shipped_profile(name)
    if name.endswith(".toml"):
        return _own_profile(name)
    known = "、".join(f"{place}（{zh}）" for place, (zh, _) in PLACES.items())
    others = sorted(set(profile_names()) - PLACES.keys())
    raise UnusableRequest(
        f"没有“{name}”这个口径。可用：{known}；{'、'.join(others)}；或自己的 .toml 文件。",
        f"there is no profile “{name}”; there are {', '.join(PLACES)}; {', '.join(others)}; "
        "or a .toml file of your own",
    )


@lru_cache(maxsize=16)
def _own_profile(name: str) -> Profile:
    from pathlib import Path

    from jixiao.rules.catalogue import catalogue
    from jixiao.rules.plain_table import plain_table

    path = Path(name)
    table = plain_table(path)
    parent = table.get("extends")
    try:
        if not isinstance(parent, str) or not (parent in PLACES or parent in profile_names()):
            raise ProfileError(
                f"{path.name}：extends 应为现有口径的名称，如 national",
                f"{path.name}: extends must name a profile there is, as national",
            )
        profile = resolved(table, profile_named(parent), path.name)
        rules = {rule.code: rule for rule in catalogue()}
        wanted = set(profile.wanted)
        for code, adjustment in profile.by_code.items():
            if code not in rules and code not in wanted:
                raise ProfileError(
                    f"{path.name}：没有规则 {code}", f"{path.name}: there is no rule {code}"
                )
            if code in rules and rules[code].masks and not adjustment.holds:
                raise ProfileError(
                    f"{path.name}：{code} 负责遮盖个人信息和涉密内容，不能关闭",
                    f"{path.name}: {code} masks what is secret and cannot be switched off",
                )
    except ProfileError as error:
        raise UnusableRequest(
            f"口径文件有误。{error.zh}。请改正后再试。",
            f"the profile's file is faulty: {error.en}; please correct it",
        ) from None
    return profile


def known_place(profile: str) -> str:
    """The place a profile names; empty for none and for the national practice.

    Raises :class:`UnusableRequest` for a profile that is not known.
    """
    if not profile or profile == NATIONAL:
        return ""
    return profile if profile in PLACES else profile_named(profile).place


def profile_for(disclosure: Disclosure, name: str = "") -> Profile:
    """The profile asked for, else that of the form's or department's place."""
    return profile_named(name) if name else profile_of_place(place_for(disclosure))


def norms_of(profile: Profile, fiscal_year: int | None) -> Norms:
    """The norms of a profile for a document of this fiscal year."""
    return norms_for(profile.year_for(fiscal_year), profile.place)


def year_for(profile: str, fiscal_year: int | None) -> int | None:
    """The fiscal year whose parameters hold under the profile asked for, if any."""
    return profile_named(profile).year_for(fiscal_year) if profile else fiscal_year


def place_for(disclosure: Disclosure, profile: str = "") -> str:
    """The place whose norms hold: the profile asked for, else that of the form or department.

    Raises :class:`UnusableRequest` for a profile that is not known.
    """
    if profile:
        return known_place(profile)
    form = disclosure.form or ""
    for name in PLACES:
        if name != NATIONAL and (form.startswith(f"{name}-") or form == name):
            return name
    departments = [t.supervising_department for t in disclosure.targets]
    names = {d.name for d in departments if d is not None} or {disclosure.issuer or ""}
    return "central" if names <= _CENTRAL else ""


def place_of_evaluation(evaluation: Form, profile: str = "") -> str:
    """The place whose norms hold for a self-evaluation: the profile asked for, else what it shows.

    So for a monitoring form.

    A place is shown by the names of department and unit, by the project's number, or by the way
    in which Anhui's platform numbers a department and its units (219- and 219001-). Raises
    :class:`UnusableRequest` for a profile that is not known.
    """
    if profile:
        return known_place(profile)
    codes, names = [], []
    for printed in (evaluation.department, evaluation.implementing_unit):
        code, _, name = printed.rpartition("-")
        codes.append(code)
        names.append(name.rpartition("]")[2])
    for name in filter(None, names):
        if name in _CENTRAL:
            return "central"
        if name.startswith(("淮南", "安徽省淮南")):
            return "anhui/huainan"
        if name.startswith(tuple(_ANHUI)):
            return "anhui"
        for place, (zh, _) in PLACES.items():
            if place not in (NATIONAL, "central") and name.startswith(zh):
                return place
    number = evaluation.title.partition("-")[0]
    if len(number) == _PROJECT_NUMBER and number[:8].isdigit() and number.isascii():
        return _BY_DIVISION.get(number[:2], "")
    department, unit = codes
    is_numbered = department.isdigit() and len(department) == _UNIT_NUMBER
    is_of_it = unit.isdigit() and unit[:_UNIT_NUMBER] == department
    return "anhui" if is_numbered and is_of_it and len(unit) == 2 * _UNIT_NUMBER else ""


def places_of_evaluations(evaluations: Sequence[Form], profile: str = "") -> tuple[str, ...]:
    """The place of each of a file's forms; one that names nobody has that of the others."""
    places = [place_of_evaluation(evaluation, profile) for evaluation in evaluations]
    shown = {place for place in places if place}
    if len(shown) == 1 and not profile:
        for index, evaluation in enumerate(evaluations):
            if not (evaluation.department or evaluation.implementing_unit):
                places[index] = places[index] or min(shown)
    return tuple(places)
