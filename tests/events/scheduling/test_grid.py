"""The grid in the admin: place by form, warnings, buttons, preview, release, history, download."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from events.models import Edition, Placement, Release, Session
from events.services.scheduling import place_session, plan_cancellation, publish
from somosnlp.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.registrations import RegistrationFactory
from tests.factories.scheduling import GoingFactory, moved, private_session, public_session, speaker_of

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 10, 16, tzinfo=UTC)
FORM = {"on": "2027-04-10", "clock": "18:00", "minutes": "45", "venue": "Discord"}


@pytest.fixture
def edition() -> Edition:
    edition: Edition = EditionFactory(
        time_zone="Europe/Madrid", starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 20)
    )
    return edition


@pytest.fixture
def ana() -> User:
    """Somebody of the group that plans the programme."""
    ana: User = UserFactory(is_staff=True, time_zone="Europe/Madrid")
    ana.groups.add(Group.objects.get(name="Programa"))
    return ana


@pytest.fixture
def admin(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


def grid_of(edition: Edition) -> str:
    return reverse("admin:events_grid", args=[edition.pk])


def place_url(session: Session) -> str:
    return reverse("admin:events_grid_place", args=[session.pk])


def publish_url(edition: Edition) -> str:
    return reverse("admin:events_grid_publish", args=[edition.pk])


def act(admin: Client, session: Session, verb: str) -> Any:
    return admin.post(reverse("admin:events_grid_verb", args=[session.pk, verb]), follow=True)


def test_session_goes_from_the_left_to_a_day_and_out(admin: Client, edition: Edition) -> None:
    session = private_session(edition, title="Lenguas; modelos, y más")
    page = admin.get(grid_of(edition)).content.decode()
    assert "Sin lugar todavía (1)" in page
    answer = admin.post(place_url(session), FORM, follow=True)
    page = answer.content.decode()
    assert "está en el plan" in page
    assert "18:00 Madrid" in page
    assert "11:00 Bogotá" in page
    assert "1</b> cambio sin publicar" in page
    preview = admin.get(publish_url(edition))
    assert "Sería la versión 1" in preview.content.decode()
    seen = preview.context["form"]["seen"].value()
    admin.post(publish_url(edition), {"seen": seen, "note": "Primera"})
    session.refresh_from_db()
    assert (session.is_published, session.starts_at) == (True, AT)
    assert "Versión 1" in admin.get(grid_of(edition)).content.decode()
    history = admin.get(reverse("admin:events_release_change", args=[Release.objects.get().pk]))
    assert "sábado 10 de abril de 2027, 18:00 (hora de Madrid)" in history.content.decode()


def test_second_publish_says_that_there_is_nothing(admin: Client, edition: Edition) -> None:
    session = private_session(edition)
    admin.post(place_url(session), FORM)
    seen = admin.get(publish_url(edition)).context["form"]["seen"].value()
    for _time in range(2):
        answer = admin.post(publish_url(edition), {"seen": seen}, follow=True)
    assert "quizá alguien se adelantó" in answer.content.decode()
    assert Release.objects.count() == 1


def test_plan_that_changed_since_the_preview_is_shown_again(
    admin: Client, edition: Edition, ana: User
) -> None:
    session = private_session(edition)
    admin.post(place_url(session), FORM)
    seen = admin.get(publish_url(edition)).context["form"]["seen"].value()
    place_session(session, by=ana, starts_at=AT + timedelta(hours=1), minutes=45, venue="")
    answer = admin.post(publish_url(edition), {"seen": seen}, follow=True)
    assert "Alguien cambió el plan" in answer.content.decode()
    assert not Release.objects.exists()


def test_one_session_is_published_alone(admin: Client, edition: Edition) -> None:
    one, other = private_session(edition), private_session(edition)
    admin.post(place_url(one), FORM)
    admin.post(place_url(other), {**FORM, "clock": "20:00"})
    url = f"{publish_url(edition)}?sesion={one.pk}"
    seen = admin.get(url).context["form"]["seen"].value()
    admin.post(url, {"seen": seen})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.is_published, other.is_published) == (True, False)


def test_buttons_cancel_restore_and_undo(admin: Client, edition: Edition) -> None:
    session = public_session(edition, AT)
    assert "se cancela cuando publiques" in act(admin, session, "cancelar").content.decode()
    assert Placement.objects.get().is_cancelled
    assert "queda como estaba" in act(admin, session, "quitar").content.decode()
    assert not Placement.objects.exists()
    url = reverse("admin:events_grid_verb", args=[session.pk, "cancelar"])
    assert admin.get(url).status_code == 405
    assert admin.post(reverse("admin:events_grid_verb", args=[session.pk, "nada"])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"minutes": "0"}, "al menos un minuto"),
        ({"minutes": "-30"}, "al menos un minuto"),
        ({"minutes": ""}, "errornote"),
        ({"on": ""}, "Escribe el día y la hora"),
        ({"clock": ""}, "Escribe el día y la hora"),
        ({"on": "2027-13-45"}, "fecha válida"),
        ({"on": "0027-04-10"}, "Escribe un año"),
    ],
)
def test_bad_place_is_refused_and_kept(
    admin: Client, edition: Edition, typed: dict[str, str], words: str
) -> None:
    session = private_session(edition)
    answer = admin.post(place_url(session), {**FORM, **typed, "venue": "Sala Ñ"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Sala Ñ" in page
    assert not Placement.objects.exists()


def test_hour_that_does_not_exist_is_refused_with_words(admin: Client, edition: Edition) -> None:
    answer = admin.post(place_url(private_session(edition)), {**FORM, "on": "2027-03-28", "clock": "02:30"})
    assert answer.status_code == 422
    assert "Esa hora no existe el 28/03" in answer.content.decode()
    assert not Placement.objects.exists()


def test_doubled_hour_asks_which_one(admin: Client, edition: Edition) -> None:
    session = private_session(edition)
    doubled = {**FORM, "on": "2027-10-31", "clock": "02:30"}
    answer = admin.post(place_url(session), doubled)
    assert answer.status_code == 422
    assert "La segunda vez (UTC+0100)" in answer.content.decode()
    admin.post(place_url(session), {**doubled, "which": "1"})
    assert Placement.objects.get().starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    admin.post(place_url(session), {**doubled, "which": "0"})
    assert Placement.objects.get().starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_check_shows_warnings_and_saves_nothing(admin: Client, edition: Edition) -> None:
    RegistrationFactory(edition=edition, user__time_zone="America/Bogota")
    other = public_session(edition, AT, title="La de siempre")
    session = private_session(edition)
    speaker = speaker_of(session, name="Luz")
    KeynoteProposalFactory(
        edition=edition,
        submitted_by=speaker,
        session=session,
        decided=True,
        preferred_days=[date(2027, 4, 2)],
    )
    page = admin.post(place_url(session), {**FORM, "check": "1"}).content.decode()
    assert f"Coincide con «{other.title}»." in page
    assert "todavía no confirmó" in page
    assert "Luz no dio ese día" in page
    assert not Placement.objects.exists()
    early = admin.post(place_url(session), {**FORM, "clock": "09:00", "check": "1"}).content.decode()
    assert "De noche (23–7 h) para el 100 % de las personas inscritas: Bogotá." in early


def test_suggestion_fills_the_form(admin: Client, edition: Edition) -> None:
    session = private_session(edition)
    page = admin.get(place_url(session), {"on": "2027-04-12", "clock": "17:00"}).content.decode()
    assert 'value="2027-04-12"' in page
    assert 'value="17:00"' in page
    assert "Horas amables" in page
    assert admin.get(place_url(session), {"on": "<script>", "clock": "99:99"}).status_code == 200


def test_preview_counts_who_is_told(admin: Client, edition: Edition, ana: User) -> None:
    session = public_session(edition, AT)
    speaker_of(session)
    for _person in range(3):
        GoingFactory(session=session)
    place_session(session, by=ana, starts_at=AT + timedelta(hours=2), minutes=30, venue="")
    page = admin.get(publish_url(edition)).content.decode()
    assert "<b>1</b> ponente con cuenta" in page
    assert "<b>3</b> personas apuntadas" in page


def test_hidden_edition_is_not_published(admin: Client, edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(is_published=False)
    admin.post(place_url(private_session(edition)), FORM)
    preview = admin.get(publish_url(edition))
    seen = preview.context["form"]["seen"].value()
    answer = admin.post(publish_url(edition), {"seen": seen}, follow=True)
    assert "Publícala antes" in answer.content.decode()
    assert not Release.objects.exists()


def test_who_may_only_look_sees_no_button(client: Client, edition: Edition) -> None:
    reviewer = UserFactory(is_staff=True)
    reviewer.user_permissions.add(
        Permission.objects.get(codename="view_session", content_type__app_label="events")
    )
    client.force_login(reviewer)
    session = public_session(edition, AT)
    page = client.get(grid_of(edition))
    assert page.status_code == 200
    assert "Cancelar" not in page.content.decode()
    assert [
        client.get(place_url(session)).status_code,
        client.post(place_url(session), FORM).status_code,
        client.get(publish_url(edition)).status_code,
        client.post(publish_url(edition), {"seen": "x"}).status_code,
        client.post(reverse("admin:events_grid_verb", args=[session.pk, "cancelar"])).status_code,
    ] == [403] * 5
    client.force_login(UserFactory(is_staff=True))
    assert client.get(grid_of(edition)).status_code == 403
    assert client.get(reverse("admin:events_grid_export", args=[edition.pk])).status_code == 403


def test_empty_grid_says_what_comes_there(admin: Client, edition: Edition) -> None:
    page = admin.get(grid_of(edition)).content.decode()
    assert "Todo tiene lugar" in page
    assert "Todavía no se publicó ninguna versión" in page
    assert "No hay cambios por publicar." in admin.get(publish_url(edition)).content.decode()


def test_queries_do_not_grow_with_the_programme(
    admin: Client, edition: Edition, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        session = public_session(edition, AT + timedelta(hours=number))
        speaker_of(session)
        admin.post(place_url(session), FORM | {"on": f"2027-04-{11 + number}"})
    with django_assert_max_num_queries(17):
        admin.get(grid_of(edition))


def test_plan_is_downloaded_with_private_changes(admin: Client, edition: Edition, ana: User) -> None:
    moved(public_session(edition, AT, title="=1+1 <b>"), by=ana)
    admin.post(place_url(private_session(edition, title="Por publicar")), FORM)
    answer = admin.get(reverse("admin:events_grid_export", args=[edition.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="programa-{edition.slug}.xlsx"'
    book = ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "=1+1 &lt;b&gt;" in text
    assert "por publicar: nueva" in text
    assert "<f>" not in text


def test_planned_cancellation_stands_out_until_it_is_published(
    admin: Client, edition: Edition, ana: User
) -> None:
    Edition.objects.filter(pk=edition.pk).update(is_current=True)
    session = public_session(edition, AT, title="AMA que no será")
    plan_cancellation(session, by=ana)
    alone = f"{publish_url(edition)}?sesion={session.pk}"
    words = "Se cancela y nadie lo sabe todavía"
    for page in (reverse("admin:index"), grid_of(edition)):
        text = admin.get(page).content.decode()
        assert text.index(words) < text.index("AMA que no será") < text.index(alone)

    publish(edition, by=ana, sessions=[session])

    for page in (reverse("admin:index"), grid_of(edition)):
        assert words not in admin.get(page).content.decode()
