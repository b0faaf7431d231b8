"""Addresses of this part."""

from django.urls import path, re_path

from jixiao.web.monitoring import views

urlpatterns = [
    path("", views.reports, name="monitoring"),
    path("rounds/", views.open_round, name="round_open"),
    path("overview/", views.overview, name="monitoring_overview"),
    path("sources/", views.sources, name="sources"),
    path("sources/<int:key>/measure/", views.measure, name="source_measure"),
    path("sources/<int:key>/disconnect/", views.disconnect, name="source_disconnect"),
    path("<int:key>/", views.report, name="report"),
    path("<int:key>/save/", views.save, name="report_save"),
    re_path(r"^(?P<key>[0-9]+)/form\.(?P<ending>docx|xlsx)$", views.form, name="report_form"),
    path("<int:key>/<slug:action>/", views.do, name="report_step"),
]
