"""The five real editions, from the file to the database, once and again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from events.importing.moments import MomentRow
from events.models import (
    Call,
    Edition,
    EditionPerson,
    Milestone,
    MilestoneChange,
    Page,
    Person,
    Session,
    Topic,
)
from events.moments import Moment, local_instant
from events.services.importing import BUNDLED, DATA, import_editions
from events.services.milestones import move_milestone
from events.states import MilestoneKind, Precision, SessionRole
from projects.models import LinkKind, Paper, Project
from sponsors.models import Sponsor, Sponsorship, Tier
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
FILE: dict[str, Any] = yaml.safe_load(BUNDLED.read_text(encoding="utf-8"))
DETAILS: dict[str, Any] = yaml.safe_load((DATA / "editions.yaml").read_text(encoding="utf-8"))["editions"]
REAL = [slug for slug in DETAILS if slug != "demo"]


@pytest.fixture
def imported() -> None:
    import_editions()


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a copy of the real file with one piece replaced, and give it back."""

    def write(old: str, new: str) -> Path:
        text = BUNDLED.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file = tmp_path / "broken.yaml"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return file

    return write


def test_import_counts_are_those_of_the_files(imported: None) -> None:
    tiers = [names for tiers in FILE["sponsors"].values() for names in tiers.values()]
    milestones = [milestone for slug in REAL for milestone in DETAILS[slug]["milestones"]]
    expected = {
        Edition: len(FILE["editions"]),
        Session: len(FILE["sessions"]),
        Person: len(FILE["speakers"]),
        EditionPerson: sum(len(row["editions"]) for row in FILE["speakers"]),
        Project: len(FILE["projects"]),
        Paper: len(FILE["papers"]),
        Sponsorship: sum(map(len, tiers)),
        Sponsor: len({name for names in tiers for name in names}),
        Tier: sum(len(DETAILS[slug]["tiers"]) for slug in REAL),
        Milestone: len(milestones),
        MilestoneChange: sum(len(milestone.get("was", ())) for milestone in milestones),
        Call: sum(len(DETAILS[slug]["calls"]) for slug in REAL),
        Topic: sum(len(DETAILS[slug].get("topics", ())) for slug in REAL),
        Page: sum(len(list((DATA / "pages" / name).glob("*.md"))) for name in [*REAL, "site"]),
    }
    counted = {model: model._default_manager.count() for model in expected}

    assert counted == expected
    literals = (Edition, 5), (Session, 61), (Person, 57), (Project, 35), (Paper, 10)
    assert [counted[model] for model, _number in literals] == [number for _model, number in literals]


def test_import_again_writes_nothing(imported: None) -> None:
    before = Context.objects.count()
    with CaptureQueriesContext(connection) as queries:
        report = import_editions()

    assert report.writes == 0
    assert report.unchanged.total() > 700
    assert [q for q in queries if "UPDATE " in q["sql"] or "INSERT " in q["sql"]] == []
    assert len(queries) <= 26
    assert Context.objects.count() == before


def test_import_repairs_only_what_differs(imported: None) -> None:
    Session.objects.filter(slug="red-teaming").update(title="Otra cosa")

    report = import_editions()

    assert report.updated == {"events.Session": 1}
    assert report.created.total() == 0
    assert Session.objects.get(slug="red-teaming").title == "Red Teaming"


@pytest.mark.usefixtures("imported")
def test_import_times_of_sessions() -> None:
    by_slug = {session.slug: session for session in Session.objects.exclude(edition__slug="2022")}
    first = Session.objects.get(edition__slug="2022", slug__startswith="taller-practico")

    assert first.starts_at == datetime(2022, 3, 14, 17, 0, tzinfo=UTC)
    assert first.time_source == "page"
    assert by_slug["red-teaming"].starts_at == datetime(2025, 4, 10, 15, 30, tzinfo=UTC)
    saurabh = by_slug["generative-ai-the-future-of-computing"]
    assert (saurabh.precision, saurabh.day, saurabh.language) == (Precision.DAY, date(2023, 4, 10), "en")
    assert by_slug["mused"].precision == Precision.UNKNOWN
    moved = by_slug["empatia-y-emociones-en-ia-donde-estamos-y-a-donde-vamos"]
    assert moved.originally_at == datetime(2024, 3, 19, 16, 0, tzinfo=UTC)


@pytest.mark.usefixtures("imported")
def test_import_people_topics_and_videos_of_sessions() -> None:
    ama = Session.objects.get(edition__slug="2022", slug="ask-me-anything-manuel-romero")
    cast = [(row.person.name, row.role) for row in ama.cast.order_by("position")]
    assert cast == [("Manuel Romero", SessionRole.SPEAKER), ("Lewis Tunstall", SessionRole.HOST)]

    natalia = Session.objects.get(slug="ask-me-anything-natalia-elvira-astoreca")
    assert natalia.subtitle == "etiquetado de datos y proyectos de anotación"
    bias = Session.objects.get(slug__startswith="deteccion-automatica-de-sesgo")
    assert bias.topic is not None
    assert (bias.topic.edition_id, bias.topic.number) == (bias.edition_id, 6)
    assert bias.level == 3
    assert Session.objects.filter(video="").count() == sum(not row["video"] for row in FILE["sessions"])


@pytest.mark.usefixtures("imported")
def test_import_occupation_is_that_of_the_edition() -> None:
    rows = EditionPerson.objects.filter(person__name="Manuel Romero").order_by("edition__slug")
    assert [row.occupation for row in rows] == ["Sr ML Engineer @Narrativa"] * 2 + ["CSO @MAISA AI"]


@pytest.mark.usefixtures("imported")
def test_import_milestones_keep_their_history_in_order() -> None:
    delivery = Milestone.objects.get(edition__slug="2024", kind=MilestoneKind.DELIVERY)

    assert delivery.at == datetime(2024, 4, 11, 11, 59, tzinfo=UTC)
    assert [change.day for change in delivery.changes.all()] == [
        date(2024, 3, 24),
        date(2024, 3, 26),
        date(2024, 3, 29),
    ]


@pytest.mark.usefixtures("imported")
def test_import_editions_carry_team_note_and_current() -> None:
    assert Edition.objects.get(slug="2025").organising_team == FILE["organising_team_2025"]
    assert Edition.objects.get(slug="2026").date_note == DETAILS["2026"]["date_note"]
    assert [edition.slug for edition in Edition.objects.filter(is_current=True)] == ["2026"]


@pytest.mark.usefixtures("imported")
def test_import_sponsors_may_hold_two_tiers_and_give_in_the_higher_one() -> None:
    held = Sponsorship.objects.filter(sponsor__name="LenguajeNatural.AI", tier__edition__slug="2024")

    assert [row.tier.code for row in held.order_by("tier__position")] == ["gold", "corpus"]
    assert [bool(row.gives) for row in held.order_by("tier__position")] == [True, False]
    assert Sponsorship.objects.exclude(gives="").count() == len(FILE["sponsor_contributions_2024"])
    assert Sponsor.objects.get(name="red.es").slug == "red-es"


@pytest.mark.usefixtures("imported")
def test_import_links_of_projects_are_whole_addresses() -> None:
    project = Project.objects.get(name__startswith="SQLES")
    assert {(link.kind, link.url) for link in project.links.all()} == {
        (LinkKind.CORPUS, "https://huggingface.co/datasets/somosnlp/LLM_SQL_BaseDatosEspanol"),
        (LinkKind.MODEL, "https://huggingface.co/somosnlp/LLM_SQL_BaseDatosEspanol_Mistral"),
        (LinkKind.MODEL, "https://huggingface.co/somosnlp/LLM_SQL_BaseDatosEspanol_CodeLlama"),
        (LinkKind.CODE, "https://github.com/Asis41/LLM_SQL_BaseDatosEspanol"),
    }
    papers = Paper.objects.exclude(project=None)
    assert papers.count() == sum(bool(row.get("from_project")) for row in FILE["papers"])


def test_import_names_what_it_leaves() -> None:
    out = StringIO()
    call_command("import_editions", stdout=out)

    for section in ("donated_corpora", "catalogue_corpora", "leaderboard_tasks", "corpus_donors"):
        assert f"{section}: left for corpus_donations" in out.getvalue()
    assert "events.Session: 61 created, 0 updated, 0 unchanged" in out.getvalue()


def test_import_every_bad_row_is_told_with_file_and_line(broken: Callable[[str, str], Path]) -> None:
    file = broken(
        '{edition: 2025, kind: charla, title: "MuSeD"',
        "{edition: 2029, kind: charlita, level: 9, colour: red, starts: 5, title: 7",
    )
    line = next(
        n for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "charlita" in text
    )

    with pytest.raises(CommandError) as refused:
        call_command("import_editions", str(file))

    told = [text.partition(": ")[::2] for text in str(refused.value).splitlines()[1:]]
    assert {place for place, _message in told} == {f"{file}:{line}"}
    messages = " ".join(message for _place, message in told)
    for part in (
        "edition 2029",
        "'charlita' is not one of",
        "9 is not one of",
        "colour: unknown key",
        "text is",
    ):
        assert part in messages
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'title: "MuSeD", speakers: [Laura De Grazia]',
            'title: "MuSeD", speakers: [Nadie]',
            "'Nadie' is not among",
        ),
        ('"2023-03-20T17:00Z"', '"2023-03-20T17:00"', "is not an instant"),
        ('local: "2023-04-10"', 'local: "ayer"', "is not a local time"),
        ("ends: 2022-03-31", "ends: 2021-03-31", "is before the start"),
        ("speakers: [Álvaro Romo Herrero]", "speakers: [Manuel Romero]", "another session of 2023"),
        ("video: w1ikWRaBQd0", "video: " + "w" * 21, "video:"),
        ("{year: 2026, name:", "{year: 2025, name:", "2025 is there twice"),
        ("platinum: [Cohere For AI]", "diamond: [Cohere For AI]", "has no tier 'diamond'"),
        ("sponsor: MonsterAPI", "sponsor: Nadie", "is not a sponsor of that edition"),
        ("name: HoCV-COL", "name: IberoTales", "has another project"),
        (
            'project: "NoticIA: Resumen de Noticias Clickbait"',
            'project: "No"',
            "'No' is not among the projects",
        ),
        ("organising_team_2025", "organising_team_2021", "edition 2021 is not in this file"),
        ("levels: [1, 2, 3, 4]", "levels: [1, 2, 3, 5]", "5 is no level"),
        ("session_kinds: [keynote", "session_kinds: [concierto", "'concierto' is no kind"),
        (
            "level: 3, topic: 6, time_source: poster, video: awg",
            "topic: 60, time_source: poster, video: awg",
            "no topic 60",
        ),
        ("papers:\n", "papers: 3\nmore:\n", "a list is expected"),
    ],
)
def test_import_bad_value_is_refused_and_nothing_changes(
    broken: Callable[[str, str], Path], old: str, new: str, message: str
) -> None:
    with pytest.raises(CommandError, match=f"broken.yaml:[0-9]+: .*{message}"):
        call_command("import_editions", str(broken(old, new)))
    assert not Edition.objects.exists()
    assert not Person.objects.exists()


def test_import_of_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_editions", str(tmp_path / "none.yaml"))


def test_import_of_a_file_alone_takes_its_dates_as_milestones(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(
        "editions:\n"
        "  - {year: 2031, name: Treinta y uno, starts: 2031-03-01, ends: 2031-04-10, languages: [es],\n"
        "     ends_originally: 2031-03-24, winners_announced: 2031-04-18,\n"
        "     projects_announced: 19, playlist: PLx}\n",
        encoding="utf-8",
    )

    import_editions(file)

    edition = Edition.objects.get()
    end, winners = Milestone.objects.order_by("kind")
    assert (end.kind, end.day, end.changes.get().day) == ("end", date(2031, 4, 10), date(2031, 3, 24))
    assert (winners.kind, winners.day) == ("winners", date(2031, 4, 18))
    assert edition.figures.get().value == "19"
    assert edition.links.get().url == "https://www.youtube.com/playlist?list=PLx"
    assert edition.is_current


def test_import_leaves_what_a_person_moved(imported: None) -> None:
    milestone = Milestone.objects.get(edition__slug="2026", kind=MilestoneKind.DELIVERY)
    new = Moment(day=date(2026, 6, 7))
    move_milestone(milestone, to=new, reason="Más tiempo", by=UserFactory())

    report = import_editions()

    assert report.kept == {"events.Milestone": 1}
    assert report.writes == 0
    milestone.refresh_from_db()
    assert milestone.moment.day == new.day


def test_import_keeps_the_current_edition_that_was_chosen(imported: None) -> None:
    Edition.objects.filter(slug="2026").update(is_current=False)
    Edition.objects.filter(slug="2024").update(is_current=True)

    import_editions()

    assert [edition.slug for edition in Edition.objects.filter(is_current=True)] == ["2024"]


def test_import_demo_counts_from_today_and_becomes_current() -> None:
    today = date(2031, 5, 10)

    import_editions(demo=True, today=today)

    demo = Edition.objects.get(slug="demo")
    closing = Milestone.objects.get(edition=demo, kind=MilestoneKind.REGISTRATION)
    assert demo.is_current
    assert demo.starts_on == date(2031, 5, 3)
    assert MomentRow.of(closing.moment).at == local_instant(date(2031, 6, 9), closing_clock(), "AoE")
    assert Edition.objects.filter(is_current=True).count() == 1
    assert demo.sessions.count() == len(DETAILS["demo"]["sessions"])


def closing_clock() -> Any:
    return datetime.strptime("23:59", "%H:%M").time()  # noqa: DTZ007 (a time of day)


def test_import_demo_again_keeps_its_dates_until_registration_is_over() -> None:
    import_editions(None, demo=True, today=date(2100, 1, 1))
    report = import_editions(None, demo=True, today=date(2100, 1, 9))
    assert report.writes == 0

    Milestone.objects.filter(kind=MilestoneKind.REGISTRATION).update(at=datetime(2020, 1, 1, tzinfo=UTC))
    import_editions(None, demo=True, today=date(2100, 2, 20))
    assert Edition.objects.get().starts_on == date(2100, 2, 13)


def test_import_pages_have_the_language_codes_of_the_site(imported: None) -> None:
    languages = set(Page.objects.filter(edition__slug="2026").values_list("language", flat=True))
    assert languages == {"es", "en", "pt-br"}
    assert Page.objects.filter(edition=None, slug="corpus").exists()
