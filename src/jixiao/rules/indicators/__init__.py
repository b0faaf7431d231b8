"""Indicators: placement and wording (相关性): IND."""
