"""Questions to sessions: the whole list, and the way to the page where a session's are moderated live."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Question
from events.page_cache import forget_page
from events.services import questions as services
from events.services.questions import QuestionRefusedError
from somosnlp.accounts.audit import AuditedAdmin
from somosnlp.accounts.models import User
from somosnlp.ui.lists import LightList


@admin.register(Question)
class QuestionAdmin(LightList[Question], AuditedAdmin[Question]):
    """Text, name and answer are edited here; everything else goes through the services."""

    list_display = ("__str__", "session", "status", "votes", "asked_at", "desk")
    list_filter = ("status", "session__edition", "asked_at")
    list_select_related = ("session__edition",)
    search_fields = (
        "text__unaccent__icontains",
        "answer__unaccent__icontains",
        "session__title__unaccent__icontains",
    )
    search_help_text = gettext_lazy("Pregunta, respuesta o sesión; sin importar los acentos.")
    show_full_result_count = False
    fields = ("session", "text", "name", "status", "votes", "answer", "answered_at_second", "who", "asked_at")
    readonly_fields = ("session", "status", "votes", "who", "asked_at")
    actions = ("show", "hide", "merge")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("moderar"))
    def desk(self, question: Question) -> str:
        """Lead to the page of its session."""
        session = question.session
        url = reverse("question-desk", args=[session.edition.slug, session.slug])
        return format_html('<a href="{}">{}</a>', url, _("En directo"))

    @admin.display(description=gettext_lazy("quién"))
    def who(self, question: Question) -> str:
        """Return who asked, as far as we know."""
        if question.author is not None:
            return str(question.author)
        return question.attendance.email if question.attendance is not None else _("sin correo")

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's)
        super().save_model(request, obj, form, change)
        for name in ("questions", "session"):
            forget_page(name, obj.session.edition.slug, obj.session.slug)

    @admin.action(description=gettext_lazy("Mostrar"))
    def show(self, request: HttpRequest, questions: "QuerySet[Question]") -> None:
        """Show each through the service."""
        self._each(request, questions, services.show_question)

    @admin.action(description=gettext_lazy("Ocultar"))
    def hide(self, request: HttpRequest, questions: "QuerySet[Question]") -> None:
        """Hide each through the service."""
        self._each(request, questions, services.hide_question)

    @admin.action(description=gettext_lazy("Unir en la más votada (de una misma sesión)"))
    def merge(self, request: HttpRequest, questions: "QuerySet[Question]") -> None:
        """Merge those chosen, where they are of one session."""
        chosen = list(questions.select_related("session__edition"))
        if len({question.session_id for question in chosen}) != 1:
            self.message_user(request, _("Elige preguntas de una misma sesión."), messages.ERROR)
            return
        try:
            services.merge_questions(
                chosen[0].session, [question.pk for question in chosen], by=cast(User, request.user)
            )
        except QuestionRefusedError as error:
            self.message_user(request, str(error.reason.label), messages.ERROR)
            return
        self.message_user(request, _("Uniste las preguntas: los votos se suman y nadie cuenta dos veces."))

    def _each(self, request: HttpRequest, questions: "QuerySet[Question]", deed: Callable[..., bool]) -> None:
        rows = questions.select_related("session__edition")
        done = sum(deed(question, by=cast(User, request.user)) for question in rows)
        words = ngettext("%(count)d pregunta cambió.", "%(count)d preguntas cambiaron.", done)
        self.message_user(request, words % {"count": done})
