"""Addresses of this part."""

from django.urls import path

from jixiao.web.jobs import views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:key>/", views.job, name="job"),
    path("<int:key>/progress/", views.progress, name="job_progress"),
    path("<int:key>/cancel/", views.cancel, name="job_cancel"),
    path("<int:key>/retry/", views.retry, name="job_retry"),
]
