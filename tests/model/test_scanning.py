"""The objective is scanned from rare characters; it finds what plain expressions find.

The expressions say at length what money, document numbers and counted things look like. They are
too slow for every text, so the model looks for 元, 号 and digits first; here both must agree.
"""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jixiao.model.narrative import Narrative

NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
MONEY = re.compile(rf"({NUMBER})\s*(亿元|万元|元|[亿万](?=[，。；、）),;]|$))(?:\s*[/／](\w))?")
DOCUMENT = re.compile(r"([〔【［\[(（])\s*([0-9]{4})\s*[〕】］\])）]\s*([0-9]+)(\s*)号")
COUNTED = re.compile(rf"({NUMBER})\s*([余多几]?)([百千万亿]?)([余多几]?)\s*[（(]?(次|人|个)?")
NOT_BEFORE = frozenset("0123456789.〔[【第×xX*-/")
SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

money_texts = st.text(alphabet="0123456789.,，。 元万亿/／人第约\n", max_size=40)
cited_texts = st.text(alphabet="国办发12〔〕[]（） 号0389的", max_size=40)
counted_texts = st.text(alphabet="0123456789.,，余多百万 次人个第×-（约元", max_size=40)


def decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


@given(money_texts)
def test_money_is_found_where_the_expression_finds_it(text: str) -> None:
    found = [(a.money.amount, a.start, a.end) for a in Narrative(text).amounts]

    assert found == [(decimal(m.group(1)), *m.span()) for m in MONEY.finditer(text)]


@given(cited_texts)
def test_document_numbers_are_found_where_the_expression_finds_them(text: str) -> None:
    found = {(c.bracket, c.year, c.sequence, c.blank, c.end) for c in Narrative(text).citations}

    assert found <= {
        (m.group(1), int(m.group(2)), m.group(3), m.group(4), m.end())
        for m in DOCUMENT.finditer(text)
    }


@given(counted_texts)
def test_what_is_counted_is_found_where_the_expression_finds_it(text: str) -> None:
    narrative = Narrative(text)

    found = {(q.number, q.start) for q in narrative.quantities if text[q.start].isdecimal()}

    assert found == {
        (decimal(m.group(1)) * SCALES[m.group(3)], m.start())
        for m in COUNTED.finditer(text)
        if m.group(5) and text[m.start() - 1 : m.start()] not in NOT_BEFORE
        if not any(a.start <= m.start() < a.end for a in narrative.amounts)
    }


@given(counted_texts, st.sampled_from(["5", "120", "0.5", "1000", "2.50"]))
def test_a_number_is_stated_when_it_is_among_the_numbers(text: str, number: str) -> None:
    narrative = Narrative(f"{text}，共{number}")

    assert narrative.states(Decimal(number))
    assert narrative.states(Decimal(77)) == (Decimal(77) in narrative.numbers)


def test_numbers_written_otherwise_are_stated_too() -> None:
    narrative = Narrative("印制2,500本，共5.00万元，三次检查，０12家")

    stated = [n for n in ("2500", "5", "3", "12", "250", "7") if narrative.states(Decimal(n))]

    assert stated == ["2500", "5", "3", "12"]
