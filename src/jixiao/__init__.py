"""Jixiao 绩效: performance targets of public project expenditure (项目支出绩效目标)."""

__version__ = "0.1.0"
