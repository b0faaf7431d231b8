"""Addresses of this part."""

from django.urls import path

from jixiao.web.disclosures import views

urlpatterns = [
    path("", views.listing, name="disclosures"),
    path("open/", views.open_package, name="disclosure_open"),
    path("document/", views.open_document, name="disclosure_document"),
    path("editions/<int:pk>/", views.edition, name="disclosure_edition"),
    path("editions/<int:pk>/<str:name>", views.file, name="disclosure_file"),
    path("<int:pk>/", views.package, name="disclosure"),
    path("<int:pk>/preview/", views.preview, name="disclosure_preview"),
    path("<int:pk>/correct/", views.correct, name="disclosure_correct"),
    path("<int:pk>/results/", views.results, name="disclosure_results"),
    path("<int:pk>/carry-over/", views.carry_over, name="disclosure_carry_over"),
    path("<int:pk>/items/<int:item>/", views.set_standing, name="disclosure_item"),
    path("<int:pk>/findings/<str:key>/", views.finding, name="disclosure_finding"),
    path("<int:pk>/findings/<str:key>/look/", views.look, name="disclosure_look"),
    path("<int:pk>/<str:action>/", views.act, name="disclosure_step"),
]
