"""The least a page of each kind can be: fixed text, one row, a list of fifty, a form that writes one row."""

import random

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from benchmarks.limit_app.models import Entry, Talk

TALKS = 1000
LISTED = 50
EVENTS = 36


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # as startproject has it
    class Meta:
        model = Entry
        fields = ("name", "email", "text")


def static(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>limit</title><p>fixed</p>")


def db(request: HttpRequest) -> HttpResponse:
    talk = Talk._default_manager.get(pk=random.randint(1, TALKS))
    return render(request, "db.html", {"talk": talk})


def list50(request: HttpRequest) -> HttpResponse:
    talks = Talk._default_manager.select_related("track").order_by("pk")
    return render(request, "list.html", {"total": talks.count(), "talks": talks[:LISTED]})


def ics(request: HttpRequest) -> HttpResponse:
    """A calendar of text put together by hand: no escaping, no folding, nothing that changes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for talk in Talk._default_manager.order_by("pk")[:EVENTS]:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{talk.pk}@limit",
            f"DTSTART:{talk.starts_at:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{talk.title}",
            "END:VEVENT",
        ]
    return HttpResponse("\r\n".join([*lines, "END:VCALENDAR", ""]), content_type="text/calendar")


def form(request: HttpRequest) -> HttpResponse:
    bound = EntryForm(request.POST or None)
    if bound.is_valid():
        return redirect("done", bound.save().pk)
    return render(request, "form.html", {"form": bound})


def done(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "done.html", {"entry": Entry._default_manager.get(pk=pk)})
