"""The app's entry in Django."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The audit trail as Django knows it."""

    name = "jixiao.web.trail"
    label = "trail"
