from django.urls import path

from somosnlp.local import views

app_name = "local"
urlpatterns = [
    path("correo/", views.mail_list, name="mail-list"),
    path("correo/<slug:name>/", views.mail_detail, name="mail-detail"),
    path("correo/<slug:name>/html", views.mail_html, name="mail-html"),
]
