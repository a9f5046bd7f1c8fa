"""Addresses of accounts: allauth's views under Spanish addresses and its own names, then ours."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, path, re_path

from somosnlp.accounts import views
from somosnlp.accounts.states import LegalKind

entry: list[URLPattern] = [
    path("cuenta/entrar/", views.sign_in, name="account_login"),
    path("cuenta/entrar/codigo/", views.ask_code, name="account_request_login_code"),
    path("cuenta/entrar/codigo/confirmar/", views.confirm_code, name="account_confirm_login_code"),
    path("cuenta/enlace/<str:token>/", views.enter_by_link, name="account-link"),
    path("cuenta/crear/", views.sign_up, name="account_signup"),
    path("cuenta/salir/", allauth_views.logout, name="account_logout"),
    path("cuenta/cerrada/", allauth_views.account_inactive, name="account_inactive"),
    path("cuenta/comprobar/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("cuenta/correo/", allauth_views.email, name="account_email"),
    path(
        "cuenta/correo/confirmar/",
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
]

password: list[URLPattern] = [
    path("cuenta/clave/", allauth_views.password_change, name="account_change_password"),
    path("cuenta/clave/crear/", allauth_views.password_set, name="account_set_password"),
    path("cuenta/clave/recuperar/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "cuenta/clave/recuperar/enviado/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^cuenta/clave/recuperar/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "cuenta/clave/recuperar/listo/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

own: list[URLPattern] = [
    path("cuenta/perfil/", views.ProfileView.as_view(), name="profile"),
    path("cuenta/consentimientos/<slug:purpose>/", views.change_consent, name="consent"),
    path("cuenta/correos/", views.MyMailView.as_view(), name="my-mail"),
    path("cuenta/datos/", views.MyDataView.as_view(), name="my-data"),
]

legal: list[URLPattern] = [
    re_path(rf"^(?P<slug>{'|'.join(LegalKind.values)})/$", views.LegalView.as_view(), name="legal"),
]

urlpatterns: list[URLPattern] = entry + password + own + legal
