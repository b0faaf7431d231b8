"""Addresses of this part."""

from django.urls import path

from jixiao.web.accounts import views

urlpatterns = [path("", views.work, name="work")]
