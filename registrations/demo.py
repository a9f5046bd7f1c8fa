"""Invented people for the demo edition, spread over countries, levels and states of their registration."""

from datetime import timedelta

from django.utils import timezone

from events.models import Edition
from registrations.services import Answers, cancel_registration, register
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


def seed_demo_registrations(edition: Edition) -> int:
    """Register the invented people of the demo edition; return how many were new."""
    made = 0
    for number, (name, country, languages, level, university) in enumerate(PEOPLE):
        email = f"demo{number:02d}@example.org"
        user, created = User.objects.get_or_create(
            email=email, defaults={"language": "es", "country": country}
        )
        if not created:
            continue
        answers = Answers(
            name=name,
            countries=[country],
            languages=languages,
            level=level,
            university=university,
            terms_version="demo",
        )
        registration = register(
            user=user,
            edition=edition,
            answers=answers,
            sent_at=timezone.now() - timedelta(seconds=1),
            by=user,
        )
        if number == len(PEOPLE) - 1:
            cancel_registration(registration, by=user)
        made += 1
    return made
