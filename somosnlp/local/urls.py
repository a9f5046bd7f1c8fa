"""Addresses that only `make run` has: the mails it wrote, and the style guide."""

from django.urls import path

from somosnlp.local import views
from somosnlp.ui.styleguide import StyleGuide

app_name = "local"
urlpatterns = [
    path("_estilo/", StyleGuide.as_view(), name="style-guide"),
    path("correo/", views.mail_list, name="mail-list"),
    path("correo/<slug:name>/", views.mail_detail, name="mail-detail"),
    path("correo/<slug:name>/html", views.mail_html, name="mail-html"),
]
