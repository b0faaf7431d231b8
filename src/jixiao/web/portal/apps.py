"""The app's entry in Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public portal as Django knows it."""

    name = "jixiao.web.portal"
    label = "portal"
