"""Addresses of this part."""

from django.urls import path

from jixiao.web.administration import views

urlpatterns = [
    path("", views.administration, name="administration"),
    path("organisations/", views.organisations, name="administration_organisations"),
    path("organisations/create/", views.create_organisation, name="create_organisation"),
    path("organisations/<int:key>/", views.organisation, name="administration_organisation"),
    path(
        "organisations/<int:key>/<slug:change>/",
        views.change_organisation,
        name="change_organisation",
    ),
    path("persons/", views.persons, name="administration_persons"),
    path("persons/create/", views.create_person, name="create_person"),
    path("persons/<int:key>/", views.person, name="administration_person"),
    path("persons/<int:key>/<slug:change>/", views.change_person, name="change_person"),
    path("posts/<int:key>/end/", views.end_post, name="end_post"),
    path("security/", views.security, name="administration_security"),
    path("security/unlock/", views.unlock, name="unlock"),
    path("sessions/<int:key>/end/", views.end_session, name="end_session_of"),
    path("parameters/", views.parameters, name="administration_parameters"),
    path("deadlines/", views.deadlines, name="administration_deadlines"),
    path("import/", views.import_folder, name="administration_import"),
    path("health/", views.health_page, name="administration_health"),
]
