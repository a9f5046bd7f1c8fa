"""Addresses of the whole site: Spanish without a prefix, `/en/…` and `/pt-br/…` the same pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from events.views.pictures import show_picture
from somosnlp import sitemaps, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("imagen/<uuid:pk>.webp", show_picture, name="picture"),
    path("imagen/<uuid:pk>-480.webp", show_picture, {"small": True}, name="picture-small"),
    path("admin/", admin.site.urls),
    path("pt/", views.portuguese, name="portuguese"),
    path("pt/<path:rest>", views.portuguese),
    path("", include("events.redirects")),
]
if settings.LOCAL_URLS:
    urlpatterns += [path("", include("somosnlp.local.urls"))]
urlpatterns += i18n_patterns(
    path("", include("somosnlp.accounts.urls")),
    path("", include("somosnlp.outbox.urls")),
    path("", include("registrations.urls")),
    path("", include("sponsors.urls")),
    path("", include("projects.urls")),
    path("", include("corpus_donations.urls")),
    path("", include("events.urls")),
    prefix_default_language=False,
)

handler400 = "somosnlp.views.bad_request"
