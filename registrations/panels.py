"""Panels of the admin's start page about registrations: where people are stuck, and who they are."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from events.models import Edition
from events.panels import editions_of
from registrations.figures import DAYS, Figures, figures_of
from registrations.segments import segment_of
from registrations.states import NlpLevel, PathStep, SpokenLanguage, Status
from somosnlp.ui.charts import Bar, Chart
from somosnlp.ui.countries import country_names
from somosnlp.ui.times import zone_text

COUNTRIES = 15


@dataclass(frozen=True)
class FunnelStep:
    """A step of the path: how many reached it and are stuck before the next one; where to read and write."""

    name: str
    reached: int
    share: float
    stuck: int
    missing: str
    url: str
    write_url: str


def funnel_panel(request: HttpRequest) -> str:
    """Return the panel «El camino», for whoever may see registrations."""
    edition = _edition(request)
    if edition is None:
        return ""
    figures = figures_of(edition)
    context = {
        "edition": edition,
        "figures": figures,
        "steps": funnel(figures, edition),
        "cancelled_url": list_url(edition, status__exact=Status.CANCELLED),
        "may_write": request.user.has_perm("outbox.add_circular"),
    }
    return render_to_string("admin/panels/funnel.html", context, request)


def charts_panel(request: HttpRequest) -> str:
    """Return the charts of the people registered: per day, country, level and language."""
    edition = _edition(request)
    if edition is None:
        return ""
    figures = figures_of(edition)
    context = {
        "per_day": per_day(figures, edition),
        "charts": [per_country(figures, edition), per_level(figures, edition), per_language(figures)],
    }
    return render_to_string("admin/panels/charts.html", context, request)


def funnel(figures: Figures, edition: Edition) -> list[FunnelStep]:
    """Return the steps in the order of the path; who is stuck at each, and who got through, add up to all."""
    left, steps = figures.begun, []
    for name, missing in _path():
        stuck = figures.stuck[missing] if missing else 0
        steps.append(
            FunnelStep(
                name=name,
                reached=left,
                share=left / figures.begun if figures.begun else 0.0,
                stuck=stuck,
                missing=str(missing.label) if missing else "",
                url=list_url(edition, paso=missing or PathStep.DONE),
                write_url=_write_url(edition, missing),
            )
        )
        left -= stuck
    return steps


def per_day(figures: Figures, edition: Edition) -> Chart:
    return Chart(
        key="per-day",
        title=_("Inscripciones por día"),
        category=_("día"),
        unit=_("inscripciones"),
        bars=[Bar(formats.date_format(day, "j M"), count) for day, count in figures.per_day.items()],
        note=_("Los últimos %(days)d días; cada día, en %(zone)s.")
        % {"days": DAYS, "zone": zone_text(edition.time_zone)},
    )


def per_country(figures: Figures, edition: Edition) -> Chart:
    """Return the chart of the 15 countries most named, the others together."""
    counts = list(figures.per_country.items())
    codes = [code for code, _count in counts[:COUNTRIES]]
    bars = [
        Bar(name, count, list_url(edition, country=code, status__exact=Status.REGISTERED))
        for name, (code, count) in zip(country_names(codes), counts, strict=False)
    ]
    if rest := counts[COUNTRIES:]:
        label = _("Otros %(count)d países") % {"count": len(rest)}
        bars.append(Bar(label, sum(count for _code, count in rest)))
    return Chart(
        key="per-country",
        title=_("Por país"),
        category=_("país"),
        unit=_("personas"),
        bars=bars,
        note=_("Quien se siente de varios países cuenta en cada uno."),
    )


def per_level(figures: Figures, edition: Edition) -> Chart:
    return Chart(
        key="per-level",
        title=_("Por nivel de PLN"),
        category=_("nivel"),
        unit=_("personas"),
        bars=[
            Bar(
                str(level.label).split(" · ")[0],
                figures.per_level.get(level, 0),
                list_url(edition, level__exact=level, status__exact=Status.REGISTERED),
            )
            for level in NlpLevel
        ],
    )


def per_language(figures: Figures) -> Chart:
    return Chart(
        key="per-language",
        title=_("Por idioma"),
        category=_("idioma"),
        unit=_("personas"),
        bars=[Bar(str(SpokenLanguage(code).label), count) for code, count in figures.per_language.items()],
        note=_("Quien habla varios cuenta en cada uno."),
    )


def list_url(edition: Edition, **filters: str) -> str:
    """Return the list of registrations of `edition`, filtered."""
    query = urlencode({"edition__id__exact": edition.pk, **filters})
    return f"{reverse('admin:registrations_registration_changelist')}?{query}"


def _edition(request: HttpRequest) -> Edition | None:
    """Return what the panels are about; None for who may not see registrations, without a query."""
    may_see = request.user.has_perm("registrations.view_registration")
    return editions_of(request).chosen if may_see else None


def _write_url(edition: Edition, step: PathStep | None) -> str:
    """Return the form of a letter (held drafts) to who is stuck at `step`; "" where nobody is written to."""
    segment = segment_of(step) if step else ""
    if not segment:
        return ""
    return f"{reverse('admin:outbox_circular_add')}?{urlencode({'segment': segment, 'edition': edition.pk})}"


def _path() -> tuple[tuple[str, PathStep | None], ...]:
    """Return each step with what is missing to reach the next one."""
    return (
        (_("Escribió su correo"), PathStep.CODE),
        (_("Comprobó su correo"), PathStep.FORM),
        (_("Inscripción enviada"), PathStep.DISCORD),
        (_("Dijo su nombre en Discord"), PathStep.HUGGING_FACE),
        (_("Dijo su nombre en Hugging Face"), PathStep.MORE),
        (_("Respondió el paso 2"), None),
    )
