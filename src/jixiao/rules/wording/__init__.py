"""Wording and layout (文字规范): DOC."""
