"""The app's entry in Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that were handed in as Django knows it."""

    name = "jixiao.web.documents"
    label = "documents"
