"""The app's entry in Django."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Filing, review, approval, adjustment as Django knows it."""

    name = "jixiao.web.filings"
    label = "filings"
