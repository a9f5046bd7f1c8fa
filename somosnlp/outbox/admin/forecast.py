"""The pages of the forecast: what leaves in the next days, who gets it, who not and why; a try to oneself."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from somosnlp.outbox.dry_runs import NotInAudienceError, send_to_myself
from somosnlp.outbox.forecast import DAYS, REASONS, Names, Outlook, forecast, people
from somosnlp.outbox.forms import when_text
from somosnlp.outbox.groups import segment_named
from somosnlp.outbox.hidden import hidden_templates
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.models.rules import OWN
from somosnlp.outbox.rendering import Skip
from somosnlp.outbox.rules import Rule, Settings
from somosnlp.outbox.ruleset import is_own, rule_of
from somosnlp.outbox.topics import Reader


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Return the addresses, for the admin of the rules."""
    return [
        path("prevision/", site.admin_view(forecast_view), name="outbox_forecast"),
        path("prevision/personas/", site.admin_view(people_view), name="outbox_forecast_people"),
        path("prevision/prueba/", site.admin_view(dry_run_view), name="outbox_dry_run"),
    ]


@require_safe
def forecast_view(request: HttpRequest) -> HttpResponse:
    """Every rule and edition with something to say, or not to say, in the next days."""
    _check(request)
    settings, hidden = Settings.read(), hidden_templates(request)
    outlooks = [
        {
            "outlook": one,
            "when": when_text(settings.applied(one.rule, one.object_id)),
            "whom": _whom(settings, one),
            "change_url": _change_url(one),
        }
        for one in forecast(timezone.now())
        if not one.rule.template.startswith(hidden)
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Previsión"),
        "outlooks": outlooks,
        "days": DAYS,
    }
    return TemplateResponse(request, "admin/outbox/forecast.html", context)


@require_safe
def people_view(request: HttpRequest) -> HttpResponse:
    """The people of one rule and edition: those who are told, or those who are not for one reason."""
    _check(request)
    rule, object_id = _chosen(request, request.GET)
    why, search = request.GET.get("why", ""), request.GET.get("q", "").replace("\x00", "").strip()
    page = max(_number(request.GET.get("p", "1")) or 1, 1)
    if why not in REASONS:
        raise Http404
    lines, more = people(timezone.now(), rule, object_id, why, search, page)
    context = {
        **admin.site.each_context(request),
        "title": rule.title,
        "rule": rule,
        "object_id": object_id,
        "edition": Names().of(rule, object_id),
        "lines": lines,
        "why": why,
        "reason": REASONS[why],
        "search": search,
        "may_try": _may_try(request),
        "earlier": page - 1,
        "later": page + 1 if more else 0,
    }
    return TemplateResponse(request, "admin/outbox/forecast_people.html", context)


@require_POST
def dry_run_view(request: HttpRequest) -> HttpResponse:
    """Send the person who asks what somebody else would get."""
    _check(request)
    if not _may_try(request):
        raise PermissionDenied
    rule, object_id = _chosen(request, request.POST)
    user: Any = request.user
    me = Reader(user.email, user.pk)
    try:
        whose = Reader(request.POST.get("email", ""), _number(request.POST.get("user", "")))
        answer = send_to_myself(rule, object_id=object_id, whose=whose, me=me)
    except NotInAudienceError as error:
        raise Http404 from error
    if isinstance(answer, Skip):
        messages.warning(request, _("No se enviaría: %(reason)s") % {"reason": answer.words})
    else:
        rows = OutgoingEmail.objects.filter(pk=answer.pk)
        words = _("Prueba de «%(rule)s» con los datos de la persona %(person)s") % {
            "rule": rule.title,
            "person": whose.user_id or _("sin cuenta"),
        }
        LogEntry.objects.log_actions(user.pk, rows, ADDITION, words)
        messages.success(request, _("Te la enviamos a %(address)s.") % {"address": me.address})
    query = urlencode([("rule", rule.key), ("object", object_id), ("why", request.POST.get("why", ""))])
    return redirect(reverse("admin:outbox_forecast_people") + f"?{query}")


def _whom(settings: Settings, outlook: Outlook) -> str:
    """Return the name of the group that organisers chose, or nothing."""
    segment = segment_named(settings.segment_of(outlook.rule, outlook.object_id))
    return str(segment.label) if segment else ""


def _change_url(outlook: Outlook) -> str:
    """Return where the rule is changed: its own row, or a setting for this edition."""
    key = outlook.rule.key
    if is_own(key):
        return reverse("admin:outbox_ownrule_change", args=[key.removeprefix(OWN)])
    query = urlencode([("rule", key), ("edition_id", outlook.edition_id or "")])
    return f"{reverse('admin:outbox_reminderrule_add')}?{query}"


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm("outbox.view_outgoingemail"):
        raise PermissionDenied


def _may_try(request: HttpRequest) -> bool:
    return request.user.has_perm("outbox.release_outgoingemail")


def _chosen(request: HttpRequest, values: Any) -> tuple[Rule, int]:
    """Return the rule and object named in the query or form. Raises Http404."""
    rule = rule_of(values.get("rule") or "")
    number = _number(values.get("object", ""))
    if rule is None or number is None or rule.template.startswith(hidden_templates(request)):
        raise Http404
    return rule, number


def _number(text: str) -> int | None:
    """Return a number that fits a column, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
