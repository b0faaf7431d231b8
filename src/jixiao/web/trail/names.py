"""The actions of the trail in words (操作名称)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from jixiao.web.lifecycle import LifeCycle

NAMES = {
    "account.sign_in": ("登录", "signed in"),
    "account.sign_in_failed": ("登录失败", "sign-in failed"),
    "account.lock_out": ("账号锁定", "account locked"),
    "account.sign_out": ("退出登录", "signed out"),
    "account.change_password": ("修改密码", "changed the password"),
    "account.set_up_second_factor": ("启用双因子验证", "set up the second factor"),
    "account.remove_second_factor": ("停用双因子验证", "turned the second factor off"),
    "account.make_recovery_codes": ("重新生成恢复码", "made recovery codes"),
    "account.use_recovery_code": ("使用恢复码", "used a recovery code"),
    "account.second_factor_failed": ("验证码错误", "wrong code"),
    "account.end_session": ("结束会话", "ended a session"),
    "administration.first_administrator": ("设立首位管理员", "first administrator"),
    "administration.create_organisation": ("新增机构", "created an organisation"),
    "administration.rename_organisation": ("修改机构", "changed an organisation"),
    "administration.move_organisation": ("调整机构隶属", "moved an organisation"),
    "administration.close_organisation": ("停用机构", "closed an organisation"),
    "administration.create_person": ("新增人员", "created a person"),
    "administration.deactivate_person": ("停用账号", "deactivated a person"),
    "administration.reactivate_person": ("恢复账号", "reactivated a person"),
    "administration.reset_password": ("重置密码", "reset a password"),
    "administration.reset_second_factor": ("重置双因子验证", "reset a second factor"),
    "administration.give_post": ("授予岗位", "gave a post"),
    "administration.end_post": ("收回岗位", "ended a post"),
    "administration.unlock": ("解除锁定", "unlocked an account"),
    "administration.set_deadline": ("设定期限", "set a deadline"),
    "administration.import_folder": ("批量导入", "imported a folder"),
    "administration.back_up": ("备份", "backed up"),
    "administration.restore": ("恢复", "restored"),
    "filing.congress": ("设定人大批准预算日期", "set the day of the congress"),
    "result_use.propose": ("提出结果应用建议", "proposed from results"),
    "result_use.overlap": ("指出项目重复", "stated an overlap of projects"),
    "job.start": ("开始后台任务", "started a job"),
    "job.cancel": ("取消后台任务", "cancelled a job"),
    "job.retry": ("重试后台任务", "retried a job"),
    "file.store": ("存入文件", "stored a file"),
    "file.open": ("打开含密级标志或个人信息的原件", "opened an original that holds secrets"),
    "file.decide": ("决定是否开放原件", "decided on opening an original"),
    "trail.export": ("导出审计日志", "exported the trail"),
    "trail.verify": ("校验审计日志", "verified the trail"),
}
FIELDS = {
    "state": "状态",
    "name": "名称",
    "code": "编码",
    "kind": "类别",
    "path": "路径",
    "place": "地区",
    "level": "级次",
    "closed_on": "停用日期",
    "username": "用户名",
    "role": "岗位",
    "since": "自",
    "until": "至",
    "moved": "移动的机构数",
    "by": "方式",
    "is_active": "可登录",
    "must_change_password": "须改密码",
    "due_on": "期限",
    "round": "环节",
    "fiscal_year": "预算年度",
    "address": "地址",
    "browser": "浏览器",
    "files": "文件",
    "format": "格式",
    "holds": "完整",
    "events": "条数",
    "head": "链头",
    "zh": "中文说明",
    "en": "英文说明",
    "failures": "失败次数",
    "copied": "复制的文件数",
    "manifest": "清单校验值",
    "trail": "日志条数",
    "job": "任务",
    "amount": "金额",
    "is_open": "开放原件",
    "secrets": "密级标志、个人信息处数",
}
_PARTS = ("filings", "reviews", "monitoring", "evaluations", "disclosures")


@cache
def action_names() -> dict[str, tuple[str, str]]:
    """Every action by its key, with its name in Chinese and English; life cycles included."""
    found = dict(NAMES)
    for part in _PARTS:
        name = f"jixiao.web.{part}.lifecycle"
        if find_spec(name) is None:
            continue
        for cycle in vars(import_module(name)).values():
            if isinstance(cycle, LifeCycle):
                for step in cycle.steps:
                    key = f"{cycle.kind}.{step.action}"
                    found.setdefault(key, (f"{cycle.zh}·{step.zh}", f"{cycle.en}: {step.en}"))
    return found


def action_name(action: str, language: str = "zh") -> str:
    """The action in words; the key itself where it has none."""
    names = action_names().get(action)
    return names[language == "en"] if names is not None else action


def field_name(path: str, language: str = "zh") -> str:
    """The name of a value in an event, as ``state`` or ``rows[1].name``, in words where known."""
    return path if language == "en" else FIELDS.get(path, path)
