"""What every mail to a person about an edition has in common."""

from typing import Any

from events.models import Edition
from somosnlp.accounts.models import User


def mail_to(person: User, edition: Edition, template: str, **context: Any) -> dict[str, Any]:
    """Return what `outbox.queue` takes, besides a key, to write to `person` about `edition`."""
    return {
        "template": template,
        "to": person.email,
        "user_id": person.pk,
        "language": person.language,
        "time_zone": person.time_zone or edition.time_zone,
        "context": {"person": person, "edition": edition, **context},
    }
