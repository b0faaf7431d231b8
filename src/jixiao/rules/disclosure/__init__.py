"""Disclosure, secrecy and personal data (公开与保密): SEC."""
