"""News: the topic of mails that needs a yes. The yes is a `Consent` and stands nowhere else."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.models import Consent, User
from somosnlp.accounts.services.profile import grant_consent, withdraw_consent
from somosnlp.accounts.states import CONSENT_TEXTS, Purpose
from somosnlp.outbox.topics import Topic


class NewsKeeper:
    """Answers for the consent to `Purpose.NEWS` (see `somosnlp.outbox.topics.Keeper`)."""

    def allowed(self) -> "QuerySet[Any, tuple[str]]":
        consents = Consent.objects.filter(purpose=Purpose.NEWS, withdrawn_at=None, user__is_active=True)
        return consents.values_list(Lower("user__email"))

    def switch(self, address: str, user_id: int | None, *, on: bool) -> None:
        """Give or withdraw the consent of the person at `address`, or with that number; nobody else's."""
        user = User.objects.filter(email=address, is_active=True).first()
        user = user or User.objects.filter(pk=user_id or 0, is_active=True).first()
        if user is None:
            return
        if on:
            grant_consent(user, Purpose.NEWS, text_version=CONSENT_TEXTS)
        else:
            withdraw_consent(user, Purpose.NEWS)


NEWS = Topic(
    "news",
    _("Novedades de SomosNLP"),
    _("Lo que hacemos durante el año. Solo si nos dices que sí; es lo mismo que en tu perfil."),
    keeper=NewsKeeper(),
)
