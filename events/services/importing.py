"""Importing editions from files: all parsed and checked first, then written in one transaction."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pghistory
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.demo.schedule import forget_plan
from events.importing.document import Document, load
from events.importing.parsed import parse
from events.importing.saving import save
from events.importing.steps import ImportStep
from events.importing.writing import Report
from events.models import Edition, Milestone, MilestoneChange, Notice
from events.page_cache import touch
from events.services.editions import follow_edition, make_current
from events.states import DEMO, MilestoneKind
from somosnlp.providers import providers

DATA = Path(__file__).resolve().parent.parent / "data"
BUNDLED = DATA / "somosnlp.yaml"


def import_editions(base: Path | None = BUNDLED, *, demo: bool = False, today: date | None = None) -> Report:
    """Import the editions of the file `base`, completed by the bundled `editions.yaml` and page texts.

    With `demo` the invented edition is imported too and becomes the current one; its dates count from
    `today` when it is created, and again once its registration has closed. With `base=None` nothing else
    is imported. Returns what was done; raises BadFilesError, with every bad line, having written nothing.
    """
    today = today or timezone.localdate()
    document = load(base, DATA / "editions.yaml", root=settings.BASE_DIR, anchor=today)
    renew = demo and not _still_open(document)
    parsed = parse(document, DATA / "pages", root=settings.BASE_DIR, demo=demo)
    steps: Sequence[ImportStep] = providers("import_steps")
    writes = [step(document) for step in steps]
    report = Report(left=document.leave())
    document.done()
    document.problems.refuse()
    with pghistory.context(command="import_editions"), transaction.atomic():
        if renew:
            MilestoneChange.objects.filter(milestone__edition__slug=DEMO).delete()
            Notice.objects.filter(edition__slug=DEMO).delete()
            forget_plan()
        editions = save(parsed, report)
        for write in writes:
            write(editions, report)
        _choose_current(editions.get(DEMO))
        if report.writes:
            for edition in editions.values():
                touch(edition)
                follow_edition(edition, by=None)
    return report


def _still_open(document: Document) -> bool:
    """Tell whether the demo edition is there and takes registrations; if so its dates stay where they are."""
    edition = Edition.objects.filter(slug=DEMO).first()
    closing = Milestone.objects.filter(edition=edition, kind=MilestoneKind.REGISTRATION).first()
    if edition is None or closing is None or closing.is_over():
        return False
    document.anchor = edition.starts_on - timedelta(days=document.details[DEMO].row["starts"]["offset_days"])
    return True


def _choose_current(demo: Edition | None) -> None:
    """The demo edition when it is asked for; else what is current stays so, and at first it is the newest."""
    chosen = demo
    if chosen is None and Edition.objects.current() is None:
        chosen = Edition.objects.published().held().order_by("-starts_on").first()
    if chosen is not None:
        make_current(chosen)
