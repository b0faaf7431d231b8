"""What a set of files says beyond each of them: for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from jixiao.model.chain import Chain, Pair
from jixiao.model.document_set import DocumentSet
from jixiao.model.fingerprint import Fingerprint
from jixiao.rules.check import Report

Json = dict[str, Any]
SCHEMA = "jixiao/set/1"
MOST_NOTICES = 20  # on a terminal
SHOWN = 5  # of each list on a terminal; JSON has what is kept

Masked = Callable[[str], str]


def masked_by(reports: Sequence[Report]) -> Masked:
    """What covers the secrets of every file: a text of the set may come from any."""
    masks = [report.masked for report in reports if report.secrets]

    def masked(text: str) -> str:
        for mask in masks:
            text = mask(text)
        return text

    return masked


def set_lines(whole: DocumentSet, language: str, masked: Masked) -> Iterator[str]:
    """The section on the set, a line each."""
    is_english = language == "en"
    for notice in whole.notices[:MOST_NOTICES]:
        yield masked(notice.en if is_english else notice.zh)
    if len(whole.notices) > MOST_NOTICES:
        yield f"… ({len(whole.notices)})" if is_english else f"……共{len(whole.notices)}条"
    for chain in whole.chains:
        yield masked(_chain_line(chain, is_english))
        for pair in (*chain.pairs, *chain.unclear):
            if pair.is_renamed:
                yield masked("  " + _pair_line(pair, pair in chain.unclear, is_english))
    if whole.fingerprint is not None and whole.fingerprint.says_something:
        yield from map(masked, _copies(whole.fingerprint, is_english))


def _chain_line(chain: Chain, is_english: bool) -> str:
    same = len(chain.pairs)
    dropped, added, unclear = len(chain.dropped), len(chain.added), len(chain.unclear)
    if is_english:
        return (
            f"Chain of “{chain.project}”: {chain.earlier.label('en')} → "
            f"{chain.later.label('en')}; {same} indicators in both, {dropped} dropped, "
            f"{added} added, {unclear} pairs unclear."
        )
    return (
        f"项目链“{chain.project}”：{chain.earlier.label()} → {chain.later.label()}；"
        f"对上{same}个指标，减少{dropped}个，新增{added}个，{unclear}对不明。"
    )


def _pair_line(pair: Pair, is_unclear: bool, is_english: bool) -> str:
    names = f"“{pair.earlier.indicator.name}” {'?' if is_unclear else '='} "
    names += f"“{pair.later.indicator.name}”"
    if is_english:
        return f"{names} (likeness {pair.score}, {pair.way.value})"
    return f"{names}（相似度{pair.score}）"


def _copies(copies: Fingerprint, is_english: bool) -> Iterator[str]:
    if is_english:
        yield (
            f"Copying in {copies.tables} tables: {copies.copied_count} tables copied, "
            f"{len(copies.alike_names)} groups of near-alike names, {copies.generic_count} of "
            f"{copies.rows} rows ({_per_cent(copies.generic_share)}) say nothing specific."
        )
    else:
        yield (
            f"雷同：{copies.tables}张表中，整表照搬{copies.copied_count}张，近似名称"
            f"{len(copies.alike_names)}组，{copies.rows}行中{copies.generic_count}行"
            f"（{_per_cent(copies.generic_share)}）没有说明具体内容。"
        )
    if not copies.is_counted_whole:
        yield "  counts are lower bounds" if is_english else "  名称过多，次数只是下限"
    for copied in copies.copied[:SHOWN]:
        others = "、".join(f"{c.label}（{_per_cent(c.share)}）" for c in copied.copies[:SHOWN])
        also = f"… {copied.times}" if copied.times > SHOWN else ""
        yield f"  {'copied' if is_english else '照搬'}：{copied.label} = {others}{also}"
    for alike in copies.alike_names[:SHOWN]:
        names = "、".join(f"“{name}”×{times}" for name, times in alike.names[:SHOWN])
        yield f"  {'near-alike' if is_english else '近似'}：{names}"
    for row in copies.generic_rows[:SHOWN]:
        yield f"  {'generic' if is_english else '套话'}：“{row.name}”＝“{row.value}”×{row.times}"
    for table in copies.generic_tables[:SHOWN]:
        share = f"{table.generic}/{table.rows}（{_per_cent(table.share)}）"
        yield f"  {'emptiest' if is_english else '最空'}：{table.label} {share}"


def _per_cent(share: Decimal) -> str:
    return f"{share * 100:.0f}%"


def set_json(whole: DocumentSet, masked: Masked) -> Json:
    """The section on the set as JSON."""
    return {
        "schema": SCHEMA,
        "chains": [_chain_json(chain, masked) for chain in whole.chains],
        "copies": None if whole.fingerprint is None else _copies_json(whole.fingerprint, masked),
        "notices": [
            {"message": masked(notice.zh), "message_en": masked(notice.en)}
            for notice in whole.notices
        ],
    }


def _chain_json(chain: Chain, masked: Masked) -> Json:
    return {
        "project": masked(chain.project),
        "documents": [
            {"file": masked(d.file), "step": d.step.value, "year": d.year} for d in chain.documents
        ],
        "earlier": chain.documents.index(chain.earlier),
        "matches": [_pair_json(pair, masked) for pair in chain.pairs],
        "unclear": [_pair_json(pair, masked) for pair in chain.unclear],
        "dropped": [masked(indicator.name) for indicator in chain.dropped],
        "added": [masked(indicator.name) for indicator in chain.added],
    }


def _pair_json(pair: Pair, masked: Masked) -> Json:
    earlier, later = pair.earlier.indicator, pair.later.indicator
    return {
        "earlier": masked(earlier.name),
        "later": masked(later.name),
        "score": str(pair.score),
        "way": pair.way.value,
        "change": pair.change.value,
        "earlier_value": masked(earlier.value.text),
        "later_value": masked(later.value.text),
    }


def _copies_json(copies: Fingerprint, masked: Masked) -> Json:
    return {
        "tables": copies.tables,
        "rows": copies.rows,
        "counted_whole": copies.is_counted_whole,
        "copied_tables": copies.copied_count,
        "copied": [
            {
                "table": masked(copied.label),
                "times": copied.times,
                "copies": [
                    {"table": masked(c.label), "share": str(c.share)} for c in copied.copies
                ],
            }
            for copied in copies.copied
        ],
        "alike_names": [
            [{"name": masked(name), "tables": times} for name, times in alike.names]
            for alike in copies.alike_names
        ],
        "generic_count": copies.generic_count,
        "generic_share": str(copies.generic_share),
        "generic_rows": [
            {
                "name": masked(row.name),
                "value": masked(row.value),
                "tables": row.times,
                "why": "stock" if row.is_stock else "frequent",
            }
            for row in copies.generic_rows
        ],
        "generic_tables": [
            {
                "table": masked(table.label),
                "generic": table.generic,
                "rows": table.rows,
                "share": str(table.share),
            }
            for table in copies.generic_tables
        ],
    }
