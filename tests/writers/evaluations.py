"""Self-evaluations and monitoring sheets made by hand for the tests of the writers."""

from __future__ import annotations

from decimal import Decimal

from jixiao.model.evaluation import (
    Actual,
    EvaluatedIndicator,
    ExecutionRow,
    Points,
    ScoredRow,
    ScoreSheet,
    SelfEvaluation,
)
from jixiao.model.finding import Message
from jixiao.model.indicator import Indicator
from jixiao.model.money import MoneyUnit
from jixiao.model.monitoring import (
    Cause,
    Forecast,
    Light,
    Monitored,
    MonitoredFunds,
    MonitoringSheet,
    Possibility,
)
from jixiao.readers.value_grammar import read_value

HOTLINE = "市政府热线话务委托服务费"
OBJECTIVE = "保障12345热线全年不间断运行，及时受理群众诉求，接通率不低于95%，群众满意率不低于90%。"
ACHIEVED = "热线全年运行平稳，受理诉求1017204件，接通率96.2%；第三季度满意率有所下降，已督促整改。"


def said(zh: str, en: str = "said in English") -> Message:
    return Message(zh, en)


def indicator(level1: str, level2: str, name: str, value: str, weight: str = "10") -> Indicator:
    """An indicator with its value read from the text."""
    return Indicator(None, None, level1, level2, name, read_value(value), Decimal(weight))


def given(
    points: str | None,
    weight: str,
    zh: str,
    *,
    band: tuple[str, str] | None = None,
    notes: tuple[Message, ...] = (),
) -> Points:
    """Points with a working."""
    got = None if points is None else Decimal(points)
    low, high = (got, got) if band is None else (Decimal(band[0]), Decimal(band[1]))
    return Points(
        got, Decimal(weight), low, high, "按完成比例赋分", said(zh, f"EN: {points}"), notes
    )


def scored(
    own: Indicator,
    actual: str,
    points: Points,
    *,
    reason: str = "",
    counted: bool = True,
    stated: str | None = None,
) -> ScoredRow:
    row = EvaluatedIndicator(own, Actual(actual, proof="话务登记 hotline_calls"), None, reason)
    return ScoredRow(row, points, counted, None if stated is None else Decimal(stated))


def score_sheet(title: str = HOTLINE, *, missing: bool = True) -> ScoreSheet:
    """A project with an open row, a row that takes no part, and one with a band."""
    output, benefit = "产出指标", "效益指标"
    rows = [
        scored(
            indicator(output, "数量指标", "日均受理话务量", "≥2500个"),
            "2786.9个",
            given("15", "15", "实际2786.9 ≥ 指标值2500，得满分15分"),
        ),
        scored(
            indicator(output, "数量指标", "热线坐席数", "60个"),
            "58个",
            given("9.67", "10", "58 ÷ 60 × 10 = 9.67（四舍五入到分）"),
            reason="两名坐席年内离职，补充人员于次年1月到岗。",
        ),
        scored(
            indicator(output, "质量指标", "热线接通率", "≥95%"),
            "" if missing else "96.2%",
            given(
                None if missing else "15",
                "15",
                "没有实际完成值：4月、5月话务登记缺失" if missing else "96.2 ≥ 95，得满分15分",
            ),
        ),
        scored(
            indicator(output, "时效指标", "诉求办理及时性", "及时"),
            "部分达成年度指标并具有一定效果",
            given(
                "7.5",
                "10",
                "部分达成：分值的60%—80%，取75%",
                band=("6", "7.99"),
                notes=(said("未达成部分须说明偏差原因"),),
            ),
        ),
        scored(
            indicator(benefit, "社会效益指标", "群众诉求解决率提升", "显著"),
            "达成年度指标",
            given("30", "30", "达成：分值的80%—100%，取100%", band=("24", "30")),
        ),
        scored(
            indicator(benefit, "生态效益指标", "本项目不适用此指标", "无", "0"),
            "",
            given(None, "0", "本行自称不适用，其分值由其余指标分担"),
            counted=False,
        ),
        scored(
            indicator("满意度指标", "满意度指标", "来电群众满意率", "≥90%"),
            "87.4%",
            given("9.71", "10", "60 ≤ 87.4 < 90：87.4 ÷ 90 × 10 = 9.71"),
            reason="话务高峰等待较长。改进措施：增设回拨功能。",
        ),
    ]
    funds = (
        ExecutionRow("年度资金总额", Decimal("187.50"), Decimal("182.31"), Decimal("179.06")),
        ExecutionRow("其中：本年财政拨款", Decimal("187.50"), Decimal("182.31"), Decimal("179.06")),
        ExecutionRow("上年结转资金"),
        ExecutionRow("其他资金", Decimal(0), Decimal(0), Decimal(0)),
    )
    evaluation = SelfEvaluation(
        title,
        2024,
        "009-淮南市人民政府办公室",
        "淮南市政府热线办",
        MoneyUnit.TEN_THOUSAND,
        funds,
        OBJECTIVE,
        ACHIEVED,
        tuple(row.row for row in rows),
    )
    reached = Decimal("81.70") if missing else Decimal("96.70")
    return ScoreSheet(
        evaluation,
        given("9.82", "10", "179.06 ÷ 182.31 = 98.22%，98.22% × 10 = 9.82"),
        tuple(rows),
        None if missing else reached,
        reached,
        Decimal(15) if missing else Decimal(0),
        None if missing else Message("优", "excellent"),
        said("9.82 + 15 + 9.67 + 7.5 + 30 + 9.71 = 81.70；热线接通率未计分"),
    )


def monitored(
    own: Indicator | None,
    actual: str,
    light: Light | None,
    *,
    number: str | None = None,
    unit: str | None = None,
    pace: str | None = None,
    forecast: tuple[str, str, str] | None = None,
    possibility: Possibility | None = None,
    months: tuple[str | None, ...] = (),
    roll_up: str = "",
    reason: str = "",
    causes: tuple[Cause, ...] = (),
    needs_reason: bool = False,
    working: str = "进度正常",
) -> Monitored:
    """A monitored value; the forecast as value, low, high."""
    expected = None
    if forecast is not None:
        value, low, high = (Decimal(text) for text in forecast)
        expected = Forecast(value, low, high, said("按月均推算", "by the monthly mean"))
    return Monitored(
        own,
        Actual(actual, None if number is None else Decimal(number), unit),
        None if pace is None else Decimal(pace),
        light,
        expected,
        possibility,
        needs_reason,
        said(working, f"EN: {working}"),
        tuple((n, None if v is None else Decimal(v)) for n, v in enumerate(months, 1)),
        roll_up,
        reason,
        causes,
    )


def monitoring_sheet(title: str = HOTLINE) -> MonitoringSheet:
    """A project with every light, one row without, and a month that is missing."""
    output = "产出指标"
    spending = monitored(
        None,
        "80.6万元",
        Light.YELLOW,
        number="80.6",
        unit="万元",
        pace="75.79",
        forecast=("138.17", "120.5", "171.333333"),
        months=("8.1", "9.5", "12.3", "11.2", "13.9", "12.4", "13.2"),
        roll_up="sum",
        needs_reason=True,
        working="80.6 ÷ 182.31 ÷ (7 ÷ 12) = 75.79%，在60%与80%之间",
    )
    rows = (
        monitored(
            indicator(output, "数量指标", "全年受理话务量", "≥900000个"),
            "601204个",
            Light.GREEN,
            number="601204",
            unit="个",
            pace="114.52",
            forecast=("1030635", "985000", "1076000"),
            possibility=Possibility.CERTAIN,
            months=("82000", "79000", "88000", "85000", "90204", "87000", "90000"),
            roll_up="sum",
        ),
        monitored(
            indicator(output, "数量指标", "调研报告篇数", "12篇"),
            "3篇",
            Light.RED,
            number="3",
            unit="篇",
            pace="42.86",
            forecast=("5.14", "3.2", "7.1"),
            possibility=Possibility.IMPOSSIBLE,
            months=("0", "1", None, "0", "1", "0", "1"),
            roll_up="sum",
            needs_reason=True,
            working="3 ÷ (12 × 7 ÷ 12) = 42.86%，低于60%",
        ),
        monitored(
            indicator(output, "质量指标", "热线接通率", "≥95%"),
            "93.1%",
            Light.YELLOW,
            number="93.1",
            unit="%",
            pace="98",
            forecast=("93.4", "92.1", "94.7"),
            possibility=Possibility.POSSIBLE,
            months=("96.1", "95.2", "93.0", "92.2", "91.9", "92.4", "91.0"),
            roll_up="ratio_of_sums",
            reason="坐席不足，已申请增补。",
            causes=(Cause.STAFF, Cause.FUNDS),
            needs_reason=True,
        ),
        monitored(
            indicator(output, "时效指标", "诉求办理及时性", "及时"),
            "",
            None,
            working="工单登记尚未报送，无法判断",
        ),
        monitored(
            indicator("效益指标", "社会效益指标", "宣传活动受众", "≥10000人次"),
            "9800人次",
            Light.BLUE,
            number="9800",
            unit="人次",
            pace="168",
            forecast=("16800", "15000", "18600"),
            possibility=Possibility.CERTAIN,
            months=("1000", "1200", "1500", "1600", "1500", "1400", "1600"),
            roll_up="sum",
            working="9800 ÷ (10000 × 7 ÷ 12) = 168%，不低于120%",
        ),
    )
    funds = (
        MonitoredFunds(
            "年度资金总额",
            Decimal("187.50"),
            Decimal("182.31"),
            Decimal("80.60"),
            Decimal("44.21"),
            Decimal("138.17"),
        ),
        MonitoredFunds("其中：财政拨款", Decimal("187.50"), Decimal("182.31"), Decimal("80.60")),
        MonitoredFunds("其他资金"),
    )
    return MonitoringSheet(
        title,
        "009-淮南市人民政府办公室",
        "淮南市政府热线办",
        2024,
        7,
        MoneyUnit.TEN_THOUSAND,
        funds,
        spending,
        rows,
        OBJECTIVE,
        "本表依据合成数据，仅供演示。",
    )
