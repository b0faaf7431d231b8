"""Addresses of this part."""

from django.urls import path, re_path

from jixiao.web.evaluations import views

urlpatterns = [
    path("", views.start, name="evaluations"),
    path("self/", views.self_evaluations, name="self_evaluations"),
    path("self/open/", views.open_self_evaluations, name="self_evaluations_open"),
    path("self/sample/", views.sample, name="sample"),
    path("self/<int:key>/", views.self_evaluation, name="self_evaluation"),
    path("self/<int:key>/save/", views.save_self_evaluation, name="self_evaluation_save"),
    path("self/<int:key>/measured/", views.take_measured, name="self_evaluation_measured"),
    path("self/<int:key>/recheck/", views.recheck, name="self_evaluation_recheck"),
    re_path(
        r"^self/(?P<key>[0-9]+)/form\.(?P<ending>docx|xlsx)$",
        views.self_form,
        name="self_evaluation_form",
    ),
    path("self/<int:key>/<slug:action>/", views.do_self, name="self_evaluation_step"),
    path("forms/", views.read_forms, name="read_forms"),
    path("forms/<int:key>/", views.read_form, name="read_form"),
    path("forms/<int:key>/take/", views.take_form, name="read_form_take"),
    path("list/", views.evaluations, name="evaluation_list"),
    path("list/new/", views.assign, name="evaluation_new"),
    path("list/<int:key>/", views.evaluation, name="evaluation"),
    path("list/<int:key>/framework/", views.framework, name="evaluation_framework"),
    path("list/<int:key>/evidence/", views.evidence, name="evaluation_evidence"),
    path("list/<int:key>/grades/", views.grades, name="evaluation_grades"),
    path("list/<int:key>/settle/", views.settle, name="evaluation_settle"),
    path("list/<int:key>/report/", views.report, name="evaluation_report"),
    path("list/<int:key>/report.docx", views.report_file, name="evaluation_report_file"),
    path("list/<int:key>/<slug:action>/", views.do_evaluation, name="evaluation_step"),
    path("compare/<int:key>/", views.compare, name="comparison"),
    path("rectifications/", views.rectifications, name="rectifications"),
    path("rectifications/new/", views.notice, name="rectification_new"),
    path("rectifications/<int:key>/", views.rectification, name="rectification"),
    path("rectifications/<int:key>/reply/", views.reply, name="rectification_reply"),
    path(
        "rectifications/<int:key>/<slug:action>/", views.do_rectification, name="rectification_step"
    ),
    path("results/", views.results, name="result_uses"),
    path("results/propose/", views.propose, name="results_propose"),
    re_path(r"^results/ledger-(?P<year>[0-9]{4})\.xlsx$", views.ledger, name="ledger"),
    path("results/<int:key>/", views.result, name="result_use"),
    path("results/<int:key>/overlap/", views.overlap, name="result_overlap"),
    path("results/<int:key>/decide/", views.decide, name="result_decide"),
]
