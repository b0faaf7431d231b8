"""The app's entry in Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Review and approval as Django knows it."""

    name = "jixiao.web.reviews"
    label = "reviews"
