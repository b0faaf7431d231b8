"""Addresses: ``/`` the portal, ``/work/`` for those who sign in, ``/api/`` for programs."""

from django.urls import include, path

from jixiao.web.accounts.urls import sign_in
from jixiao.web.administration.views import healthz

handler400 = "jixiao.web.errors.bad_request"
handler403 = "jixiao.web.errors.forbidden"
handler500 = "jixiao.web.errors.failed"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("account/", include(sign_in)),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/social/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("work/", include("jixiao.web.accounts.urls")),
    path("work/filings/", include("jixiao.web.filings.urls")),
    path("work/reviews/", include("jixiao.web.reviews.urls")),
    path("work/jobs/", include("jixiao.web.jobs.urls")),
    path("work/files/", include("jixiao.web.documents.urls")),
    path("work/monitoring/", include("jixiao.web.monitoring.urls")),
    path("work/evaluations/", include("jixiao.web.evaluations.urls")),
    path("work/disclosures/", include("jixiao.web.disclosures.urls")),
    path("work/trail/", include("jixiao.web.trail.urls")),
    path("work/administration/", include("jixiao.web.administration.urls")),
    path("api/", include("jixiao.web.api.urls")),
    path("", include("jixiao.web.portal.urls")),
]
