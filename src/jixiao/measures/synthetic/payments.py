"""Payments and contracts (支付、合同): the plan's sum to the cent, reversals and faulty rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from jixiao.measures.synthetic.calendar import chance_for, last_day, worked_day
from jixiao.measures.synthetic.plan import Plan, Spending
from jixiao.measures.synthetic.tables import Row

_CENT = Decimal("0.01")
_CLASSES = ("30201 办公费", "30202 印刷费", "30211 差旅费", "30227 委托业务费", "30216 培训费")
_PROCUREMENT = ("公开招标", "竞争性磋商", "询价", "框架协议")


def payments(plan: Plan, seed: int) -> Iterator[Row]:
    """The vouchers of all projects by day; what the schema admits adds up to the plan."""
    rows = [
        row
        for number, spending in enumerate(plan.spending, 1)
        for row in _of_project(
            chance_for(seed, "payments", str(number)), plan.fiscal_year, number, spending
        )
    ]
    rows.sort(key=lambda row: (row["paid_on"], row["voucher"]))
    yield from rows
    yield from _faulty(plan.fiscal_year, rows)


def contracts(plan: Plan, seed: int) -> Iterator[Row]:
    """A contract for each subject of each project; some of several years."""
    for number, spending in enumerate(plan.spending, 1):
        chance = chance_for(seed, "contracts", str(number))
        for place, subject in enumerate(spending.subjects, 1):
            years = chance.choice((1, 1, 1, 3))
            signed = worked_day(chance, plan.fiscal_year - (years > 1), chance.choice((1, 2, 3)))
            share = spending.paid * 10000 / len(spending.subjects) * years
            yield {
                "contract_id": _contract(plan.fiscal_year, number, place),
                "project": spending.project,
                "signed_on": signed,
                "supplier": f"合成供应商{number:02d}{place:02d}",
                "subject": subject,
                "amount": share.quantize(Decimal(1000)).quantize(Decimal(1)),
                "starts_on": signed,
                "ends_on": last_day(signed.year + years - 1, 12),
                "procurement": chance.choice(_PROCUREMENT),
            }


def _of_project(chance: Random, year: int, number: int, spending: Spending) -> list[Row]:
    """Vouchers that add up to what the plan says is paid, after what was reversed."""
    amounts = _shares(chance, spending.paid * 10000, spending.vouchers)
    months = _months(chance, spending.profile, spending.vouchers)
    rows: list[Row] = []
    for place, (month, amount) in enumerate(zip(months, amounts, strict=True), 1):
        subject = chance.randrange(len(spending.subjects))
        rows.append(
            {
                "voucher": f"SYN{year}-{number:02d}-{place:03d}",
                "project": spending.project,
                "paid_on": worked_day(chance, year, month),
                "amount": amount,
                "kind": "支付",
                "payee": f"合成供应商{number:02d}{subject + 1:02d}",
                "contract_id": _contract(year, number, subject + 1),
                "expense_class": chance.choice(_CLASSES),
                "source": "财政拨款",
                "summary": f"{spending.subjects[subject]}（合成）",
            }
        )
    for place in range(1, 1 + max(1, spending.vouchers // 20)):
        rows += _undone(chance, year, f"SYN{year}-{number:02d}-R{place:02d}", rows)
    return rows


def _undone(chance: Random, year: int, voucher: str, rows: list[Row]) -> Iterator[Row]:
    """A payment made by mistake (paid twice, or returned by the bank) and what undoes it."""
    like = chance.choice(rows)
    paid_on = like["paid_on"]
    assert isinstance(paid_on, date)
    undone_on = min(paid_on + timedelta(days=chance.randrange(3, 40)), last_day(year, 12))
    amount = like["amount"] if like["kind"] == "支付" else Decimal("1200.00")
    assert isinstance(amount, Decimal)
    kind = chance.choice(("冲销", "冲销", "退回"))
    wrong = {**like, "kind": "支付", "reverses": None, "amount": amount}
    yield {**wrong, "voucher": f"{voucher}A", "summary": "重复支付（合成）"}
    yield {
        **wrong,
        "voucher": f"{voucher}B",
        "paid_on": undone_on,
        "amount": -amount,
        "kind": kind,
        "reverses": f"{voucher}A",
        "summary": f"{kind}重复支付（合成）",
    }


def _faulty(year: int, rows: list[Row]) -> Iterator[Row]:
    """Rows that must be set apart: a voucher twice, a sum in words, another year, no project."""
    yield rows[len(rows) // 3]
    yield {**rows[10], "voucher": f"SYN{year}-X1", "amount": "壹万元整"}
    yield {**rows[20], "voucher": f"SYN{year}-X2", "paid_on": date(year + 1, 1, 6)}
    yield {**rows[30], "voucher": f"SYN{year}-X3", "project": None}
    yield {**rows[40], "voucher": f"SYN{year}-X4", "amount": None}


def _shares(chance: Random, total: Decimal, count: int) -> list[Decimal]:
    """``total`` in ``count`` uneven parts, to the cent; the last takes what is left."""
    weights = [chance.randrange(20, 180) for _ in range(count)]
    parts = [(total * w / sum(weights)).quantize(_CENT) for w in weights[:-1]]
    return [*parts, total - sum(parts, Decimal(0))]


def _months(chance: Random, profile: tuple[int, ...], count: int) -> list[int]:
    """``count`` months in order, as often as the profile weighs them."""
    total, months = sum(profile), []
    for place in range(count):
        wanted = (place + chance.random()) / count * total
        for month, weight in enumerate(profile, 1):
            wanted -= weight
            if wanted < 0:
                months.append(month)
                break
        else:
            months.append(12)
    return months


def _contract(year: int, number: int, place: int) -> str:
    return f"SYN-HT{year}-{number:02d}{place:02d}"
