"""The registers of effects (效益类台账): what tiers are proposed from, in counts that are fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from jixiao.measures.synthetic.calendar import chance_for, last_day, spread
from jixiao.measures.synthetic.plan import Plan
from jixiao.measures.synthetic.tables import Row


def _project(plan: Plan, number: int) -> str:
    """The title of the project with this number in the record."""
    return plan.spending[number - 1].project


def _identity(plan: Plan, register: str, place: int) -> str:
    return f"SYN-{register}-{plan.fiscal_year}-{place:03d}"


def rankings(plan: Plan, seed: int) -> Iterator[Row]:
    """One bulletin of the business environment: somewhat better than the year before."""
    chance = chance_for(seed, "rankings")
    yield {
        "bulletin_id": _identity(plan, "TB", 1),
        "project": _project(plan, 1),
        "published_on": date(plan.fiscal_year, 12, chance.randrange(9, 20)),
        "issuer": "合成考评单位",
        "subject": "营商环境评价（合成）",
        "place": 6,
        "among": 16,
        "previous": 8,
        "criticized": False,
        "document": f"合成通报〔{plan.fiscal_year}〕1号",
    }


def matters(plan: Plan, seed: int) -> Iterator[Row]:
    """Problems of enterprises, tasks of decisions, what meetings settled; some stay open."""
    place = 0
    for number, kind, count, still_open in (
        (1, "企业问题", 180, 18),
        (3, "决策任务", 120, 4),
        (6, "会议议定事项", 150, 18),
    ):
        chance = chance_for(seed, "matters", kind)
        days = spread(chance, plan.fiscal_year, count, 1, 11)
        # What is raised last is what stays open.
        for n, day in enumerate(days):
            place += 1
            taken = timedelta(days=chance.randrange(2, 28))
            yield {
                "matter_id": _identity(plan, "JB", place),
                "project": _project(plan, number),
                "raised_on": day,
                "kind": kind,
                "subject": f"{kind}第{n + 1}项（合成）",
                "department": f"合成单位{chance.randrange(1, 40):02d}",
                "due_on": day + timedelta(days=30),
                "closed_on": day + taken if n < count - still_open else None,
            }


def outcomes(plan: Plan, seed: int) -> Iterator[Row]:
    """Rules and adopted results looked at again in December, most of them in force."""
    chance = chance_for(seed, "outcomes")
    year = plan.fiscal_year
    place = 0
    for number, kind, origin, count, in_force, adopted in (
        (1, "制度文件", "评价发现", 6, 5, year - 1),
        (3, "采纳成果", "调研成果", 13, 9, year - 1),
        (5, "制度文件", "企业诉求", 3, 2, year),
    ):
        for n in range(count):
            place += 1
            yield {
                "outcome_id": _identity(plan, "CX", place),
                "project": _project(plan, number),
                "checked_on": date(year, 12, chance.randrange(2, 20)),
                "kind": kind,
                "title": f"{origin}{kind}之{n + 1}（合成）",
                "origin": origin,
                "adopted_on": date(adopted, chance.randrange(2, 12), chance.randrange(1, 28)),
                "in_force": n < in_force,
                "record": f"合成回访记录{place:02d}",
            }


# number, kind, theme, partner, followed up, carried out; twin cities signed before the year.
_AGREEMENTS: tuple[tuple[int, str, str, str, bool, bool], ...] = (
    (4, "合作意向", "经贸", "合成境外企业01", True, False),
    (4, "合作意向", "经贸", "合成境外企业02", True, False),
    (4, "合作意向", "文化教育", "合成境外院校01", False, False),
    (4, "友城协议", "政务", "合成友城01", True, True),
    (4, "友城协议", "政务", "合成友城02", True, True),
    (8, "合作意向", "经贸", "合成参展企业01", False, False),
    (8, "合作意向", "经贸", "合成参展企业02", False, False),
    (8, "合作意向", "经贸", "合成参展企业03", False, False),
    (8, "交流活动", "环保能源", "合成参展机构01", False, False),
    (8, "合作机制", "政务", "合成外办01", True, True),
    (8, "合作机制", "政务", "合成外办02", True, True),
)


def agreements(plan: Plan, seed: int) -> Iterator[Row]:
    """Intentions, twin cities and standing ties, as they stand late in the year."""
    chance = chance_for(seed, "agreements")
    year = plan.fiscal_year
    for place, (number, kind, theme, partner, followed_up, carried_out) in enumerate(
        _AGREEMENTS, 1
    ):
        is_old = kind == "友城协议"
        has_text = is_old or kind == "合作机制"
        yield {
            "agreement_id": _identity(plan, "HZ", place),
            "project": _project(plan, number),
            "recorded_on": date(year, chance.randrange(9, 13), chance.randrange(1, 28)),
            "partner": partner,
            "kind": kind,
            "theme": theme,
            "signed_on": date(year - 2 if is_old else year, 6, 18) if has_text else None,
            "ends_on": date(year + 2, 6, 17) if has_text else None,
            "followed_up": followed_up,
            "carried_out": carried_out,
            "evidence": "合成往来函件" if followed_up else None,
        }


def information_reports(plan: Plan, seed: int) -> Iterator[Row]:
    """Reports of the year: somewhat under a quarter taken up above the city, a few returned."""
    chance = chance_for(seed, "information_reports")
    count = 420
    numbers = list(range(count))
    chance.shuffle(numbers)
    taken, kept, returned, on_paper = (
        set(numbers[:96]),
        set(numbers[96:230]),
        set(numbers[230:243]),
        set(numbers[243:261]),
    )
    economic = sorted(n for n in numbers if n % 5 < 2)
    instructed = {n: place < 3 for place, n in enumerate(chance.sample(economic, 6))}
    for n, day in enumerate(spread(chance, plan.fiscal_year, count)):
        yield {
            "report_id": _identity(plan, "XX", n + 1),
            "project": _project(plan, 9),
            "submitted_on": day,
            "theme": ("经济", "经济", "民生", "环境", "其他")[n % 5],
            "medium": "纸质" if n in on_paper else "电子",
            "adopted_by": "省级以上" if n in taken else "市级" if n in kept else None,
            "returned": n in returned,
            "instructed": n in instructed,
            "handled": instructed.get(n),
        }


def security_checks(plan: Plan, seed: int) -> Iterator[Row]:
    """A check a month and two assessments; a few small problems, closed within a day."""
    chance = chance_for(seed, "security_checks")
    told = [(month, "日常监测", 1 if month in (3, 6, 10) else 0) for month in range(1, 13)]
    told += [(9, "等级保护测评", 2), (10, "密码应用评估", 1)]
    for place, (month, kind, low) in enumerate(sorted(told), 1):
        yield {
            "check_id": _identity(plan, "AQ", place),
            "project": _project(plan, 10),
            "checked_on": last_day(plan.fiscal_year, month),
            "kind": kind,
            "passed": True,
            "low": low,
            "medium": 0,
            "high": 0,
            "hours": Decimal(chance.randrange(20, 190)) / 10 if low else None,
        }


def resource_use(plan: Plan, seed: int) -> Iterator[Row]:
    """Paper, prints and power of three projects, month by month beside the year before."""
    place = 0
    for number, kind, unit, usual, percent in (
        (1, "印制", "份", 1200, 103),
        (2, "印制", "份", 400, 88),
        (6, "用纸", "包", 90, 103),
        (6, "用电", "千瓦时", 21000, 98),
    ):
        chance = chance_for(seed, "resource_use", str(number), kind)
        for month in range(1, 13):
            place += 1
            before = (Decimal(usual * chance.randrange(80, 121)) / 100).quantize(Decimal(1))
            yield {
                "use_id": _identity(plan, "NH", place),
                "project": _project(plan, number),
                "counted_on": last_day(plan.fiscal_year, month),
                "kind": kind,
                "amount": (before * percent / 100).quantize(Decimal(1)),
                "unit": unit,
                "last_year": before,
            }


def policy_use(plan: Plan, seed: int) -> Iterator[Row]:
    """Policies looked up month by month; what was applied for nobody counts (blank, not 0)."""
    chance = chance_for(seed, "policy_use")
    for place in range(1, 13):
        before = chance.randrange(900, 1600)
        yield {
            "use_id": _identity(plan, "ZC", place),
            "project": _project(plan, 2),
            "counted_on": last_day(plan.fiscal_year, place),
            "policy": "惠企政策专栏（合成）",
            "views": before * 106 // 100,
            "views_last_year": before,
            "applications": None,
            "honoured": None,
        }


def awareness_surveys(plan: Plan, seed: int) -> Iterator[Row]:
    """Two topics asked of two groups each; who knows is a fixed part of who answered."""
    chance = chance_for(seed, "awareness_surveys")
    told = (
        ("涉企政策", "中小微企业", 51),
        ("涉企政策", "个体工商户", 53),
        ("政府公报", "村（居）委会", 83),
        ("政府公报", "政务大厅群众", 79),
    )
    for place, (topic, stratum, percent) in enumerate(told, 1):
        answered = 200 + 10 * chance.randrange(0, 9)
        yield {
            "survey_id": _identity(plan, "ZX", place),
            "project": _project(plan, 7),
            "asked_on": date(plan.fiscal_year, 11, chance.randrange(1, 29)),
            "topic": topic,
            "stratum": stratum,
            "asked": answered + chance.randrange(10, 60),
            "answered": answered,
            "aware": answered * percent // 100,
            "supplier": "合成调查机构01",
        }


EFFECTS: dict[str, Callable[[Plan, int], Iterator[Row]]] = {
    "rankings": rankings,
    "matters": matters,
    "outcomes": outcomes,
    "agreements": agreements,
    "information_reports": information_reports,
    "security_checks": security_checks,
    "resource_use": resource_use,
    "policy_use": policy_use,
    "awareness_surveys": awareness_surveys,
}
