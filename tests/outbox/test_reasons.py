"""Why a mail did not leave: a code in the database, words for who reads it."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext_lazy

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.reasons import ENOUGH_TODAY, EXPIRED, Reason, explain
from somosnlp.outbox.states import Status
from somosnlp.providers import providers
from tests.factories.outbox import OutgoingEmailFactory

migration = importlib.import_module("somosnlp.outbox.migrations.0010_reasons")


def listed() -> list[Reason]:
    return [reason for reasons in providers("mail_reasons") for reason in reasons]


def test_codes_are_unique_and_fit_their_column() -> None:
    codes = [reason.code for reason in listed()]
    assert len(set(codes)) == len(codes)
    assert max(map(len, codes)) <= 60


def test_every_sentence_of_before_has_a_code_of_today() -> None:
    assert set(migration.CODES.values()) <= {reason.code for reason in listed()}


def test_words_are_of_the_reader_and_name_the_facts() -> None:
    with translation.override("es"):
        assert explain(ENOUGH_TODAY.code, {"limit": 3}) == (
            "Llegó al tope de correos por día (3): espera a mañana."
        )
        assert explain("de.otra.app", {}) == "de.otra.app"
        assert Reason("x", "%(nada)s").text({"limit": 1}) == "%(nada)s"


def test_server_is_quoted_verbatim_and_our_reasons_are_put_in_words(db: None, admin_client: Client) -> None:
    ours = OutgoingEmailFactory(status=Status.SKIPPED, reason=EXPIRED.code)
    theirs = OutgoingEmailFactory(failed=True, last_reply="550 5.1.1 <x@example.org>: No such user")
    pages = "/admin/outbox/outgoingemail/"
    assert "Caducó antes de poder salir." in admin_client.get(f"{pages}{ours.pk}/change/").content.decode()
    assert (
        "550 5.1.1 &lt;x@example.org&gt;" in admin_client.get(f"{pages}{theirs.pk}/change/").content.decode()
    )


SAVED = Reason("tests.saved", gettext_lazy("Guardado."))
TESTED = (SAVED,)


@pytest.mark.parametrize(("language", "words"), [("es", "Guardado."), ("en", "Saved."), ("pt-br", "Salvo.")])
def test_same_row_is_read_in_each_language(db: None, settings: Any, language: str, words: str) -> None:
    settings.PROVIDERS = {**settings.PROVIDERS, "mail_reasons": [f"{__name__}.TESTED"]}
    mail = OutgoingEmailFactory(status=Status.SKIPPED, reason=SAVED.code)
    with translation.override(language):
        assert mail.explanation == words
        fate = render_to_string("admin/person/fate.html", {"mail": mail, "request": None})
    assert words in fate


def test_sentences_of_before_become_codes_and_back(db: None) -> None:
    for words in [*migration.CODES, migration.ENOUGH_TODAY, "550 No such user"]:
        OutgoingEmailFactory(last_reply=words)
    before = rows("last_reply")
    migration.name_reasons(apps, None)
    assert rows("last_reply") == [""] * (len(before) - 1) + ["550 No such user"]
    assert rows("reason") == [*migration.CODES.values(), ENOUGH_TODAY.code, ""]
    assert "tope de correos" in OutgoingEmail.objects.get(reason=ENOUGH_TODAY.code).explanation
    migration.write_reasons(apps, None)
    assert rows("last_reply") == before


def rows(column: str) -> list[Any]:
    return list(OutgoingEmail.objects.order_by("pk").values_list(column, flat=True))
