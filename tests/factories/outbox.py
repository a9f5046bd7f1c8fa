"""Rows of the outbox."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.sealing import seal
from somosnlp.outbox.states import Status


class OutgoingEmailFactory(DjangoModelFactory[OutgoingEmail]):
    """A rendered mail that is due now; traits: `sent`, `failed`, `sealed`."""

    class Meta:
        model = OutgoingEmail

    template = "outbox_tests/mail/hello"
    to = factory.Sequence(lambda n: f"persona{n}@example.org")
    language = "es"
    subject = factory.Sequence(lambda n: f"Asunto {n}")
    body_text = "Un texto.\n"
    body_html = "<p>Un texto.</p>"
    dedupe_key = factory.Sequence(lambda n: f"test:{n}")
    next_try_at = factory.LazyFunction(timezone.now)

    class Params:
        sent = factory.Trait(status=Status.SENT, attempts=1, sent_at=factory.LazyFunction(timezone.now))
        failed = factory.Trait(status=Status.FAILED, attempts=1, last_reply="550 No such user")
        sealed = factory.Trait(
            secret=True,
            body_text="",
            body_html="",
            sealed_body=factory.LazyFunction(lambda: seal("El código es 424242", "<b>424242</b>")),
        )
