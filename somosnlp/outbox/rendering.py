"""From a template and a context to a subject and two bodies, in the recipient's language and zone.

A mail is three templates: `<name>.subject.txt`, `<name>.body.txt` and `<name>.body.html`; the bodies extend
`mail/base.txt` and `mail/base.html`. Text templates are not escaped, HTML ones are.

Mails that are planned ahead (reminders) are rendered when they leave, by a **mail renderer**: an object
listed in `settings.PROVIDERS["mail_renderers"]` that knows today's facts. It answers with the context of
the templates, or with `Skip(reason)` when the mail makes no sense any more:

    @renders("registrations.closing")
    def closing(mail: Reminder) -> Mapping[str, Any] | Skip:
        registration = Registration.objects.filter(user_id=mail.user_id, edition_id=mail.object_id).first()
        if registration is None or registration.status == Status.CANCELLED:
            return Skip(NOT_CONCERNED)
        return {"edition": registration.edition}
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation

from somosnlp.outbox.candidates import person_of
from somosnlp.outbox.links import page_url
from somosnlp.outbox.models import CircularText, OutgoingEmail
from somosnlp.outbox.placeholders import Placeholder, fill_html, fill_line, fill_text
from somosnlp.outbox.reasons import GONE, NOT_CONCERNED, REMOVED, Reason
from somosnlp.outbox.replies import reply_address
from somosnlp.outbox.rules import Rule
from somosnlp.outbox.ruleset import OWN_PLACES, is_own, rule_of
from somosnlp.outbox.sealing import unseal
from somosnlp.outbox.texts import EditableMail, chosen_text, editable
from somosnlp.outbox.topics import Reader, topic_named, unsubscribe_url
from somosnlp.providers import providers
from somosnlp.ui.zones import zone_info

BLANK_LINES = re.compile(r"\n\s*\n(?:\s*\n)+")
MAX_SUBJECT = 400


@dataclass(frozen=True)
class Content:
    """What a mail says, and where answers to it go where that is not the sender."""

    subject: str
    text: str
    html: str
    reply_to: str = ""


@dataclass(frozen=True)
class Skip:
    """A mail that will not leave, and why."""

    reason: Reason
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Why, in the active language."""
        return self.reason.text(self.facts)


@dataclass(frozen=True)
class Reminder:
    """What a renderer learns about the mail it renders; language and zone are already active.

    `user_id` is None for who has no account: `to`, their address, is all we know of them.
    """

    rule: str
    object_id: int
    occurrence: str
    user_id: int | None
    language: str
    time_zone: str
    context: Mapping[str, Any]
    to: str = ""


class MailRenderer(Protocol):
    """What `settings.PROVIDERS["mail_renderers"]` lists; `key` is what `Rule.renderer` names."""

    @property
    def key(self) -> str: ...

    def __call__(self, mail: Reminder, /) -> Mapping[str, Any] | Skip: ...


@dataclass(frozen=True)
class _Renderer:
    key: str
    function: Callable[[Reminder], Mapping[str, Any] | Skip]

    def __call__(self, mail: Reminder, /) -> Mapping[str, Any] | Skip:
        return self.function(mail)


def renders(key: str) -> Callable[[Callable[[Reminder], Mapping[str, Any] | Skip]], MailRenderer]:
    """Make a function the mail renderer named `key`."""
    return lambda function: _Renderer(key, function)


def render(
    template: str,
    *,
    to: str,
    language: str,
    time_zone: str,
    context: Mapping[str, Any],
    topic: str = "",
    user_id: int | None = None,
) -> Content:
    """Render the three templates of a mail, or the words that organisers put in their place.

    `context` is completed with site_url, site_name, language, time_zone and recipient, and for the bodies
    with the subject, which is the heading of the HTML; about a `topic`, also with its name and the link that
    leaves it. Answers go where organisers want those about `context["edition"]` to go.
    Raises TemplateDoesNotExist, and whatever a template raises.
    """
    values = {
        **_common(to, language, time_zone),
        **_topical(topic, Reader(to, user_id), language),
        **context,
    }
    with translation.override(language), timezone.override(zone_info(time_zone)):
        mail = editable(template)
        text = chosen_text(mail, language, values) if mail else None
        if mail and text:
            content = _render_text(text.subject, text.body, mail.values(values), mail.placeholders, values)
        else:
            content = _content(_render(f"{template}.subject.txt", values), template, values)
    return replace(content, reply_to=reply_address(getattr(context.get("edition"), "pk", None)))


def render_for(mail: OutgoingEmail, context: Mapping[str, Any]) -> Content:
    """Render `mail` (it need not be saved) for whom it is addressed to."""
    return render(
        mail.template,
        to=mail.to,
        language=mail.language,
        time_zone=mail.time_zone,
        context=context,
        topic=mail.topic,
        user_id=mail.user_id,
    )


def render_sample(mail: EditableMail, language: str, words: tuple[str, str] | None = None) -> Content:
    """Return what a mail says to an invented person: the subject and body `words`, else its template.

    Raises KeyError for words with a placeholder that the mail does not have.
    """
    values = {**_common("persona@example.org", language, "America/Bogota"), **mail.sample()}
    with translation.override(language), timezone.override(zone_info("America/Bogota")):
        if words is None:
            return _content(_render(f"{mail.template}.subject.txt", values), mail.template, values)
        return _render_text(*words, mail.values(values), mail.placeholders, values)


def render_words(
    subject: str,
    body: str,
    filled: Mapping[str, str],
    places: Iterable[Placeholder],
    *,
    to: str,
    language: str,
    time_zone: str,
    topic: str = "",
    user_id: int | None = None,
) -> Content:
    """Return a mail in an organiser's own words, in the layout of all others."""
    values = {
        **_common(to, language, time_zone),
        **_topical(topic, Reader(to, user_id), language),
    }
    with translation.override(language), timezone.override(zone_info(time_zone)):
        return _render_text(subject, body, filled, places, values)


def _render_text(
    subject: str,
    body: str,
    filled: Mapping[str, str],
    places: Iterable[Placeholder],
    values: Mapping[str, Any],
) -> Content:
    """Fill in an organiser's words; the layout adds the heading, the signature and the footer."""
    words = {"words_text": fill_text(body, filled), "words_html": fill_html(body, filled, places)}
    return _content(fill_line(subject, filled), "outbox/text", {**values, **words})


def _content(subject: str, template: str, values: Mapping[str, Any]) -> Content:
    values = {**values, "subject": one_line(subject)}
    return Content(
        subject=values["subject"],
        text=BLANK_LINES.sub("\n\n", _render(f"{template}.body.txt", values)).strip() + "\n",
        html=_render(f"{template}.body.html", values),
    )


def _common(to: str, language: str, time_zone: str) -> dict[str, Any]:
    return {
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "language": language,
        "time_zone": time_zone,
        "recipient": to,
    }


def compose(mail: OutgoingEmail) -> Content | Skip:
    """Return what `mail` says: as it was queued, unsealed, or rendered now by its renderer.

    Raises CannotOpenError for a body whose key is gone, LookupError for a renderer nobody provides, and
    whatever a renderer or template raises.
    """
    if mail.sealed_body is not None:
        return Content(mail.subject, *unseal(bytes(mail.sealed_body)))
    if mail.circular_id is not None and not mail.body_text:
        return _render_circular(mail)
    if not mail.renderer or mail.body_text:
        return Content(mail.subject, mail.body_text, mail.body_html)
    return _render_now(mail)


def one_line(text: str) -> str:
    """Collapse white space, so that a subject can never add a header."""
    return " ".join(text.replace("\x00", "").split())[:MAX_SUBJECT]


def _render(name: str, values: Mapping[str, Any]) -> str:
    context = Context(dict(values), autoescape=name.endswith(".html"))
    return Engine.get_default().get_template(name).render(context).replace("\x00", "")


def _render_now(mail: OutgoingEmail) -> Content | Skip:
    """Ask the rule whether this person is still concerned, then for the words; or the renderer alone."""
    rule = rule_of(mail.rule)
    if rule is None and is_own(mail.rule):
        return Skip(REMOVED)
    if rule and person_of(rule, mail.object_id or 0, Reader(mail.to, mail.user_id)) is None:
        return Skip(NOT_CONCERNED)
    return _render_own(mail, rule) if rule and rule.words else _render_by_renderer(mail)


def _render_by_renderer(mail: OutgoingEmail) -> Content | Skip:
    with translation.override(mail.language), timezone.override(zone_info(mail.time_zone)):
        answer = _renderer(mail.renderer)(
            Reminder(
                rule=mail.rule,
                object_id=mail.object_id or 0,
                occurrence=mail.occurrence,
                user_id=mail.user_id,
                language=mail.language,
                time_zone=mail.time_zone,
                context=mail.context,
                to=mail.to,
            )
        )
    if isinstance(answer, Skip):
        return answer
    return render_for(mail, answer)


def _topical(topic: str, reader: Reader, language: str) -> dict[str, Any]:
    if not topic:
        return {}
    url = unsubscribe_url(topic, reader, language)
    return {"topic_label": topic_named(topic).label, "unsubscribe_url": url}


def _render_circular(mail: OutgoingEmail) -> Content | Skip:
    """Put an organiser's words and today's facts about the person together."""
    text = CircularText.objects.get(circular=mail.circular_id, language=mail.language)
    facts = _facts(mail, mail.language)
    return (
        Skip(GONE) if facts is None else _render_letter(mail, mail.language, (text.subject, text.body), facts)
    )


def _render_own(mail: OutgoingEmail, rule: Rule) -> Content | Skip:
    """Put an organiser's reminder together, in Spanish for who reads a language it was not written in."""
    language = mail.language if mail.language in rule.words else settings.LANGUAGE_CODE
    facts = _facts(mail, language)
    if facts is None:
        return Skip(GONE)
    with translation.override(language):
        facts |= rule.facts(mail.object_id or 0, mail.time_zone)
        facts["enlace"] = page_url(settings.LOGIN_REDIRECT_URL, language=language)
    content = _render_letter(mail, language, rule.words[language], facts, OWN_PLACES)
    return replace(content, reply_to=reply_address(mail.object_id))


def _facts(mail: OutgoingEmail, language: str) -> dict[str, str] | None:
    """Return what a letter may say of the person today; None for who has left us."""
    asking: Iterable[Callable[[int], Mapping[str, str] | None]] = providers("person_facts")
    facts: dict[str, str] = {}
    with translation.override(language):
        for ask in asking:
            known = ask(mail.user_id or 0)
            if known is None:
                return None
            facts.update(known)
    return facts


def _render_letter(
    mail: OutgoingEmail,
    language: str,
    words: tuple[str, str],
    facts: Mapping[str, str],
    places: Iterable[Placeholder] = (),
) -> Content:
    return render_words(
        *words,
        facts,
        places,
        to=mail.to,
        language=language,
        time_zone=mail.time_zone,
        topic=mail.topic,
        user_id=mail.user_id,
    )


def _renderer(key: str) -> MailRenderer:
    renderers: Iterable[MailRenderer] = providers("mail_renderers")
    for renderer in renderers:
        if renderer.key == key:
            return renderer
    raise LookupError(f"no mail renderer is called {key!r}")
