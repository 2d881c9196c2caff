"""Accounts by django-allauth: only what works without any e-mail."""

from allauth.account import views as account
from django.urls import include, path

from midstance.web.pages.account.views import open_sign_up

urlpatterns = [
    path("account/first/<str:token>/", open_sign_up, name="account_first"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/2fa/", include("allauth.mfa.urls")),
]
