"""The app's entry in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, persons, posts, sign-in as Django knows it."""

    name = "jixiao.web.accounts"
    label = "accounts"
