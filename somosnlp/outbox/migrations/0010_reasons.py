"""Why a mail did not leave was a Spanish sentence in the column of the server's words: now it is a code."""

from django.db import migrations
from django.db.models import Case, Value, When

CODES = {
    "Caducó antes de poder salir.": "outbox.expired",
    "La persona no quiere correos sobre este tema.": "outbox.left_topic",
    "La fecha cambió antes de que saliera.": "outbox.moved",
    "La organización apagó este recordatorio.": "outbox.off",
    "La organización canceló esta carta.": "outbox.cancelled",
    "La persona ya no tiene cuenta.": "outbox.gone",
    "Ya no hace falta: la inscripción está enviada o cancelada.": "outbox.not_concerned",
    "La inscripción está cerrada.": "registrations.closed",
    "Lo cuenta un correo posterior, con la fecha más nueva.": "events.told_later",
    "El cambio se deshizo antes de que saliera.": "events.move_undone",
    "A esta persona ya no le afecta, o la fecha volvió a ser la que conocía.": "events.move_is_no_news",
}
#: Waiting for tomorrow: how many mails the day held then is not known.
ENOUGH_TODAY = "Hoy ya recibió bastantes correos: espera a mañana."


def name_reasons(apps, schema_editor):
    mails = apps.get_model("outbox", "OutgoingEmail").objects
    named = [When(last_reply=words, then=Value(code)) for words, code in CODES.items()]
    mails.filter(last_reply__in=list(CODES)).update(reason=Case(*named, default=Value("")), last_reply="")
    mails.filter(last_reply=ENOUGH_TODAY).update(
        reason="outbox.enough_today", reason_facts={"limit": "—"}, last_reply=""
    )


def write_reasons(apps, schema_editor):
    mails = apps.get_model("outbox", "OutgoingEmail").objects
    written = [When(reason=code, then=Value(words)) for words, code in CODES.items()]
    mails.filter(reason__in=list(CODES.values())).update(last_reply=Case(*written, default=Value("")))
    mails.filter(reason="outbox.enough_today").update(last_reply=ENOUGH_TODAY)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0009_own_rules")]

    operations = [migrations.RunPython(name_reasons, write_reasons)]
