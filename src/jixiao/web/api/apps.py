"""The app's entry in Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for programs as Django knows it."""

    name = "jixiao.web.api"
    label = "api"
