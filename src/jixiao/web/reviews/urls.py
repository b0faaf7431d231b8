"""Addresses of this part."""

from django.urls import path

from jixiao.web.reviews import adjustment_views, views

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("many/", views.many, name="reviews_many"),
    path("outcomes/", views.outcomes, name="reviews_outcomes"),
    path("findings.xlsx", views.findings_workbook, name="reviews_findings"),
    path("congress/", views.congress, name="reviews_congress"),
    path("findings/", views.findings_job, name="reviews_findings_job"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/peers/", views.peers, name="review_peers"),
    path("<int:pk>/findings/", views.dispose, name="review_dispose"),
    path("<int:pk>/remarks/", views.remark, name="review_remark"),
    path("<int:pk>/remarks/<int:remark>/drop/", views.drop_remark, name="review_drop_remark"),
    path("<int:pk>/sheet/", views.sheet, name="review_sheet"),
    path("<int:pk>/sheets/<int:sheet>/docx/", views.sheet_docx, name="review_sheet_docx"),
    path("<int:pk>/steps/<slug:action>/", views.step, name="review_step"),
    path("<int:pk>/certificate/", views.certificate, name="certificate"),
    path("<int:pk>/certificate/<int:number>/", views.certificate, name="certificate_of"),
    path("<int:pk>/certificate/<int:number>/verify/", views.verify, name="certificate_verify"),
    path(
        "<int:pk>/certificate/<int:number>/<slug:form>/",
        views.certificate_file,
        name="certificate_file",
    ),
    path("<int:pk>/adjust/", adjustment_views.adjust, name="adjust"),
    path("adjustments/", adjustment_views.adjustments, name="adjustments"),
    path("adjustments/<int:pk>/", adjustment_views.adjustment, name="adjustment"),
    path("adjustments/<int:pk>/describe/", adjustment_views.describe, name="adjustment_describe"),
    path("adjustments/<int:pk>/edit/", adjustment_views.edit, name="adjustment_edit"),
    path("adjustments/<int:pk>/save/", adjustment_views.save, name="adjustment_save"),
    path("adjustments/<int:pk>/check/", adjustment_views.check, name="adjustment_check"),
    path("adjustments/<int:pk>/explain/", adjustment_views.explain, name="adjustment_explain"),
    path(
        "adjustments/<int:pk>/steps/<slug:action>/", adjustment_views.step, name="adjustment_step"
    ),
]
