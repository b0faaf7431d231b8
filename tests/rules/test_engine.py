"""The engine: four outcomes, order, masking, selection; rules travel between processes."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest
from jixiao.model.finding import Outcome, Severity
from jixiao.model.project import Department
from jixiao.pipeline import check, read
from jixiao.rules.catalogue import catalogue, rule_named, selected
from jixiao.rules.check import MASK
from jixiao.rules.profile import place_for
from jixiao.rules.rule import Subject
from tests.paths import SEED_TEXT

SECRETS = ("淮办秘【2019】47号", "秘密10年")


@pytest.fixture(scope="module")
def seed() -> Disclosure:
    return read(SEED_TEXT)


def test_codes_and_names_are_unique_and_well_formed() -> None:
    codes = [rule.code for rule in catalogue()]
    names = [rule.name for rule in catalogue()]

    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
    assert all(len(code) == 5 and code[:3].isalpha() and code[3:].isdigit() for code in codes)


def test_every_rule_gives_every_table_one_outcome(seed: Disclosure) -> None:
    report = check(seed)

    subjects = [rule.subject for rule in catalogue()]
    per_table = subjects.count(Subject.TARGET)
    whole = subjects.count(Subject.DISCLOSURE) + subjects.count(Subject.WAIVERS)
    assert len(report.results) == per_table * len(seed.targets) + whole
    assert {result.outcome for result in report.results} == set(Outcome)


def test_an_outcome_that_is_not_a_verdict_on_the_table_has_a_reason(seed: Disclosure) -> None:
    report = check(seed)

    for result in report.results:
        if result.outcome in (Outcome.NOT_APPLICABLE, Outcome.INSUFFICIENT_DATA):
            assert result.reason is not None
        if result.outcome is Outcome.PASS:
            assert result.reason is None


def test_findings_stand_table_by_table_gravest_first(seed: Disclosure) -> None:
    report = check(seed)

    order = {id(target): number for number, target in enumerate(seed.targets)}
    keys = [(order.get(id(f.target), len(order)), f.severity.rank) for f in report.findings]
    assert keys == sorted(keys)


def test_checking_twice_says_the_same(seed: Disclosure) -> None:
    one = [(f.rule.code, f.message("zh"), f.at) for f in check(seed).findings]
    two = [(f.rule.code, f.message("zh"), f.at) for f in check(seed).findings]

    assert one == two


@pytest.mark.parametrize("select", [(), ("DOC03",), ("NAR",), ("SEC01",)])
def test_no_secret_is_printed_whatever_is_selected(
    seed: Disclosure, select: tuple[str, ...]
) -> None:
    report = check(seed, select=select)

    for finding in report.findings:
        for language in ("zh", "en"):
            said = (
                finding.message(language),
                finding.suggestion(language) or "",
                finding.working(language) or "",
                finding.quote or "",
            )
            assert not any(secret in text for secret in SECRETS for text in said)


def test_a_masked_quotation_keeps_its_length(seed: Disclosure) -> None:
    report = check(seed, select=("SEC01",))

    finding = report.findings[0]
    assert finding.quote is not None
    assert finding.fault.quote is not None
    assert len(finding.quote) == len(finding.fault.quote)
    assert MASK in finding.quote


def test_secrecy_findings_block_and_nothing_else_of_wording_does(seed: Disclosure) -> None:
    blocking = {f.rule.code for f in check(seed).findings if f.severity is Severity.BLOCK}

    assert blocking == {"AMT02", "SEC01", "SEC02"}


def test_rules_are_selected_by_code_family_or_name() -> None:
    assert [r.code for r in selected(("AMT02",))] == ["AMT02"]
    assert {r.code[:3] for r in selected(("VAL",))} == {"VAL"}
    assert [r.code for r in selected(("cost-above-budget",))] == ["AMT02"]
    assert "AMT02" not in [r.code for r in selected((), ("AMT",))]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnusableRequest, match="no rule"):
        selected(("NOPE1",))


def test_a_rule_travels_to_another_process_and_back() -> None:
    rule = rule_named("AMT02")

    assert pickle.loads(pickle.dumps(rule)) is rule


def test_a_report_travels_whole(seed: Disclosure) -> None:
    report = check(seed)

    copy = pickle.loads(pickle.dumps(report))

    assert [f.message("zh") for f in copy.findings] == [f.message("zh") for f in report.findings]


def test_the_form_tells_the_place_and_a_profile_overrides_it(seed: Disclosure) -> None:
    assert place_for(seed) == "anhui"
    assert place_for(seed, "national") == ""
    assert place_for(seed, "shanghai") == "shanghai"


def test_a_department_of_the_state_council_is_judged_as_central(seed: Disclosure) -> None:
    ministry, bureau = Department("143", "文化和旅游部"), Department("143", "某市文化和旅游局")
    tables = [replace(t, supervising_department=ministry) for t in seed.targets]

    central = replace(seed, form="national-2015", targets=tuple(tables))
    mixed = replace(central, targets=(*tables, replace(tables[0], supervising_department=bureau)))

    assert place_for(central) == "central"
    assert place_for(mixed) == ""
    assert place_for(replace(central, form="shanghai-2026")) == "shanghai"


def test_an_unknown_profile_is_refused(seed: Disclosure) -> None:
    with pytest.raises(UnusableRequest, match="no profile"):
        place_for(seed, "atlantis")
