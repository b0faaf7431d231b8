"""A draft of the file of matches (指标对应表), to be reviewed and given back with --matches."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.model.chain import Chain, Pair
from jixiao.model.matching import Way

_HEAD = """\
# 指标对应表 · which indicator of the earlier document is which of the later one
# same = true 是同一指标 · one indicator；false 不是 · two；"?" 还没有判断 · not decided
# 核对后用 jixiao check … --matches 交回 · review it, then give it back with --matches
"""


def render_matches(chains: Iterable[Chain]) -> str:
    """The names taken for one indicator by their likeness, and those that may be one."""
    blocks = [_HEAD]
    for chain in chains:
        pairs = [(pair, "true") for pair in chain.pairs if pair.way in (Way.FUZZY, Way.CONFIRMED)]
        pairs += [(pair, '"?"') for pair in chain.unclear]
        refused = [d for d in chain.decisions if not d.is_same]
        where = f"{chain.earlier.label()} → {chain.later.label()}"
        for pair, same in pairs:
            blocks.append(_block(chain.project, *_names(pair), same, str(pair.score), where))
        blocks += [_block(d.project, d.earlier, d.later, "false", "", "") for d in refused]
    return "\n".join(dict.fromkeys(blocks))


def _names(pair: Pair) -> tuple[str, str]:
    return pair.earlier.indicator.name, pair.later.indicator.name


def _block(project: str, earlier: str, later: str, same: str, score: str, note: str) -> str:
    lines = ["[[match]]", f"project = {_quoted(project)}", f"earlier = {_quoted(earlier)}"]
    lines += [f"later = {_quoted(later)}", f"same = {same}"]
    lines += [f"score = {_quoted(score)}"] if score else []
    lines += [f"note = {_quoted(note)}"] if note else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: as JSON writes it, which TOML reads alike."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
