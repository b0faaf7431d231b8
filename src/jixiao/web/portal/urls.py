"""Addresses of the portal."""

from django.urls import path

from jixiao.web.portal import views

urlpatterns = [path("", views.home, name="portal")]
