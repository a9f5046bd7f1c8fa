"""Invented people come in by the same services as everybody."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Edition, Milestone
from events.states import MilestoneKind
from registrations.demo.people import Person
from registrations.models import Registration, TeamProfile
from registrations.services.registering import Answers, register
from registrations.services.team_profiles import save_team_profile
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import Reason
from somosnlp.outbox.services import withdraw

INVENTED = Reason("registrations.invented", _("La persona es inventada: nadie leería este correo."))
#: Listed in PROVIDERS["mail_reasons"].
REASONS = (INVENTED,)


@dataclass
class Cast:
    """The people of one edition while they are seeded; `made` counts the registrations that are new."""

    edition: Edition
    made: int = 0
    _invented: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = Milestone.objects.filter(edition=self.edition, kind=MilestoneKind.CHALLENGE)
        self.challenges = {row.code: row for row in rows}

    def enrol(self, person: Person, *, is_account: bool = False) -> Registration:
        """Register somebody with their profile; who is registered stays as they are."""
        user = self._user(person)
        if not is_account:
            self._invented.append(user.pk)
        found = Registration.objects.filter(user=user, edition=self.edition).first()
        registration = found or register(
            user=user, edition=self.edition, answers=_answers(person), sent_at=timezone.now(), by=user
        )
        if found is None:
            self.made += 1
        if not TeamProfile.objects.filter(registration=registration).exists():
            save_team_profile(registration, self._profile(person), by=user)
        return registration

    def silence(self) -> None:
        """Withdraw what was written to people who do not exist: /correo/ is for the demo accounts' mails."""
        withdraw(OutgoingEmail.objects.filter(user_id__in=self._invented), INVENTED)

    def _user(self, person: Person) -> User:
        defaults = {
            "language": person.interface_language,
            "country": person.country,
            "time_zone": person.zone,
            "discord": person.discord,
        }
        user, created = User.objects.get_or_create(email=person.email, defaults=defaults)
        if created:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def _profile(self, person: Person) -> dict[str, object]:
        return {
            "profiles": list(person.profiles),
            "tasks": list(person.tasks),
            "about": person.about,
            "challenge": self.challenges.get(person.challenge),
            "hours": person.week,
            "is_listed": person.is_listed,
            "wants_match": person.wants_match,
            "shares_discord": True,
        }


def _answers(person: Person) -> Answers:
    return Answers(
        name=person.name,
        countries=[person.country],
        languages=list(person.languages),
        level=person.level,
        university=person.university,
        terms_version="demo",
        time_zone=person.zone,
    )
