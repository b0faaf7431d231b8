"""Each rule survives no mutation: a condition dropped or a comparison flipped changes a page.

For every ``if``, ``while``, conditional expression, comprehension filter and boolean operand the
condition is replaced by True and by False; every comparison is flipped. A mutant that still says
what the pages and the seed say of everything would mean that the condition is not tested.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import sys
from collections.abc import Iterator

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.pipeline import read
from jixiao.rules.catalogue import catalogue
from jixiao.rules.rule import Rule
from tests.paths import SEED_TEXT
from tests.rules.page import page_path, read_page, said

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def mutants(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Every mutant of a module, with a line that says what was changed."""
    places = [
        (node, field)
        for node in ast.walk(tree)
        for field in ("test", "ops", "ifs", "values")
        if hasattr(node, field) and not isinstance(node, ast.Dict | ast.JoinedStr)
    ]
    for index, (node, field) in enumerate(places):
        if isinstance(node, ast.Assert):
            continue
        line = getattr(node, "lineno", getattr(getattr(node, "target", None), "lineno", 0))
        if field == "test":
            for value in (True, False):
                if value and isinstance(node, ast.While):
                    continue
                yield f"line {line}: condition → {value}", _changed(tree, index, field, value)
        elif field == "ops":
            yield f"line {line}: comparison flipped", _changed(tree, index, field, None)
        else:
            for position in range(len(getattr(node, field))):
                for value in (True, False):
                    yield (
                        f"line {line}: {field}[{position}] → {value}",
                        _changed(tree, index, field, value, position),
                    )


def _changed(
    tree: ast.Module, index: int, field: str, value: bool | None, position: int = 0
) -> ast.Module:
    mutant = copy.deepcopy(tree)
    places = [
        (node, name)
        for node in ast.walk(mutant)
        for name in ("test", "ops", "ifs", "values")
        if hasattr(node, name) and not isinstance(node, ast.Dict | ast.JoinedStr)
    ]
    node, _ = places[index]
    if field == "test":
        node.test = ast.Constant(value)  # type: ignore[attr-defined]
    elif field == "ops":
        node.ops = [FLIPPED[type(op)]() for op in node.ops]  # type: ignore[attr-defined]
    else:
        getattr(node, field)[position] = ast.Constant(value)
    return ast.fix_missing_locations(mutant)


def _rule_of(tree: ast.Module, rule: Rule) -> Rule:
    module = sys.modules[rule.module]
    space = dict(vars(module))
    exec(compile(tree, module.__file__ or rule.module, "exec"), space)
    return next(v for v in space.values() if isinstance(v, Rule) and v.code == rule.code)


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


@pytest.mark.parametrize("rule", catalogue(), ids=lambda r: r.code)
def test_every_mutant_of_the_rule_is_caught(rule: Rule, seed: Disclosure) -> None:
    page = read_page(page_path(rule))
    subjects = [(example.disclosure(), example.expected) for example in page.examples]
    subjects.append((seed, said(rule, seed)))
    tree = ast.parse(inspect.getsource(importlib.import_module(rule.module)))

    alive = [name for name, mutant in mutants(tree) if not _is_caught(mutant, rule, subjects)]

    assert not alive


def _is_caught(
    mutant: ast.Module, rule: Rule, subjects: list[tuple[Disclosure, tuple[str, ...]]]
) -> bool:
    try:
        mutated = _rule_of(mutant, rule)
        return any(said(mutated, disclosure) != expected for disclosure, expected in subjects)
    except Exception:
        return True
