"""The app's entry in Django."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Administration as Django knows it."""

    name = "jixiao.web.administration"
    label = "administration"
