"""Addresses of this part."""

from django.urls import path

from jixiao.web.documents import views

urlpatterns = [
    path("", views.files, name="files"),
    path("<int:key>/", views.file, name="file"),
    path("<int:key>/covered/", views.covered, name="file_covered"),
    path("<int:key>/decide/", views.decide, name="file_decide"),
]
