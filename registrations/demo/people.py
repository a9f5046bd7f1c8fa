"""Who takes part in the demo edition: its accounts, those written by hand, and as many more as wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from registrations.demo.reading import read
from registrations.demo.weeks import WEEKS, week
from registrations.states import NlpLevel
from registrations.states.teams import PATH_OF_LEVEL, TASKS_OF_PATH, Profile

#: Registered and cancelled again.
CANCELLED = "demo11@example.org"
_LEVELS = ("basic", "basic", "intermediate", "intermediate", "advanced")


@dataclass(frozen=True)
class Person:
    """What somebody answers to register, and tells teams; `hours` names weeks of `demo.weeks`."""

    email: str
    name: str
    country: str
    languages: Sequence[str]
    level: str
    profiles: Sequence[str]
    tasks: Sequence[str]
    hours: Sequence[str]
    university: str = ""
    about: str = ""
    challenge: str = ""
    is_listed: bool = True
    wants_match: bool = True

    @property
    def week(self) -> int:
        return week(self.hours)

    @property
    def zone(self) -> str:
        return str(read("demo_origins")[self.country]["zone"])

    @property
    def discord(self) -> str:
        """Return a name that nobody has; about one in four has not told theirs."""
        return f"{self.email.partition('@')[0]}.inventado" if len(self.name) % 4 else ""

    @property
    def interface_language(self) -> str:
        return "pt-br" if self.languages[0] == "pt" else "es"


#: The demo accounts that take part; they were made before.
ACCOUNTS = (
    Person(
        email="capitana@example.org",
        name="Capi Tanaro",
        country="AR",
        languages=["es", "en"],
        level="intermediate",
        profiles=["technical"],
        tasks=["train", "demo"],
        hours=["evenings", "saturdays"],
        university="Universidad de Ejemplo del Plata",
        is_listed=False,
        wants_match=False,
    ),
    Person(
        email="participante@example.org",
        name="Paula Tintaya",
        country="BO",
        languages=["es", "qu"],
        level="basic",
        profiles=["linguistic", "writing"],
        tasks=["review_data", "know_culture", "dataset_card"],
        hours=["evenings", "weekends"],
        about="Traduzco del quechua y doy clases de lectura. Nunca he programado y quiero aprender.",
        challenge="blend",
    ),
)


def seekers() -> Iterator[Person]:
    """Yield the people written by hand: they look for a team and want to be found."""
    for number, row in enumerate(read("demo_people")):
        yield Person(email=f"demo{number:02d}@example.org", **row)


def invent(number: int, country: str = "", email: str = "") -> Person:
    """Return the invented person of that number: the same one every time.

    All want a team proposed; one in four wants to be listed too.
    """
    origins = read("demo_origins")
    dice = Random(number)  # noqa: S311 (nothing secret: who is invented)
    country = country or dice.choice(sorted(origins))
    origin = origins[country]
    level = dice.choice(_LEVELS)
    first, second = dice.sample(origin["family"], 2)
    return Person(
        email=email or f"gente{number:03d}@example.org",
        name=f"{dice.choice(origin['given'])} {first} {second}",
        country=country,
        languages=[origin["languages"][0], *_some(dice, origin["languages"][1:], most=1)],
        level=level,
        profiles=_profiles(dice, level),
        tasks=dice.sample(TASKS_OF_PATH[PATH_OF_LEVEL[NlpLevel(level)]], 1),
        hours=dice.sample(sorted(WEEKS), 2),
        challenge=dice.choice(["", "blend", "preferences", "alignment"]),
        is_listed=number % 4 == 0,
    )


def _profiles(dice: Random, level: str) -> list[str]:
    """People who train models are technical more often; everybody may bring something else too."""
    own = Profile.TECHNICAL if level == "advanced" else dice.choice(Profile.values)
    return sorted({str(own), *_some(dice, Profile.values, most=1)})


def _some(dice: Random, options: Sequence[str], *, most: int) -> list[str]:
    return dice.sample(options, dice.randint(0, min(most, len(options))))
