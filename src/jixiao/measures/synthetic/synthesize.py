"""The whole year of synthetic evidence (合成证据), written register by register."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jixiao.measures.synthetic.calls import write_calls, write_probes
from jixiao.measures.synthetic.effects import EFFECTS
from jixiao.measures.synthetic.ledgers import LEDGERS
from jixiao.measures.synthetic.payments import contracts, payments
from jixiao.measures.synthetic.plan import read_plan
from jixiao.measures.synthetic.survey import survey_answers
from jixiao.measures.synthetic.tables import MARK, write_by_month, write_table
from jixiao.model.exceptions import UnusableRequest

_SCHEMAS = Path(__file__).resolve().parent.parent / "registers"
_SHORT = {
    **LEDGERS,
    **EFFECTS,
    "payments": payments,
    "contracts": contracts,
    "survey_answers": survey_answers,
}
# Registers that grow through the year: a file a month, so that a new month leaves the others alone.
_MONTHLY = {"payments": "paid_on", "survey_answers": "asked_on", "maintenance_tickets": "opened_at"}


def synthesize(
    folder: Path,
    seed: int,
    report: Callable[[str], None] | None = None,
    *,
    scale: float = 1.0,
) -> None:
    """Write the evidence of the programme in ``folder`` as its ``synthetic.toml`` plans it.

    The same seed gives the same bytes. ``scale`` makes the calls fewer (0.01: one in a hundred).
    Raises :class:`UnusableRequest` where the programme does not say that it is synthetic, or where
    evidence stands that this did not make: neither is ever mixed with invented rows.
    """
    _refuse_real(folder)
    plan = read_plan(folder)
    evidence = folder / "evidence"
    for old in sorted(evidence.glob(f"*/{MARK}*")):
        old.unlink()
    for register, rows in sorted(_SHORT.items()):
        columns, place = _columns(register), evidence / register
        if register in _MONTHLY:
            time = _MONTHLY[register]
            write_by_month(place, time, plan.fiscal_year, columns, rows(plan, seed))
        else:
            name = f"{MARK}{register.replace('_', '-')}.csv"
            write_table(place / name, columns, rows(plan, seed))
        if report is not None:
            report(register)
    database = _single_threaded()
    try:
        write_calls(database, evidence, plan, seed, scale, report)
        write_probes(database, evidence, plan.fiscal_year, seed, report)
    finally:
        database.close()


def _refuse_real(folder: Path) -> None:
    try:
        settings = tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        settings = {}
    if settings.get("synthetic") is not True:
        raise UnusableRequest(
            f"“{folder.name}”没有在 programme.toml 里写明 synthetic = true，不生成合成证据。"
            "如果确是演示用的项目库，请先写明。",
            f"“{folder.name}” does not say synthetic = true in programme.toml, so no evidence is "
            "invented for it",
        )
    for path in sorted((folder / "evidence").glob("*/*")):
        kept = path.parent.name == "quarantine" or path.parent.name.startswith(".")
        if path.is_file() and not kept and not path.name.startswith((MARK, ".", "README")):
            raise UnusableRequest(
                f"“{path.relative_to(folder)}”不是合成证据，不能与合成的混在一起。请移走后再生成。",
                f"“{path.relative_to(folder)}” is no synthetic evidence, and the two are not "
                "mixed; move it away first",
            )


def _columns(register: str) -> list[str]:
    value: dict[str, Any] = tomllib.loads((_SCHEMAS / f"{register}.toml").read_text("utf-8"))
    return [column["name"] for column in value["column"]]


def _single_threaded() -> Any:
    """DuckDB with one thread: the rows come in one order, so the bytes are the same."""
    try:
        import duckdb
    except ImportError as error:
        raise UnusableRequest(
            "生成合成证据需要 DuckDB，本机没有安装。请运行 pip install jixiao[measures]。",
            "synthetic evidence needs DuckDB, which is not installed; "
            "run pip install jixiao[measures]",
        ) from error
    database = duckdb.connect(":memory:", config={"threads": 1})
    database.execute("SET enable_progress_bar = false")
    return database
