"""The app's entry in Django."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Monitoring as Django knows it."""

    name = "jixiao.web.monitoring"
    label = "monitoring"
