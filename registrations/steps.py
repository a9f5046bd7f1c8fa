"""What the registration adds to a person's path in «Mi hackathon»."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Edition, OrganiserApplication
from events.permissions import CallWindow, call_window
from events.states import CallKind, LinkKind
from events.steps import Step
from registrations.models import Registration
from registrations.services.registering import registration_window
from registrations.states import Status
from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared
from somosnlp.review.states import Status as ReviewStatus

#: Where the community meets and has a name.
PLACES = (LinkKind.DISCORD, LinkKind.HUGGING_FACE)
#: What is read together with a registration.
RELATED = ("demographics", "membership__team", "team_profile")
_OF_PERSON = Prepared(
    lambda: Registration.objects.filter(user=Given("user"), edition=Given("edition")).select_related(*RELATED)
)


def registration_steps(user: User, edition: Edition, registration: Registration | None) -> list[Step]:
    """Return the steps of the registration: sent or not, the optional half, Discord and Hugging Face."""
    is_registered = registration is not None and registration.status == Status.REGISTERED
    window = registration_window(edition, timezone.now(), user, is_registered=is_registered)
    first = _registration_step(edition, registration, window)
    if registration is None or not is_registered:
        return [first]
    return [
        first,
        _more_step(edition, registration),
        *(
            _handle_step(edition, user, place, edition.addresses.get(place, ""), order)
            for order, place in zip((20, 30), PLACES, strict=True)
        ),
        *_organise_steps(edition, registration),
    ]


def registration_of(user: User, edition: Edition) -> Registration | None:
    """Return the person's registration with all that their path tells of it.

    A page that has read them all (`RELATED` included) puts them in `known_registrations`.
    """
    known: list[Registration] | None = getattr(user, "known_registrations", None)
    if known is not None:
        return next((row for row in known if row.edition_id == edition.pk), None)
    return _OF_PERSON.first(user=user, edition=edition)


def _registration_step(edition: Edition, registration: Registration | None, window: CallWindow) -> Step:
    url = reverse("registration", args=[edition.slug])
    deadline = window.milestone.moment if window.milestone else None
    status = registration.status if registration else Status.DRAFT
    if status == Status.REGISTERED:
        return Step(
            key="registration",
            title=_("Inscripción hecha"),
            state="done",
            detail=_("Puedes cambiar tus respuestas.") if window.is_open else "",
            url=url if window.is_open else "",
            action=_("Editar"),
            deadline=deadline if window.is_open else None,
            undo_url=reverse("registration-cancel", args=[edition.slug]),
            undo_action=_("Cancelar mi inscripción"),
            order=10,
        )
    if not window.is_open:
        return Step(
            key="registration",
            title=_("Inscripción"),
            state="blocked",
            detail=_("Todavía no se ha abierto.") if window.state == "soon" else _("El plazo ya se cerró."),
            deadline=deadline,
            order=10,
        )
    if status == Status.CANCELLED:
        return Step(
            key="registration",
            title=_("Cancelaste tu inscripción"),
            state="todo",
            detail=_("Guardamos tus respuestas: puedes volver con un clic."),
            action=_("Volver a inscribirme"),
            post_url=reverse("registration-resume", args=[edition.slug]),
            deadline=deadline,
            order=10,
        )
    return Step(
        key="registration",
        title=_("Inscríbete"),
        state="todo",
        detail=_("La empezaste; te falta enviarla.")
        if registration
        else _("Dos minutos: quién eres, de dónde y tu nivel."),
        url=url,
        action=_("Seguir donde lo dejé") if registration else _("Inscribirme"),
        deadline=deadline,
        order=10,
    )


def _more_step(edition: Edition, registration: Registration) -> Step:
    answered = sum(
        value not in (None, "", [])
        for value in (
            registration.first_event,
            registration.wants_to_spread,
            registration.wants_to_organise,
            getattr(getattr(registration, "demographics", None), "education", ""),
        )
    )
    return Step(
        key="registration-more",
        title=_("Cuéntanos un poco más"),
        state="done" if answered else "todo",
        detail=_("Opcional: nos ayuda a preparar talleres y a contar quiénes somos."),
        url=reverse("registration-more", args=[edition.slug]),
        action=_("Revisar") if answered else _("Responder"),
        order=40,
    )


def _organise_steps(edition: Edition, registration: Registration) -> list[Step]:
    """Return the application to organise that step 2 said yes to, until it is sent; its app shows it then."""
    if not registration.wants_to_organise:
        return []
    window = call_window(edition, CallKind.ORGANISERS, timezone.now())
    begun = OrganiserApplication.objects.filter(edition=edition, submitted_by=registration.user_id)
    if not window.is_open or begun.exclude(status=ReviewStatus.DRAFT).exists():
        return []
    return [
        Step(
            key="organisers",
            title=_("Solicitud al equipo organizador"),
            state="todo",
            detail=_("Dijiste que quieres ayudar a organizar: cuéntanos en qué."),
            url=reverse("organisers", args=[edition.slug]),
            action=_("Empezar"),
            deadline=window.milestone.moment if window.milestone else None,
            order=90,
        )
    ]


def _handle_step(edition: Edition, user: User, place: LinkKind, invitation: str, order: int) -> Step:
    """Return the step of one place; the person's name there is the column called like the place."""
    field, label = place.value, place.label
    url = reverse("registration-more", args=[edition.slug]) + f"#div_id_{field}"
    name = getattr(user, field)
    if name:
        title = _("Estás en %(place)s") % {"place": label}
        return Step(
            key=field,
            title=title,
            state="done",
            detail=name,
            url=url,
            action=_("Cambiar"),
            order=order,
        )
    return Step(
        key=field,
        title=_("Únete a %(place)s") % {"place": label},
        state="todo",
        detail=_("Dijiste «todavía no tengo»: crea tu cuenta con la invitación y dinos tu nombre.")
        if getattr(user, f"{field}_later")
        else _("Ahí pasa el hackathon: entra con la invitación y dinos tu nombre."),
        url=url,
        action=_("Decir mi nombre"),
        extra_url=invitation,
        extra_action=_("Abrir la invitación") if invitation else "",
        order=order,
    )
