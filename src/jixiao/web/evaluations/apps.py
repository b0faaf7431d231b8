"""The app's entry in Django."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Self-evaluation, evaluation, rectification, use of results as Django knows it."""

    name = "jixiao.web.evaluations"
    label = "evaluations"
