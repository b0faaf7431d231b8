"""The app's entry in Django."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, persons, posts, sign-in as Django knows it."""

    name = "jixiao.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Sign-ins are told to the trail."""
        import_module("jixiao.web.accounts.sign_in_events")
