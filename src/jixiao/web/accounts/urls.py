"""Addresses of this part."""

from allauth.account.views import login
from django.urls import path

from jixiao.web.accounts import views
from jixiao.web.limits import limited

urlpatterns = [
    path("", views.work, name="work"),
    path("sessions/<int:key>/end/", views.end_session, name="end_session"),
]

# Before allauth's own, which they replace: nobody signs up, nobody resets a password by mail.
CLOSED = (
    *("signup/", "email/", "confirm-email/", "password/reset/", "password/reset/done/"),
    *("password/set/", "password/reset/key/done/", "confirm-email/<path:key>"),
    *("password/reset/key/<path:key>", "login/code/confirm/", "social/", "social/signup/"),
)
sign_in = [
    path("login/", limited("60/m", by="address", methods=("POST",), name="sign-in")(login)),
    *(path(closed, views.closed) for closed in CLOSED),
]
