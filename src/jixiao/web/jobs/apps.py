"""The app's entry in Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work as Django knows it."""

    name = "jixiao.web.jobs"
    label = "jobs"
