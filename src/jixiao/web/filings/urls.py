"""Addresses of this part."""

from django.urls import path

from jixiao.web.filings import views

urlpatterns = [
    path("", views.filings, name="filings"),
    path("new/", views.new, name="filing_new"),
    path("upload/", views.upload, name="filing_upload"),
    path("files/<int:file>/", views.tables, name="filing_tables"),
    path("<int:pk>/", views.filing, name="filing"),
    path("<int:pk>/journey/", views.the_journey, name="journey"),
    path("<int:pk>/edit/", views.edit, name="filing_edit"),
    path("<int:pk>/save/", views.save, name="filing_save"),
    path("<int:pk>/check/", views.check, name="filing_check"),
    path("<int:pk>/explain/", views.explain, name="filing_explain"),
    path("<int:pk>/suggestions/", views.suggestions, name="filing_suggestions"),
    path("<int:pk>/remarks/<int:remark>/", views.answer, name="filing_answer"),
    path("<int:pk>/steps/<slug:action>/", views.step, name="filing_step"),
    path("<int:pk>/compare/", views.compare, name="filing_compare"),
    path("<int:pk>/export/<slug:form>/", views.export, name="filing_export"),
]
