"""Addresses of the portal. Those of projects, bodies and editions are permanent."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter

from jixiao.web.portal import views


class KeyConverter(IntConverter):
    """A key that every database takes."""

    regex = "[0-9]{1,9}"


class YearConverter(IntConverter):
    """A year."""

    regex = "[0-9]{4}"


register_converter(KeyConverter, "key")
register_converter(YearConverter, "year")

urlpatterns = [
    path("", views.home, name="portal"),
    path("projects/", views.projects, name="portal_projects"),
    path("projects/<key:key>/", views.project, name="portal_project"),
    path("projects/<key:key>/<year:year>/", views.project, name="portal_project_year"),
    path("indicators/", views.indicators, name="portal_indicators"),
    re_path(
        r"^(?P<kind>projects|indicators)\.(?P<form>csv|json|xlsx)$",
        views.download,
        name="portal_download",
    ),
    path("compare/", views.compare, name="portal_compare"),
    path("bodies/", views.bodies, name="portal_bodies"),
    path("bodies/<key:key>/", views.body, name="portal_body"),
    path("editions/", views.editions, name="portal_editions"),
    path("editions/<key:key>/", views.edition, name="portal_edition"),
    path("editions/<key:key>/source/", views.source, name="portal_source"),
    path("editions/<key:key>/files/<str:name>", views.file, name="portal_file"),
    path("rules/<str:code>/", views.rule, name="portal_rule"),
    path("feeds/all.atom", views.atom, name="portal_feed"),
    path("feeds/bodies/<key:key>.atom", views.atom, name="portal_body_feed"),
    path("embed/years/", views.embed_years, name="portal_embed_years"),
    path("embed/projects/<key:key>/", views.embed_project, name="portal_embed_project"),
    path("embed/bodies/<key:key>/", views.embed_body, name="portal_embed_body"),
    path("sitemap.xml", views.sitemap, name="portal_sitemap"),
    path("robots.txt", views.robots, name="portal_robots"),
    path("opensearch.xml", views.opensearch, name="portal_opensearch"),
    path("language/", views.language_switch, name="portal_language"),
]
