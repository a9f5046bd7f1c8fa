"""Projects and papers, as they were published."""

from collections.abc import Iterable

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.base import HTTPS, EditionContentAdmin
from events.models import Edition
from projects.models import Paper, Project, ProjectLink
from somosnlp.ui.rows import LabelledInline


class ProjectLinkInline(LabelledInline[ProjectLink]):
    model = ProjectLink
    extra = 0
    formfield_overrides = HTTPS


@admin.register(Project)
class ProjectAdmin(EditionContentAdmin[Project]):
    list_display = ("name", "year", "award", "team_size", "video")
    list_filter = ("edition", "award")
    list_select_related = ("edition",)
    search_fields = ("name__unaccent__icontains", "about__unaccent__icontains", "team__icontains")
    search_help_text = _("Nombre o de qué trata, sin importar los acentos; o una persona del equipo.")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (ProjectLinkInline,)

    @admin.display(description=_("personas"))
    def team_size(self, project: Project) -> int:
        return len(project.team)


@admin.register(Paper)
class PaperAdmin(EditionContentAdmin[Paper]):
    list_display = ("title", "year", "venue", "arxiv", "project")
    list_filter = ("year", "venue")
    list_select_related = ("project",)
    search_fields = ("title__unaccent__icontains", "venue__unaccent__icontains")
    search_help_text = _("Título o lugar; sin importar los acentos.")
    autocomplete_fields = ("project",)

    def editions_of(self, obj: Paper) -> Iterable[Edition]:
        return [obj.project.edition] if obj.project else Edition.objects.all()
