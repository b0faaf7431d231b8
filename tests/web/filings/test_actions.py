"""What is done to filings, and what refuses it."""

from __future__ import annotations

import pytest

from conftest import World, good_draft
from jixiao.model.disclosure import Disclosure
from jixiao.model.money import MoneyUnit
from jixiao.rules.rewriting import numbers
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible, Overtaken
from jixiao.web.filings import actions, queries
from jixiao.web.filings.checking import check_draft, rewrites_of
from jixiao.web.filings.drafting import Draft, hashed, target_of
from jixiao.web.filings.models import Disposition, Filing, Remark, Version
from jixiao.web.roles import Role
from jixiao.web.trail.models import Event


def with_error(filing: Filing) -> Draft:
    """The filing's draft with one thing in it that asks: no satisfaction indicator."""
    draft = good_draft(filing.fiscal_year, filing.project.name)
    draft["indicators"].pop()
    return draft


def test_a_filing_is_opened_with_the_rows_its_place_requires(world: World) -> None:
    actor = world.actor(Role.UNIT_CLERK)

    filing = actions.open_filing(actor, world.unit, "热线服务", 2025)

    level2 = [row["level2"] for row in filing.draft["indicators"]]
    assert level2[:4] == ["数量指标", "质量指标", "时效指标", "成本指标"]
    assert level2[-1] == "服务对象满意度指标"
    assert filing.warnings > 0
    assert Event.objects.get().action == "filing.open"


def test_a_project_is_filed_once_a_year(world: World) -> None:
    actor = world.actor(Role.UNIT_CLERK)
    first = actions.open_filing(actor, world.unit, "热线服务", 2025)

    with pytest.raises(actions.AlreadyFiled) as refused:
        actions.open_filing(actor, world.unit, " 热线服务 ", 2025)

    assert refused.value.filing == first
    assert Event.objects.count() == 1


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.DEPARTMENT_REVIEWER, Role.AUDITOR])
def test_only_a_clerk_of_the_unit_opens_a_filing(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.open_filing(world.actor(role), world.unit, "热线服务", 2025)
    with pytest.raises(NotAllowed):
        actions.open_filing(world.actor(Role.UNIT_CLERK), world.sibling, "热线服务", 2025)

    assert not Filing.objects.exists()


def test_the_tables_of_a_file_become_drafts_and_none_is_overwritten(world: World) -> None:
    actor = world.actor(Role.UNIT_CLERK)
    targets = tuple(target_of(good_draft(2025, name), 2025) for name in ("甲项目", "乙项目"))
    record = Disclosure(
        issuer=None,
        fiscal_year=2025,
        money_unit=MoneyUnit.TEN_THOUSAND,
        targets=targets,
    )
    there = actions.open_filing(actor, world.unit, "甲项目", 2025)

    made = actions.file_disclosure(actor, world.unit, record, None, [1, 2])

    assert [(filing.project.name, filing.source_table) for filing in made] == [("乙项目", 2)]
    assert made[0].draft["indicators"][0]["value"] == "≥900000件"
    there.refresh_from_db()
    assert there.revision == 0
    assert there.draft["fields"]["annual_objective"] == ""


def test_saving_counts_up_and_tells_which_cells(world: World) -> None:
    filing = world.filing()
    draft = good_draft(2025, filing.project.name)
    draft["indicators"][0]["value"] = "≥950000件"

    revision = actions.save_draft(world.actor(Role.UNIT_CLERK), filing, draft, 0)

    assert revision == 1
    event = Event.objects.get()
    assert (event.action, event.after["cells"]) == ("filing.save", ["indicators.0.value"])
    assert actions.save_draft(world.actor(Role.UNIT_CLERK), filing, draft, 1) == 1
    assert Event.objects.count() == 1


def test_a_second_writer_is_told_and_nothing_is_overwritten(world: World) -> None:
    filing = world.filing()
    mine, theirs = good_draft(2025, "甲"), good_draft(2025, "乙")
    actions.save_draft(world.actor(Role.UNIT_CLERK), filing, theirs, 0)

    with pytest.raises(Overtaken):
        actions.save_draft(world.actor(Role.UNIT_CLERK), filing, mine, 0)

    filing.refresh_from_db()
    assert filing.draft["fields"]["project_name"] == "乙"


def test_a_draft_is_not_changed_once_submitted(world: World) -> None:
    filing = world.filing(state="submitted")

    with pytest.raises(NotPossible):
        actions.save_draft(world.actor(Role.UNIT_CLERK), filing, filing.draft, 0)


def test_an_error_keeps_a_filing_until_it_is_explained(world: World) -> None:
    filing = world.filing()
    actor = world.actor(Role.UNIT_CLERK)
    actions.save_draft(actor, filing, with_error(filing), 0)

    with pytest.raises(Incomplete, match="mended or explained"):
        actions.submit(actor, filing)
    for finding in check_draft(filing.draft, 2025, "anhui"):
        if finding.asks:
            actions.explain(actor, filing, finding.key, "本项目服务机关内部，不设满意度。")
    version = actions.submit(actor, filing)

    assert filing.state == "submitted"
    assert (version.number, version.kind) == (1, "submitted")
    assert version.sha256 == hashed(filing.draft)
    assert Disposition.objects.filter(choice="explained").exists()


def test_what_blocks_cannot_be_explained(world: World) -> None:
    filing = world.filing()
    actor = world.actor(Role.UNIT_CLERK)
    draft = good_draft(2025, filing.project.name)
    draft["fields"]["annual_objective"] += "联系人身份证号11010519491231002X。"
    actions.save_draft(actor, filing, draft, 0)
    blocking = [one for one in check_draft(filing.draft, 2025, "anhui") if one.stops]

    with pytest.raises(NotAllowed):
        actions.explain(actor, filing, blocking[0].key, "不改。")
    with pytest.raises(Incomplete, match="blocking"):
        actions.submit(actor, filing)


def test_each_reason_for_a_return_is_answered_before_submitting_again(world: World) -> None:
    filing = world.filing()
    clerk, head = world.actor(Role.UNIT_CLERK), world.actor(Role.UNIT_HEAD)
    actions.submit(clerk, filing)
    actions.return_(head, filing, "请核实数量。", [("indicators.0.value", "与上年差别大")])

    with pytest.raises(Incomplete, match="remark"):
        actions.submit(clerk, filing)
    for remark in queries.remarks_on(filing):
        actions.answer(clerk, filing, remark, "已核实。")
    actions.submit(clerk, filing)

    assert filing.state == "submitted"
    assert sorted(Remark.objects.values_list("cell", flat=True)) == ["", "indicators.0.value"]
    assert Version.objects.count() == 2


def test_no_signature_without_a_responsible_person(world: World) -> None:
    filing = world.filing(state="submitted")
    filing.draft["fields"]["responsible_person"] = " "
    filing.save()

    with pytest.raises(Incomplete, match="responsible"):
        actions.sign(world.actor(Role.UNIT_HEAD), filing)


def test_an_improvement_must_differ_from_the_version_before(world: World) -> None:
    filing = world.filing(state="to_be_improved")
    actor = world.actor(Role.UNIT_CLERK)
    actions.freeze(filing, "submitted", actor, filing.draft)

    with pytest.raises(Incomplete, match="nothing differs"):
        actions.improve(actor, filing)


def test_figures_beyond_the_unit_are_those_of_the_last_version(world: World) -> None:
    filing = world.filing(state="returned", reached=1)
    draft = good_draft(2025, filing.project.name)
    draft["fields"]["funding.total"] = "120"

    actions.save_draft(world.actor(Role.UNIT_CLERK), filing, draft, 0)

    filing.refresh_from_db()
    assert filing.requested is None


def test_certain_rewritings_change_no_number_and_only_the_writing() -> None:
    draft = good_draft()
    draft["fields"]["annual_objective"] += "依据国办发[2024]5号文件，，全年办结３０００件 。"
    draft["indicators"][1] |= {"name": "来电办结率不低于98%", "value": "98%"}
    draft["indicators"][0]["value"] = "≥ 900000件"

    found = {one.cell: one for one in rewrites_of(draft, 2025)}

    assert found["annual_objective"].after.endswith("依据国办发〔2024〕5号文件，全年办结3000件。")
    assert found["indicators.1.value"].after == "≥98%"
    assert found["indicators.0.value"].after == "≥900000件"
    assert all(numbers(one.before) == numbers(one.after) for one in found.values())
    assert "VAL07" in found["indicators.1.value"].rules


def test_a_comparator_the_row_does_not_tell_is_left_alone() -> None:
    draft = good_draft()
    draft["indicators"][1]["value"] = "98%"

    assert rewrites_of(draft, 2025) == ()


def test_a_document_number_has_a_certain_rewrite_and_a_comparator_none(world: World) -> None:
    draft = good_draft()
    draft["fields"]["annual_objective"] += "依据国办发(2024)05号文件办理。"
    draft["indicators"][1]["value"] = "98%"

    found = check_draft(draft, 2025, "anhui")

    rewrites = {one.rule: one.rewrite for one in found}
    assert rewrites["DOC03"] == "国办发〔2024〕5号"
    assert rewrites["VAL07"] == ""


def test_the_rules_on_twelve_rows_answer_in_fifty_milliseconds(world: World) -> None:
    from time import process_time

    draft = good_draft()
    draft["indicators"] *= 2
    check_draft(draft, 2025, "anhui")

    spent = []
    for number in range(5):
        draft["indicators"][0]["value"] = f"≥{900000 + number}件"
        started = process_time()
        check_draft(draft, 2025, "anhui")
        spent.append(process_time() - started)

    assert min(spent) < 0.05
