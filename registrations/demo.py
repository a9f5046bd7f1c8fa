"""Invented people for the demo edition, spread over countries, levels and states of their registration."""

from django.utils import timezone

from events.models import Edition
from registrations.models import Registration
from registrations.services.registering import Answers, cancel_registration, register
from somosnlp.accounts.models import User

#: Name, country, languages, level, university. Invented; example.org never gets mail.
PEOPLE = (
    ("Ayelén Quispe Mamani", "BO", ["es", "ay"], "basic", "Universidad de Ejemplo del Altiplano"),
    ("Tomás Arriaga Pech", "MX", ["es", "nah"], "intermediate", "Universidad de Ejemplo del Sureste"),
    ("Lucía Benítez Ocampo", "CO", ["es", "en"], "advanced", ""),
    ("Joana Farias Lima", "BR", ["pt", "es"], "intermediate", "Universidade de Exemplo do Nordeste"),
    ("Ander Goikoetxea Ruiz", "ES", ["es", "eu"], "advanced", "Universidad de Ejemplo del Norte"),
    ("Marisol Nsue Ela", "GQ", ["es"], "basic", ""),
    ("Rocío Ñamandú Vera", "PY", ["es", "gn"], "basic", "Universidad de Ejemplo del Chaco"),
    ("Iria Castro Lema", "ES", ["es", "gl"], "intermediate", ""),
    ("Wilmer Chávez Huamán", "PE", ["es", "qu"], "intermediate", "Universidad de Ejemplo de los Andes"),
    ("Daniela Sotomayor Ríos", "CL", ["es", "en"], "advanced", ""),
    ("Yesenia Cruz Menjívar", "SV", ["es"], "basic", ""),
    ("Bruno Acosta Silveira", "UY", ["es", "pt"], "intermediate", "Universidad de Ejemplo del Plata"),
)


#: The demo accounts that take part (they were made before), with what they answer.
ACCOUNTS = {
    "participante@example.org": ("BO", ["es", "qu"], "basic", ""),
    "capitana@example.org": ("MX", ["es", "en"], "intermediate", "Universidad de Ejemplo del Sureste"),
}


def seed_demo_registrations(edition: Edition) -> int:
    """Register the demo accounts and the invented people of the demo edition; return how many were new."""
    made = 0
    for user in User.objects.filter(email__in=ACCOUNTS):
        made += _register(user, edition, user.name, *ACCOUNTS[user.email])
    for number, (name, country, languages, level, university) in enumerate(PEOPLE):
        email = f"demo{number:02d}@example.org"
        defaults = {"language": "es", "country": country}
        user, _new = User.objects.get_or_create(email=email, defaults=defaults)
        made += _register(user, edition, name, country, languages, level, university)
    _cancel_one(edition)
    return made


def _register(
    user: User, edition: Edition, name: str, country: str, languages: list[str], level: str, university: str
) -> bool:
    if Registration.objects.filter(user=user, edition=edition).exists():
        return False
    answers = Answers(
        name=name,
        countries=[country],
        languages=languages,
        level=level,
        university=university,
        terms_version="demo",
    )
    register(user=user, edition=edition, answers=answers, sent_at=timezone.now(), by=user)
    return True


def _cancel_one(edition: Edition) -> None:
    last = f"demo{len(PEOPLE) - 1:02d}@example.org"
    cancelled = Registration.objects.select_related("user").get(user__email=last, edition=edition)
    cancel_registration(cancelled, by=cancelled.user)
