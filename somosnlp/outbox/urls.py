"""Addresses where people choose what we write to them about."""

from django.urls import URLPattern, path

from somosnlp.outbox.views.awaited import ConfirmNotifyMeView, NotifyMeView
from somosnlp.outbox.views.topics import MyTopicsView, SignedTopicsView

urlpatterns: list[URLPattern] = [
    path("correos/temas/", MyTopicsView.as_view(), name="mail-topics"),
    path("correos/temas/<str:token>/", SignedTopicsView.as_view(), name="mail-topics-signed"),
    path("avisame/si/<str:token>/", ConfirmNotifyMeView.as_view(), name="notify-me-confirm"),
    path("avisame/<slug:kind>/<int:number>/", NotifyMeView.as_view(), name="notify-me"),
]
