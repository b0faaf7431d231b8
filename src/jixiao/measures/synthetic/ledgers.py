"""The small registers (各类台账): each comes to the count of the plan, with what is not counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from jixiao.measures.synthetic.calendar import chance_for, days_of, last_day, spread, worked_day
from jixiao.measures.synthetic.plan import Plan
from jixiao.measures.synthetic.tables import Row

_TOPICS: tuple[str, ...] = (
    "营商环境",
    "民营经济",
    "采煤沉陷区治理",
    "城市更新",
    "乡村振兴",
    "养老服务",
    "数字政府",
)
_TOPICS += ("招商引资", "科技创新", "现代物流", "文化旅游", "绿色低碳", "就业创业", "公共安全")


def _count(plan: Plan, name: str) -> int:
    return int(plan.ledgers[name])


def _project(plan: Plan, number: int) -> str:
    """The title of the project with this number in the record."""
    return plan.spending[number - 1].project


def _identity(plan: Plan, register: str, place: int) -> str:
    return f"SYN-{register}-{plan.fiscal_year}-{place:03d}"


def assessments(plan: Plan, seed: int) -> Iterator[Row]:
    """Rounds of assessment of open government, and two of the business environment."""
    chance = chance_for(seed, "assessments")
    year = plan.fiscal_year
    count = _count(plan, "assessments")
    told = [(2, f"政务公开第{n + 1}次全面测评") for n in range(count)]
    told += [(1, "惠企政策落实情况评估测评"), (1, "营商环境评价")]
    for place, (number, subject) in enumerate(told):
        due = last_day(year, 4 + 3 * (place % 3))
        yield {
            "assessment_id": _identity(plan, "PG", place + 1),
            "project": _project(plan, number),
            "completed_on": due + timedelta(days=chance.randrange(-20, 4)),
            "due_on": due,
            "subject": f"{subject}（合成）",
            "supplier": f"合成评估机构{number:02d}",
            "units": chance.randrange(60, 110),
            "accepted": True,
            "score": Decimal(chance.randrange(8600, 9500)) / 100,
        }


def inspections(plan: Plan, seed: int) -> Iterator[Row]:
    """Rounds of inspection that were done, and one that was cancelled."""
    chance = chance_for(seed, "inspections")
    count = _count(plan, "inspections")
    days = spread(chance, plan.fiscal_year, count + 1, 2, 12)
    for place, day in enumerate(days):
        issues = chance.randrange(6, 30)
        is_done = place != count // 2
        due = day + timedelta(days=15)
        late = place == count
        yield {
            "inspection_id": _identity(plan, "DC", place + 1),
            "project": _project(plan, 3),
            "inspected_on": day,
            "kind": ("综合督查", "专项督查", "回访复查")[place % 3],
            "subject": f"{_TOPICS[place % len(_TOPICS)]}决策部署落实情况（合成）",
            "units": chance.randrange(8, 30),
            "issues": issues if is_done else 0,
            "issues_fixed": issues - chance.randrange(0, 3) if is_done else 0,
            "report_due_on": due,
            "reported_on": due + timedelta(days=4 if late else -2) if is_done else None,
            "status": "完成" if is_done else "取消",
        }


def research_reports(plan: Plan, seed: int) -> Iterator[Row]:
    """Reports and papers in their final text, and three that were ended."""
    chance = chance_for(seed, "research_reports")
    place = 0
    for kind, name in (("调研报告", "research_reports"), ("政策研究文稿", "policy_papers")):
        count = _count(plan, name)
        ended = {count: "终止", count + 1: "终止"} if kind == "调研报告" else {count: "终止"}
        days = spread(chance, plan.fiscal_year, count + len(ended))
        for n, day in enumerate(days):
            place += 1
            # The last of them, in December, were ended.
            late = chance.random() < 0.08
            yield {
                "report_id": _identity(plan, "YJ", place),
                "project": _project(plan, 3),
                "finished_on": day,
                "kind": kind,
                "title": f"{chance.choice(_TOPICS)}{kind}之{n + 1}（合成）",
                "due_on": day + timedelta(days=-6 if late else chance.randrange(0, 20)),
                "adopted": n < count and chance.random() < 0.45,
                "status": ended.get(n, "定稿"),
            }


def meetings(plan: Plan, seed: int) -> Iterator[Row]:
    """Meetings on a special subject (专题会议), others, and those called off."""
    chance = chance_for(seed, "meetings")
    count = _count(plan, "meetings")
    kinds = [("专题会议", "召开")] * count + [("协调会", "召开")] * 22 + [("座谈会", "召开")] * 12
    kinds += [("专题会议", "取消")] * 4
    chance.shuffle(kinds)
    days = spread(chance, plan.fiscal_year, len(kinds))
    for place, (day, (kind, status)) in enumerate(zip(days, kinds, strict=True), 1):
        yield {
            "meeting_id": _identity(plan, "HY", place),
            "project": _project(plan, 6),
            "held_on": day,
            "kind": kind,
            "title": f"{chance.choice(_TOPICS)}{kind}（合成）",
            "attendees": chance.randrange(8, 90),
            "has_minutes": status == "召开" and chance.random() < 0.96,
            "status": status,
        }


def visits(plan: Plan, seed: int) -> Iterator[Row]:
    """Visits paid, fairs and receptions; one visit was cancelled."""
    chance = chance_for(seed, "visits")
    count = _count(plan, "visits")
    told = [
        ("外出访问", "完成", place) for place in ("上海市", "杭州市", "南京市", "苏州市")[:count]
    ]
    told += [("外出访问", "取消", "宁波市")]
    told += [("展会活动", "完成", place) for place in ("合肥市", "上海市", "义乌市")]
    told += [("来访接待", "完成", "淮南市")] * 7
    days = spread(chance, plan.fiscal_year, len(told), 3, 12)
    chance.shuffle(days)
    for place, (day, (kind, status, where)) in enumerate(zip(days, told, strict=True), 1):
        yield {
            "visit_id": _identity(plan, "WS", place),
            "project": _project(plan, 8),
            "started_on": day,
            "ended_on": day + timedelta(days=chance.randrange(1, 4)),
            "kind": kind,
            "place": where,
            "counterpart": f"合成单位{place:02d}",
            "people": chance.randrange(2, 12),
            "result": None
            if status == "取消"
            else chance.choice(("合作备忘", "会谈纪要", "活动小结")),
            "status": status,
        }


def trips_abroad(plan: Plan, seed: int) -> Iterator[Row]:
    """Delegations that went, with the plan's days abroad in all, and one that did not."""
    chance = chance_for(seed, "trips_abroad")
    count, days = _count(plan, "trips_abroad"), _count(plan, "days_abroad")
    lengths = [days // count + (n < days % count) for n in range(count)]
    places = ("日本、韩国", "德国、法国", "澳大利亚", "新加坡、马来西亚")
    months = (5, 9, 10, 11)
    for place, length in enumerate([*lengths, 8]):
        day = worked_day(chance, plan.fiscal_year, months[place % 4])
        day = min(day, last_day(day.year, day.month) - timedelta(days=length))
        back = day + timedelta(days=length - 1)
        went = place < count
        yield {
            "trip_id": _identity(plan, "CG", place + 1),
            "project": _project(plan, 4),
            "departed_on": day,
            "returned_on": back,
            "countries": places[place % 4],
            "people": chance.randrange(4, 7),
            "approval": f"合成批件〔{plan.fiscal_year}〕{place + 1}号",
            "report_due_on": back + timedelta(days=30),
            "reported_on": back + timedelta(days=chance.randrange(10, 29)) if went else None,
            "status": "完成" if went else "取消",
        }


def gazette_issues(plan: Plan, seed: int) -> Iterator[Row]:
    """An issue a month; one came late, none was left out."""
    chance = chance_for(seed, "gazette_issues")
    for number in range(1, _count(plan, "gazette_issues") + 1):
        month = min(number, 12)
        due = last_day(plan.fiscal_year, month)
        early = timedelta(days=chance.randrange(0, 9))
        # The issue of the seventh month came late, in the next.
        day = due + timedelta(days=6) if number == 7 else due - early
        yield {
            "issue_id": _identity(plan, "GB", number),
            "project": _project(plan, 7),
            "published_on": day,
            "number": number,
            "copies": 2500,
            "distributed": 2500 - chance.randrange(0, 60),
            "due_on": due,
            "proof_errors": chance.choice((0, 0, 0, 1, 1, 2)),
            "places": chance.randrange(1380, 1420),
            # The text goes online on the day of the issue or up to three days later.
            "online_on": day + timedelta(days=number % 4),
        }


def trainings(plan: Plan, seed: int) -> Iterator[Row]:
    """Trainings of four projects."""
    chance = chance_for(seed, "trainings")
    told: tuple[tuple[int, str, int], ...] = (
        (2, "政务公开业务", 5),
        (8, "领事保护和APEC商务旅行卡", 1),
        (9, "政务信息业务", 2),
    )
    told += ((10, "网站和政务新媒体业务", 1), (10, "网站和政务新媒体业务", 1), (5, "热线知识库", 1))
    for place, (number, subject, days) in enumerate(told, 1):
        people = chance.randrange(50, 60)
        yield {
            "training_id": _identity(plan, "PX", place),
            "project": _project(plan, number),
            "held_on": worked_day(chance, plan.fiscal_year, 3 + place),
            "subject": f"{subject}培训（合成）",
            "people": people,
            "days": days,
            "passed": people - chance.randrange(0, 3),
        }


def commendations(plan: Plan, seed: int) -> Iterator[Row]:
    """Persons commended; by the plan of the example none, for want of an approval."""
    chance = chance_for(seed, "commendations")
    for place in range(1, _count(plan, "commendations") + 1):
        yield {
            "commendation_id": _identity(plan, "BZ", place),
            "project": _project(plan, 9),
            "decided_on": last_day(plan.fiscal_year, 11),
            "person": f"合成人{place:02d}",
            "unit": f"合成单位{chance.randrange(1, 40):02d}",
            "approval": f"合成批复〔{plan.fiscal_year}〕9号",
            "kind": "表彰",
        }


def maintenance_tickets(plan: Plan, seed: int) -> Iterator[Row]:
    """A routine round a day but for those skipped; faults, the last of them still open."""
    chance = chance_for(seed, "maintenance_tickets")
    days = list(days_of(plan.fiscal_year))
    skipped = set(
        chance.sample(
            [d for d in days if 1 < d.day < 28], _count(plan, "maintenance_rounds_skipped")
        )
    )
    rows: list[dict[str, object]] = []
    for day in days:
        if day in skipped:
            continue
        opened = datetime(day.year, day.month, day.day, 8) + timedelta(minutes=chance.randrange(45))
        rows.append(
            {
                "opened_at": opened,
                "kind": "例行巡检",
                "system": "政府网站集约化平台",
                "due_at": opened + timedelta(hours=2),
                "closed_at": opened + timedelta(minutes=chance.randrange(20, 110)),
                "accepted": True,
                "status": "已完成",
            }
        )
    rows += _faults(plan, seed)
    rows.sort(key=lambda row: (str(row["opened_at"]), str(row["system"]), str(row["due_at"])))
    for place, row in enumerate(rows, 1):
        yield {
            "ticket_id": f"SYN-YW-{plan.fiscal_year}-{place:04d}",
            "project": _project(plan, 10),
            **row,
        }


def _faults(plan: Plan, seed: int) -> Iterator[dict[str, object]]:
    chance = chance_for(seed, "faults")
    count, backlog = _count(plan, "faults"), _count(plan, "faults_open")
    days = spread(chance, plan.fiscal_year, count)
    for place, day in enumerate(days):
        opened = datetime(day.year, day.month, day.day, 8) + timedelta(
            minutes=chance.randrange(60, 600)
        )
        hours = chance.choice((4, 8, 24))
        late = chance.random() < 0.05
        # The backlog grows towards the end of the year.
        is_open = place >= count - 2 * backlog and (count - place) % 2 == 1
        taken = timedelta(hours=hours) * (1.6 if late else chance.uniform(0.1, 0.95))
        yield {
            "opened_at": opened,
            "kind": "故障处置",
            "system": chance.choice(("政府网站集约化平台", "政务新媒体监管平台", "身份认证系统")),
            "due_at": opened + timedelta(hours=hours),
            "closed_at": None if is_open else opened + _minutes(taken),
            "accepted": None if is_open else chance.random() >= 0.02,
            "status": "处理中" if is_open else "已完成",
        }


def _minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=int(length.total_seconds() // 60))


def covered_units(plan: Plan, seed: int) -> Iterator[Row]:
    """The count of covered units at each month's end; that of May was not made."""
    chance = chance_for(seed, "covered_units")
    covered = _count(plan, "covered_units")
    joins = [0] * (covered - 9) + sorted(chance.randrange(2, 12) for _ in range(9))
    for month in range(1, 13):
        if month == 5:
            continue
        for unit, joined in enumerate([*joins, 13, 13], 1):
            yield {
                "counted_on": last_day(plan.fiscal_year, month),
                "project": _project(plan, 10),
                "unit_code": f"SYN-U{unit:02d}",
                "unit_name": f"合成单位{unit:02d}",
                "kind": "政府网站" if unit <= 41 else "政务新媒体",
                "is_covered": joined <= month,
            }


def investments(plan: Plan, seed: int) -> Iterator[Row]:
    """Capital signed for and capital that arrived (到位), which is the plan's."""
    chance = chance_for(seed, "investments")
    total, count = plan.ledgers["investments"], 8
    weights = [chance.randrange(40, 160) for _ in range(count)]
    parts = [(total * w / sum(weights)).quantize(Decimal("0.01")) for w in weights[:-1]]
    parts.append(total - sum(parts, Decimal(0)))
    days = spread(chance, plan.fiscal_year, 2 * count, 1, 12)
    for place, part in enumerate(parts):
        for stage, day, amount in (
            ("签约", days[place], part * 3),
            ("到位", days[count + place // 2 - place % 2 * 5], part),
        ):
            yield {
                "investment_id": _identity(plan, "ZS", place * 2 + 1 + (stage == "到位")),
                "project": _project(plan, 6),
                "recorded_on": day,
                "company": f"合成企业{place + 1:02d}",
                "stage": stage,
                "amount": amount,
                "evidence": "合成验资证明" if stage == "到位" else "合成投资协议",
            }


def milestones(plan: Plan, seed: int) -> Iterator[Row]:
    """Four steps of each project; a few late, one open."""
    chance = chance_for(seed, "milestones")
    names = ("实施方案批准", "合同签订或任务下达", "中期检查", "完成验收")
    place = 0
    for number, spending in enumerate(plan.spending, 1):
        for name, month in zip(names, (2, 4, 7, 12), strict=True):
            place += 1
            planned = date(plan.fiscal_year, month, 20)
            late = (number, month) in {(1, 7), (4, 4), (6, 12), (9, 7)}
            done = planned + timedelta(days=12 if late else -chance.randrange(0, 9))
            yield {
                "milestone_id": _identity(plan, "JD", place),
                "project": spending.project,
                "planned_on": planned,
                "name": f"{name}（合成）",
                "done_on": None if (number, month) == (9, 12) else done,
            }


LEDGERS: dict[str, Callable[[Plan, int], Iterator[Row]]] = {
    "assessments": assessments,
    "inspections": inspections,
    "research_reports": research_reports,
    "meetings": meetings,
    "visits": visits,
    "trips_abroad": trips_abroad,
    "gazette_issues": gazette_issues,
    "trainings": trainings,
    "commendations": commendations,
    "maintenance_tickets": maintenance_tickets,
    "covered_units": covered_units,
    "investments": investments,
    "milestones": milestones,
}
