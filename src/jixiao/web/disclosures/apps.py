"""The app's entry in Django."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Disclosure as Django knows it."""

    name = "jixiao.web.disclosures"
    label = "disclosures"
