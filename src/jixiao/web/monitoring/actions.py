"""What is done in monitoring (监控办理); each with its permission and one event."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from jixiao.web.accounts.models import Organisation, Person
from jixiao.web.actor import Actor
from jixiao.web.cases import Case, step
from jixiao.web.documents.actions import store
from jixiao.web.exceptions import Incomplete, NotAllowed, NotPossible, Overtaken
from jixiao.web.filings.drafting import target_of
from jixiao.web.filings.models import Filing
from jixiao.web.filings.queries import approved_version
from jixiao.web.monitoring import queries
from jixiao.web.monitoring.lifecycle import WRITABLE, State
from jixiao.web.monitoring.models import Proof, ProofFile, Reading, Report, Round, Source
from jixiao.web.monitoring.readings import title_key
from jixiao.web.monitoring.sheets import (
    Sheet,
    computed,
    drop_measured,
    lacking,
    sound_content,
    summary_of,
    worst_light,
)
from jixiao.web.roles import Reach, Role
from jixiao.web.trail.actions import record

_YEARS = range(1995, 2101)
C = TypeVar("C", bound=Case)


def open_round(
    actor: Actor, organisation: Organisation, year: int, month: int, due_on: date
) -> Round:
    """Open a period: a report for every approved filing of the year under the organisation."""
    person = require(actor, organisation, Role.PERFORMANCE_OFFICER, "开启监控期", "open a period")
    if year not in _YEARS or not 1 <= month <= 12:
        raise Incomplete(
            "请填写年度和截至月份（1至12月）。", "state the year and the month, 1 to 12"
        )
    with transaction.atomic():
        if Round.objects.filter(organisation=organisation, year=year, month=month).exists():
            raise NotPossible(
                f"{year}年1—{month}月的监控期已经开启。",
                f"months 1 to {month} of {year} are open already",
            )
        versions = queries.approved_versions(year, organisation)
        if not versions:
            raise NotPossible(
                f"{year}年度没有已批复的绩效目标，不能开启监控期。请先完成批复。",
                f"no target of {year} is approved yet; there is nothing to monitor",
            )
        opened = Round.objects.create(
            organisation=organisation, year=year, month=month, due_on=due_on, opened_by=person
        )
        readings = queries.readings_for(year, month, organisation)
        reports = []
        for version in versions:
            filing = version.filing
            report = Report(
                round=opened,
                filing=filing,
                unit=filing.unit,
                version=version,
                due_on=due_on,
                state=str(State.OPENED),
                reached=Reach.FINANCE,
                measured=readings.get((filing.unit_id, title_key(filing.project.name)), {}),
            )
            _sum_up(report)
            reports.append(report)
        Report.objects.bulk_create(reports, batch_size=500)
        record(
            actor,
            "round.open",
            opened,
            organisation=organisation,
            role=Role.PERFORMANCE_OFFICER,
            after={"year": year, "month": month, "due_on": str(due_on), "reports": len(reports)},
        )
    return opened


def save(
    actor: Actor,
    report: Report,
    content: Mapping[str, Any],
    revision: int,
    **told: Any,
) -> int:
    """Keep what the unit has filled in so far; gives the new revision.

    What was measured is not typed over: a text for such a row is not kept. ``told`` is kept with
    the event: the document it was taken over from.
    """
    sound = sound_content(content)
    with transaction.atomic():
        fresh = _writable(actor, report)
        if fresh.revision != revision:
            raise Overtaken(
                "他人已修改了这份监控表，您的修改未保存。请刷新页面后重新填写。",
                "somebody else has changed this report meanwhile; reload and fill in again",
            )
        drop_measured(sound, fresh.measured, "actual")
        before = fresh.summary()
        fresh.content = sound
        fresh.revision += 1
        _sum_up(fresh)
        fresh.changed_at = timezone.now()
        fresh.save()
        record(
            actor,
            "report.save",
            fresh,
            organisation=fresh.unit,
            role=Role.UNIT_CLERK,
            before=before,
            after=fresh.summary() | told,
        )
    return fresh.revision


def attach(actor: Actor, report: Report, row: str, name: str, chunks: Iterable[bytes]) -> Proof:
    """Keep a file as proof of a row."""
    _writable(actor, report, lock=False)
    sheet = queries.sheet_of(report)
    if row not in {r.key for r in sheet.all_rows}:
        raise NotPossible("没有这一行指标。请刷新页面。", "there is no such row; reload the page")
    with transaction.atomic():
        _writable(actor, report)
        file = store(actor, report.unit, name, chunks)
        return Proof.objects.create(report=report, row=row, file=file)


def detach(actor: Actor, report: Report, proof: Proof) -> None:
    """Take a proof off its row; the file itself stays."""
    with transaction.atomic():
        drop_proof(actor, _writable(actor, report), proof)


def drop_proof(actor: Actor, case: Case, proof: ProofFile) -> None:
    """Keep that a proof of the locked case is used no more."""
    proof.dropped_at = timezone.now()
    proof.save()
    record(
        actor,
        f"{case.cycle.kind}.detach",
        case,
        organisation=case.unit,
        role=Role.UNIT_CLERK,
        before={"row": proof.row, "file": proof.file.sha256, "name": proof.file.name},
    )


def fill(actor: Actor, report: Report) -> None:
    """Hand in: everything due is filled, proved, and explained where a light asks for it."""
    with step(report, "fill", actor) as (fresh, _):
        fresh.version = approved_version(fresh.filing) or fresh.version
        if fresh.measured == {} and queries.has_source(fresh):
            raise Incomplete(
                "本单位已接入台账，尚未测算本期。请先测算。",
                "evidence is connected but this period was not measured yet; measure first",
            )
        sheet = _sum_up(fresh)
        missing = lacking(sheet, queries.proved_rows(fresh))
        if missing:
            raise lacks(missing)


def check(actor: Actor, report: Report, opinion: str = "") -> None:
    """The department passes it on."""
    _plain(actor, report, "check", opinion)


def return_(actor: Actor, report: Report, reason: str) -> None:
    """Back to the unit, with the reason."""
    _plain(actor, report, "return", reason)


def close(actor: Actor, report: Report, opinion: str = "") -> None:
    """Finance closes it; one that is being rectified only when the rectification is accepted."""
    with step(report, "close", actor, reason=opinion) as (fresh, _):
        open_notices = queries.open_notices(fresh)
        if open_notices:
            raise NotPossible(
                f"还有{open_notices}份整改通知没有验收，不能办结。请先验收整改。",
                f"notices of rectification not accepted yet: {open_notices}; accept them first",
            )


def suspend(actor: Actor, report: Report, reason: str) -> None:
    """Serious deviation: no more is paid for now."""
    _plain(actor, report, "suspend", reason)


def resume(actor: Actor, report: Report, reason: str) -> None:
    """Payment goes on; the rectification does too."""
    _plain(actor, report, "resume", reason)


def stop(actor: Actor, report: Report, reason: str) -> None:
    """Nothing is paid any more."""
    _plain(actor, report, "stop", reason)


def connect(actor: Actor, unit: Organisation, year: int, folder: str) -> Source:
    """Connect a programme folder under the site's data folder to a unit for a year."""
    person = require(actor, unit, Role.PERFORMANCE_OFFICER, "接入台账", "connect evidence")
    path = queries.programme_path(folder)
    if not (path / "programme.toml").is_file():
        raise Incomplete(
            f"“{folder}”不是项目库：programmes/ 下没有它，或其中没有 programme.toml。请核对。",
            f"“{folder}” is no programme folder under programmes/ of the data folder",
        )
    with transaction.atomic():
        if Source.objects.filter(unit=unit, year=year, closed_at=None).exists():
            raise NotPossible(
                "该单位本年度已接入台账。请先停用原来的。",
                "the unit has evidence connected for this year; disconnect it first",
            )
        source = Source.objects.create(unit=unit, year=year, folder=folder, connected_by=person)
        record(
            actor,
            "source.connect",
            source,
            organisation=unit,
            role=Role.PERFORMANCE_OFFICER,
            after={"year": year, "folder": folder},
        )
    return source


def disconnect(actor: Actor, source: Source, reason: str) -> None:
    """Evidence is connected no more; what was measured stays where it was taken over."""
    require(actor, source.unit, Role.PERFORMANCE_OFFICER, "停用台账", "disconnect evidence")
    if not reason.strip():
        raise Incomplete("停用须写明理由。", "disconnecting needs a reason; write it")
    with transaction.atomic():
        source.closed_at = timezone.now()
        source.save()
        record(
            actor,
            "source.disconnect",
            source,
            organisation=source.unit,
            role=Role.PERFORMANCE_OFFICER,
            before={"folder": source.folder},
            reason=reason,
        )


def measure(actor: Actor, source: Source, month: int) -> Any:
    """Start measuring a source up to a month; gives the job."""
    from jixiao.web.jobs.actions import start

    person = actor.person
    roles = {Role.PERFORMANCE_OFFICER, Role.UNIT_CLERK}
    if person is None or not roles & person.roles_for(source.unit):
        raise NotAllowed(
            "测算由本单位经办或财政绩效科发起。", "measuring is started by the unit or by finance"
        )
    if source.closed_at is not None or not 1 <= month <= 12:
        raise NotPossible(
            "台账已停用，或月份不对。", "the evidence is disconnected, or the month is wrong"
        )
    return start(actor, "measure_source", {"source": source.pk, "month": month}, source.unit)


def keep_reading(actor: Actor, source: Source, month: int, values: dict[str, Any]) -> Reading:
    """Keep what was measured; reports of that period the unit still writes take it over."""
    with transaction.atomic():
        reading, _ = Reading.objects.update_or_create(
            source=source, month=month, defaults={"values": values, "taken_at": timezone.now()}
        )
        taken = 0
        for report in queries.writable_reports(source, month):
            found = values.get(title_key(report.filing.project.name))
            if found is None:
                continue
            report.measured = found
            report.revision += 1
            _sum_up(report)
            report.save()
            taken += 1
        record(
            actor,
            "source.measure",
            source,
            organisation=source.unit,
            after={"month": month, "projects": len(values), "reports": taken},
        )
    return reading


def require(actor: Actor, organisation: Organisation, role: Role, zh: str, en: str) -> Person:
    """Who acts; raises ``NotAllowed`` unless they hold ``role`` over the organisation."""
    person = actor.person
    if person is None or role not in person.roles_for(organisation):
        raise NotAllowed(
            f"“{zh}”须由{organisation.name}的{role.zh}办理。", f"to {en} is for: {role.en}"
        )
    return person


def lacks(missing: list[tuple[str, str]]) -> Incomplete:
    """The refusal that names what is missing, all at once."""
    shown = missing[:12]
    rest = len(missing) - len(shown)
    more_zh = f"；另有{rest}项" if rest else ""
    more_en = f"; and {rest} more" if rest else ""
    return Incomplete(
        f"还不能报送：{'；'.join(zh for zh, _ in shown)}{more_zh}。",
        f"cannot be handed in yet: {'; '.join(en for _, en in shown)}{more_en}",
    )


def _plain(actor: Actor, report: Report, action: str, reason: str) -> None:
    with step(report, action, actor, reason=reason):
        pass


def _writable(actor: Actor, report: Report, *, lock: bool = True) -> Report:
    return writable(actor, report, WRITABLE, "监控表", "report", lock=lock)


def writable(
    actor: Actor, case: C, states: Container[str], zh: str, en: str, *, lock: bool = True
) -> C:
    """The case, locked, where the actor may write in it now; ``zh`` and ``en`` name its form."""
    rows = type(case)._default_manager.all()
    fresh = (rows.select_for_update() if lock else rows).get(pk=case.pk)
    require(actor, fresh.unit, Role.UNIT_CLERK, f"填报{zh}", f"fill in the {en}")
    if fresh.state not in states:
        raise NotPossible(
            f"{zh}现在是“{fresh.state_name()}”，不能修改。",
            f"the {en} is “{fresh.state_name('en')}”: it cannot be changed",
        )
    return fresh


def _sum_up(report: Report) -> Sheet:
    """Work the sheet out and keep its lights on the report."""
    filing: Filing = report.filing
    year = filing.fiscal_year
    sheet = computed(
        target_of(report.version.content, year),
        report.content,
        report.measured,
        queries.budget_of(filing),
        report.round.month,
        queries.norms_of(report.unit, year),
    )
    report.sheet = summary_of(sheet)
    report.light = worst_light(sheet)
    light = sheet.spending.monitored.light
    report.spending_light = light.value if light is not None else ""
    report.rate = sheet.form.funds[0].rate
    return sheet
