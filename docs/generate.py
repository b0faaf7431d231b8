"""The generated reference pages. ``python -m docs.generate`` writes them; a test compares."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from jixiao.cli import main as command_line
from jixiao.model.assessment import Stage
from jixiao.model.finding import Severity
from jixiao.model.results_ledger import Proposal
from jixiao.regulations.parameter import parameter, parameters
from jixiao.regulations.regulation import instruments, provision, provisions
from jixiao.rules.catalogue import catalogue
from jixiao.web.disclosures.lifecycle import DISCLOSURE
from jixiao.web.evaluations.lifecycle import (
    EVALUATION,
    RECTIFICATION,
    RESULT_USE,
    SELF_EVALUATION,
)
from jixiao.web.filings.lifecycle import ADJUSTMENT, FILING
from jixiao.web.monitoring.lifecycle import REPORT
from jixiao.web.roles import READS_FROM, Reach, Role, conflict
from jixiao.writers.findings_schema import findings_schema
from jixiao.writers.record_json import dumps
from jixiao.writers.record_schema import record_schema

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"
SCHEMAS = HERE.parent / "src" / "jixiao" / "measures" / "registers"


def pages() -> dict[str, str]:
    """File name → content of every generated page."""
    return {
        "rules.md": rules_page(),
        "regulations.md": regulations_page(),
        "registers.md": registers_page(),
        "command-line.md": command_line_page(),
        "site-roles.md": roles_page(),
        "site-life-cycles.md": life_cycles_page(),
        "disclosure.schema.json": dumps(record_schema()) + "\n",
        "findings.schema.json": dumps(findings_schema()) + "\n",
    }


def rules_page() -> str:
    """All rules by family, with severity and basis."""
    lines = ["# 规则目录 · The rules", ""]
    counts = {s: sum(1 for r in catalogue() if r.severity is s) for s in Severity}
    told = "，".join(f"{s.label()} {n}" for s, n in counts.items())
    lines += [f"共 {len(catalogue())} 条：{told}。每条一页，页上的例子就是它的测试。", ""]
    lines += [
        "| 代码 | 名称 · name | 严重程度 | 对象 | 依据 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for rule in catalogue():
        page = f"../rules/{rule.code}-{rule.name}.md"
        about = "每张表" if rule.subject.value == "PerformanceTarget" else "公开文本整体"
        basis = "；".join(provision(key).citation("zh") for key in rule.basis)
        lines.append(
            f"| [{rule.code}]({page}) | {rule.title.zh} · {rule.title.en} | "
            f"{rule.severity.label()} | {about} | {basis} |"
        )
    return "\n".join(lines) + "\n"


def regulations_page() -> str:
    """Every provision and parameter with its mark."""
    lines = ["# 依据与参数 · Provisions and parameters", ""]
    lines += ["标注说明每条内容核对到什么程度；凭记忆的条文不当作引文。", ""]
    for instrument in instruments():
        held = [p for p in provisions() if p.instrument.id == instrument.id]
        lines += [f"## {instrument.name('zh')}", "", instrument.name("en"), ""]
        lines += ["| 条款 | 内容（自述） | in English | 标注 |", "| --- | --- | --- | --- |"]
        lines += [f"| {p.label_zh} | {p.gist_zh} | {p.gist_en} | {p.mark.value} |" for p in held]
        lines.append("")
    lines += ["## 参数 · Parameters", ""]
    lines += ["| 参数 | 值 | 单位 | 年度 | 地区 | 来源 |", "| --- | --- | --- | --- | --- | --- |"]
    for p in parameters():
        years = f"{p.from_year or ''}–{p.to_year or ''}".strip("–") or "—"
        held = p.value
        is_table = p.name in ("evaluation_items", "result_rules")
        value = f"{len(held)} 行，见下" if is_table else str(held).replace("|", "\\|")
        lines.append(f"| {p.name} | {value} | {p.unit} | {years} | {p.place or '—'} | {p.source} |")
    lines += ["", *_framework_table(), "", *_result_rules_table()]
    return "\n".join(lines) + "\n"


def registers_page() -> str:
    """The columns of every register of evidence, as its schema states them."""
    lines = ["# 佐证台账 · Registers of evidence", ""]
    lines += [
        "一个台账是项目库里的一个文件夹 `evidence/<台账>/`，可放一个或多个文件。",
        "列名用下表的英文名或中文名。",
        "不合要求的行不会丢，入库时移到 `evidence/quarantine/`，写明原因。主键相同的行只取第一行。",
        "",
        "A register is a folder `evidence/<register>/` with one or many files; a column goes by",
        "either name. Rows that do not fit are set apart with the reason, never dropped.",
        "",
    ]
    for path in sorted(SCHEMAS.glob("*.toml")):
        schema = tomllib.loads(path.read_text(encoding="utf-8"))
        lines += [f"## {schema['title_zh']} · `{schema['name']}`", "", schema["title_en"], ""]
        by = [f"主键 {', '.join(f'`{name}`' for name in schema['key'])}"]
        by += [f"按 `{schema['time']}` 归月"] if "time" in schema else ["不分月"]
        by += ["按项目" if "project" in schema else "各项目共用"]
        lines += ["；".join(by), "", "| 列 | 中文名 | 类型 | 要求 |", "| --- | --- | --- | --- |"]
        for column in schema["column"]:
            asked = ["必填"] if column.get("required") else []
            asked += [f"入库时遮盖（{column['personal']}）"] if "personal" in column else []
            asked += ["、".join(column["allowed"])] if "allowed" in column else []
            asked += [f"≥{column['minimum']}"] if "minimum" in column else []
            asked += [f"≤{column['maximum']}"] if "maximum" in column else []
            told = "；".join(asked)
            lines.append(
                f"| `{column['name']}` | {column['title_zh']} | {column['type']} | {told} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def roles_page() -> str:
    """The roles of the site, from where each reads, and which exclude each other."""
    lines = ["# 岗位角色 · Roles of the site", ""]
    lines += [
        "一人可有多个岗位；岗位设在机构上，及于其下各单位。草稿只有本单位看得到。",
        "",
        "A person may hold several roles, each at an organisation and over all below it. Drafts are"
        " seen by their unit alone.",
        "",
        "| 角色 · role | 代码 | 从何时起看到案卷 · sees a case from "
        "| 不得与之同任 · not together with |",
        "| --- | --- | --- | --- |",
    ]
    seen = {
        Reach.UNIT: "草稿起 · the draft on",
        Reach.DEPARTMENT: "报到主管部门起 · the department on",
        Reach.FINANCE: "报到财政起 · finance on",
    }
    for role in Role:
        reach = READS_FROM.get(role)
        reads = "受指派的案卷 · cases assigned" if role is Role.EVALUATOR else "—"
        against = [
            other for other in Role if other is not role and conflict(frozenset({role, other}))
        ]
        rest = (
            "任何其他角色 · any other"
            if len(against) == len(Role) - 1
            else "、".join(other.zh for other in against)
        )
        told = seen[reach] if reach is not None else reads
        lines.append(f"| {role.zh} · {role.en} | `{role}` | {told} | {rest or '—'} |")
    return "\n".join(lines) + "\n"


def life_cycles_page() -> str:
    """Every life cycle as the table the site itself reads."""
    names = {instrument.id: instrument.name("zh") for instrument in instruments()}
    lines = ["# 案卷流转 · Life cycles of the site", ""]
    lines += [
        "页面上的按钮、办理的条件和测试都读这些表。“理由”：须写明理由；“另一人”：最后办理过所列环节的人不得办理。",
        "",
        "Buttons, conditions and tests are read from these tables. Reason: one must be given."
        " Another person: who did the listed action last may not do this one.",
        "",
    ]
    for cycle in (
        *(FILING, ADJUSTMENT, REPORT, SELF_EVALUATION, EVALUATION, RECTIFICATION, RESULT_USE),
        DISCLOSURE,
    ):
        lines += [f"## {cycle.zh} · {cycle.en}", ""]
        lines += [
            "| 状态 · state | 操作 · action | 角色 · role | 之后 · then | 理由 | 另一人 | 依据 |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        words = {step.action: step.zh for step in reversed(cycle.steps)}
        for step in cycle.steps:
            state, to = (" · ".join(cycle.names[one]) for one in (step.state, step.to))
            roles = "、".join(role.zh for role in Role if role in step.roles)
            others = "、".join(words.get(action, action) for action in step.not_by) or "—"
            reason = "须写" if step.reason_required else "—"
            lines.append(
                f"| {state} | {step.zh} · {step.en} | {roles} | {to} | {reason} | {others} "
                f"| {names.get(step.basis, '—')} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _framework_table() -> list[str]:
    """Items and test points of evaluation, as they hold where no place has its own."""
    lines = ["## 评价指标体系 · Evaluation framework", ""]
    lines += [
        "| 一级 | 二级 | 三级 · item | 分值 | 评价要点 | 来源 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for item in parameter("evaluation_items", None).value:
        points = "；".join(
            f"{point.zh}（{provision(point.source).mark}）" for point in item.criteria
        )
        source = f"{item.source}（{provision(item.source).mark}）"
        lines.append(
            f"| {Stage(item.stage).zh} | {item.heading_zh} | {item.zh} · {item.en} | {item.weight} "
            f"| {points} | {source} |"
        )
    return lines


def _result_rules_table() -> list[str]:
    """The rules of the use of results, as they hold where no place has its own."""
    lines = ["## 结果应用规则 · Use of results", ""]
    lines += ["| 规则 | 条件 · condition | 建议 | 来源 |", "| --- | --- | --- | --- |"]
    for rule in parameter("result_rules", None).value:
        keys = [key for key in (rule.source, rule.amount_source) if key is not None]
        sources = "；".join(f"{key}（{provision(key).mark}）" for key in keys)
        amount = f" {rule.cut_percent}%" if rule.cut_percent is not None else ""
        amount = "至执行数" if rule.to_paid else amount
        proposal = f"{Proposal(rule.proposal).label()}{amount}"
        lines.append(f"| {rule.name} | {rule.zh} · {rule.en} | {proposal} | {sources} |")
    return lines


def command_line_page() -> str:
    """The help of every command."""
    lines = ["# 命令行 · Command line", ""]
    top = command_line.parser()
    parsers = {"jixiao": top}
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            parsers |= {f"jixiao {name}": sub for name, sub in action.choices.items()}
    for name, parser in parsers.items():
        parser.formatter_class = _Fixed
        lines += [f"## {name}", "", "```", parser.format_help().rstrip(), "```", ""]
    lines += [
        "退出码 · Exit codes of `jixiao check`: 0 没有“错误”及以上的问题 · clean; 1 有 · findings"
        " at error or above; 2 有文件读不了，或要求不能执行 · a file could not be read.",
        "",
        "`jixiao score`: 0 与表中一致 · nothing differs; 1 有差异 · something the form states "
        "differs; 2 同上 · as above. 可读的 JSON 见 · the JSON that is read: "
        "[self-evaluation-json](self-evaluation-json.md).",
        "",
    ]
    return "\n".join(lines)


class _Fixed(argparse.HelpFormatter):
    """Help of the same width everywhere."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=96)


def main() -> int:
    """Write the pages; with ``--check`` only say which are stale."""
    stale = []
    for name, content in pages().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(content, encoding="utf-8")
    print("; ".join(stale) or "all fresh")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
