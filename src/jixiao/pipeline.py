"""The journey of one file, in order — start reading here.

1. :func:`read` a file into its record: ``readers/read.py`` finds the format, a module of
   ``readers/formats`` gives paragraphs and grids, ``readers/forms`` says what they mean.
2. :func:`check` the record: every rule of ``rules/`` is run; findings and outcomes come back.
3. Write: ``writers/`` turns findings into text, JSON, a workbook, a page; :func:`write` turns the
   record into the official form again.

A check reads the self-evaluations (自评表) and monitoring forms (监控表) of the file too; the rules
on them are run beside those on targets. A self-evaluation may go another way: :func:`score_file`
reads what it states and works out every point again by the official method. A programme's folder
(项目库) a third: its evidence is measured, then monitored (:func:`monitor_programme`), scored
(:func:`score_programme`), evaluated (:func:`evaluate_programme`) and reported on
(:func:`report_programme`).

Each step is one call, and each value knows where it came from.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.model.disclosure import Disclosure
from jixiao.model.named import NamedTuple
from jixiao.readers.read import read_file

if TYPE_CHECKING:
    from collections import Counter
    from datetime import date
    from typing import Any

    from jixiao.model.chain import Chain, Chains
    from jixiao.model.evaluation import SelfEvaluation
    from jixiao.model.matching import Decision
    from jixiao.model.monitoring import MonitoringSheet
    from jixiao.model.results_ledger import ResultsLedger
    from jixiao.model.waiver import Waiver
    from jixiao.programme.assessing import Evaluated
    from jixiao.rules.check import Report
    from jixiao.writers.scores import ScoredFile


def read(path: Path | str, shown: str | None = None) -> Disclosure:
    """The record of a published document (公开文本). Raises ``UserError`` when it cannot be.

    ``shown`` is the name by which the file is told of, its own name without one.
    """
    return read_file(Path(path), shown)


def check(
    disclosure: Disclosure,
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    profile: str = "",
) -> Report:
    """The findings on a record, by the norms and rules of its year and profile (``anhui``)."""
    from jixiao.rules.catalogue import selected
    from jixiao.rules.check import check as run_rules
    from jixiao.rules.profile import norms_of, profile_for

    held = profile_for(disclosure, profile)
    norms = norms_of(held, disclosure.fiscal_year)
    return run_rules(disclosure, norms, selected(select, ignore, disclosure), held, profile)


def check_file(
    path: Path,
    shown: str | None = None,
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    profile: str = "",
) -> Report:
    """Read a file with all its forms and check it, in one step."""
    from jixiao.readers.read import read_file_with_results

    return check(read_file_with_results(path, shown), select=select, ignore=ignore, profile=profile)


def check_chains(
    reports: list[Report],
    *,
    decisions: tuple[Decision, ...] = (),
    forced: bool = False,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Chains:
    """Add to each report what its documents say beside those of the project before them.

    ``reports`` stand in the order of the files; ``decisions`` are a person's on names that may be
    one indicator; ``forced`` takes the files for those of one project.
    """
    from jixiao.model.chain import chains_of

    found = chains_of([report.disclosure for report in reports], decisions, forced=forced)
    if not found.chains:
        return found
    from jixiao.rules.catalogue import selected
    from jixiao.rules.check import check_chains as run_rules

    rules = selected(select, ignore)
    chains: defaultdict[int, list[Chain]] = defaultdict(list)
    for chain in found.chains:
        chains[chain.later.disclosure].append(chain)
    for number, of_file in chains.items():
        others = {d.disclosure for chain in of_file for d in chain.documents} - {number}
        secrets = [secret for n in others for secret in reports[n].secrets]
        run_rules(reports[number], tuple(of_file), rules, secrets)
    return found


def write(disclosure: Disclosure, path: Path) -> None:
    """The official form (规范表样) of a record, in the format of ``path``'s ending."""
    from jixiao.writers.form import write_form

    write_form(disclosure, path)


def certify(
    path: Path,
    key: Path,
    *,
    profile: str = "",
    waivers: tuple[Waiver, ...] = (),
    waivers_file: str = "",
    baseline: Counter[str] | None = None,
    on: date,
) -> bytes:
    """The signed statement of a check, as the bytes of its file."""
    from jixiao.rules.plain_table import bytes_of
    from jixiao.writers.certificate import canonical
    from jixiao.writers.signature import signed

    pem = bytes_of(key)
    payload = _statement(path, profile, waivers, waivers_file, baseline, on)
    signature = signed(canonical(payload), pem, key.name)
    return canonical({"payload": payload, "signature": signature}) + b"\n"


class Verification(NamedTuple):
    """What came of verifying a certificate."""

    is_signed: bool
    public_key: str
    differences: tuple[tuple[str, str, str], ...]


def verify(certificate: Path, path: Path, *, own_profile: str = "") -> Verification:
    """Whether a certificate's signature holds, and where its check, run again, differs."""
    from datetime import date

    from jixiao.model.exceptions import UnusableRequest
    from jixiao.rules.check import MASK
    from jixiao.rules.plain_table import bytes_of
    from jixiao.writers import certificate as certificates
    from jixiao.writers.signature import holds

    made = certificates.read_certificate(bytes_of(certificate), certificate.name)
    payload, signature = made["payload"], made["signature"]
    is_signed = holds(certificates.canonical(payload), signature)
    try:
        asked = str(payload["profile"]["asked"])
        waivers = certificates.waivers_in(payload)
        baseline = certificates.baseline_in(payload)
        name, on = str(payload["waivers_file"]), date.fromisoformat(payload["on"])
        named = str(payload["file"]["name"])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise UnusableRequest(
            f"证书“{certificate.name}”缺少内容，不能重新审核。请向签发单位重新索取。",
            f"the certificate “{certificate.name}” lacks parts and cannot be run again",
        ) from None
    if asked.endswith(".toml") and not own_profile:
        raise UnusableRequest(
            f"证书用的是自定口径“{asked}”，请用 --profile 给出这个文件。",
            f"the certificate rests on the profile “{asked}”; name that file with --profile",
        )
    shown = path.name if MASK in named else named  # a renamed file is told of by its old name
    found = _statement(path, own_profile or asked, waivers, name, baseline, on, shown)
    differences = tuple(certificates.differences(payload, found))
    return Verification(is_signed, str(signature.get("public_key", "")), differences)


def _statement(
    path: Path,
    profile: str,
    waivers: tuple[Waiver, ...],
    waivers_file: str,
    baseline: Counter[str] | None,
    on: date,
    shown: str | None = None,
) -> dict[str, Any]:
    from jixiao.readers.read import bytes_of, read_bytes
    from jixiao.writers.certificate import statement

    data = bytes_of(path, path.name)
    read = read_bytes(data, shown or path.name, with_results=True)
    report = check(read, profile=profile)
    return statement(data, report, profile, waivers, baseline, waivers_file=waivers_file, on=on)


def read_self_evaluations(path: Path, shown: str | None = None) -> tuple[SelfEvaluation, ...]:
    """The self-evaluations of a file. Raises ``UserError`` where it holds none."""
    from jixiao.readers.self_evaluation import read_self_evaluations as read_all

    return read_all(path, shown)


def score_file(path: Path, shown: str | None = None, *, profile: str = "") -> ScoredFile:
    """The self-evaluations of a file scored again, each by the norms of its year and place."""
    from jixiao.readers.self_evaluation import doubled, read_evaluation_file
    from jixiao.regulations.parameter import norms_for
    from jixiao.rules.profile import places_of_evaluations, year_for
    from jixiao.scoring.self_evaluation import score
    from jixiao.writers.scores import ScoredFile

    read = read_evaluation_file(path, shown)
    places = places_of_evaluations(read.evaluations, profile)
    sheets = tuple(
        score(evaluation, norms_for(year_for(profile, evaluation.fiscal_year), place))
        for evaluation, place in zip(read.evaluations, places, strict=True)
    )
    faults = doubled(read.evaluations)
    return ScoredFile(shown or path.name, sheets, places, read.notices, faults)


def score_programme(folder: Path) -> ScoredFile:
    """Every project of a programme's folder scored from its evidence and decisions.

    What :func:`jixiao.programme.checking.check` finds at error or above is among the faults.
    """
    from jixiao.model.disclosure import Notice
    from jixiao.model.finding import Severity
    from jixiao.programme.checking import check as check_programme
    from jixiao.programme.evaluation import score_programme as score_all
    from jixiao.programme.folder import read_programme
    from jixiao.readers.self_evaluation import doubled
    from jixiao.writers.scores import ScoredFile

    programme = read_programme(folder)
    sheets = score_all(programme)
    faults = tuple(
        Notice(f"{f.file}：{f.message()}", f"{f.file}: {f.message('en')}")
        for f in check_programme(programme, is_known_unchanged=True)
        if f.severity.rank <= Severity.ERROR.rank
    )
    twice = doubled(tuple(sheet.evaluation for sheet in sheets))
    return ScoredFile(folder.name, sheets, (programme.place,) * len(sheets), (), twice + faults)


def monitor_programme(folder: Path, month: int) -> tuple[MonitoringSheet, ...]:
    """Spending and indicators of a programme from January to the end of ``month``."""
    from jixiao.programme.folder import read_programme
    from jixiao.programme.monitoring import monitor_programme as monitor_all

    return monitor_all(read_programme(folder), month)


def report_programme(
    folder: Path,
    path: Path,
    *,
    kind: str = "self",
    month: int | None = None,
    language: str = "zh",
) -> None:
    """Draft the report on a programme's year: ``self`` (自评报告) or ``evaluation`` (评价报告)."""
    from jixiao.programme.evaluation import score_programme as score_all
    from jixiao.programme.folder import read_programme
    from jixiao.programme.measuring import engine_for
    from jixiao.programme.monitoring import monitor_programme as monitor_all
    from jixiao.writers.report_docx import write_report

    programme = read_programme(folder)
    with engine_for(programme) as engine:  # the evidence is loaded and hashed once for both
        sheets = score_all(programme, engine)
        watched = monitor_all(programme, month, engine) if month is not None else ()
    write_report(
        sheets,
        path,
        kind,
        language,
        fiscal_year=programme.fiscal_year,
        place=programme.place,
        monitored={sheet.title: (sheet.spending, *sheet.rows) for sheet in watched},
        note=programme.note,
    )


def results_of_programme(folder: Path, *, rules: Path | None = None) -> ResultsLedger:
    """Next year's proposals from this year's scores."""
    from jixiao.programme.results import results_of_folder

    return results_of_folder(folder, rules)


def evaluate_programme(
    folder: Path, project: str | None = None, wanted: int | None = None, seed: str = "1"
) -> Evaluated:
    """Every project, or the one named, as each side scored it; a plan of ``wanted`` site checks."""
    from jixiao.programme.assessing import evaluate_programme as evaluate_all
    from jixiao.programme.folder import read_programme

    return evaluate_all(read_programme(folder), project, wanted, seed)


def write_evaluation(evaluated: Evaluated, folder: Path) -> list[Path]:
    """Score sheets, comparisons and the plan as docx and xlsx; gives the files written."""
    from jixiao.writers.assessment_forms import write_assessments, write_plan

    written = write_assessments(evaluated.projects, folder)
    if evaluated.plan is not None:
        written += write_plan(
            evaluated.plan,
            evaluated.inspections,
            evaluated.signs,
            evaluated.fiscal_year,
            evaluated.note,
            folder,
        )
    return written
