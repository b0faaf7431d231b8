"""Addresses of this part."""

from django.urls import path

from jixiao.web.trail import views

urlpatterns = [
    path("", views.trail, name="trail"),
    path("<int:number>/", views.event, name="trail_event"),
    path("export/", views.export, name="trail_export"),
    path("verification/", views.verification, name="trail_verification"),
]
