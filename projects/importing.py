"""The projects and papers of the imported editions (an `import_steps` provider)."""

from collections.abc import Mapping
from dataclasses import dataclass

from events.importing.document import Document
from events.importing.fields import Fields
from events.importing.problems import Place, Problems
from events.importing.slugs import make_slug
from events.importing.steps import Write
from events.importing.writing import Report, check, columns, sync
from events.models import Edition
from projects.models import LinkKind, Paper, Project, ProjectLink

HUB = "https://huggingface.co/{}"
GITHUB = "https://github.com/{}"


@dataclass(frozen=True)
class LinkRow:
    place: Place
    kind: str
    url: str


@dataclass(frozen=True)
class ProjectRow:
    place: Place
    edition: str
    slug: str
    name: str
    about: str
    award: str
    sdgs: list[int]
    team: list[str]
    video: str
    links: list[LinkRow]


@dataclass(frozen=True)
class PaperRow:
    place: Place
    year: int
    title: str
    venue: str
    arxiv: str
    project: str


@dataclass(frozen=True)
class Parsed:
    projects: list[ProjectRow]
    papers: list[PaperRow]
    left: list[str]


def import_projects(document: Document) -> Write:
    """Parse `projects` and `papers`."""
    projects = [_project(document, fields) for fields in document.base.rows("projects")]
    _check_once(projects, document.problems)
    names = {project.name for project in projects}
    left: list[str] = []
    papers = [_paper(fields, names, left) for fields in document.base.rows("papers")]
    for project in projects:
        check(project, Project, document.problems)
        for link in project.links:
            check(link, ProjectLink, document.problems)
    for paper in papers:
        check(paper, Paper, document.problems)
    parsed = Parsed(projects, papers, left)
    return lambda editions, report: _save(parsed, editions, report)


def _project(document: Document, fields: Fields) -> ProjectRow:
    edition = str(fields.integer("edition", required=True))
    document.knows(edition, fields, "edition")
    name = fields.text("name", required=True)
    row = ProjectRow(
        place=fields.place(),
        edition=edition,
        slug=make_slug(name, otherwise="proyecto"),
        name=name,
        about=fields.text("about"),
        award=fields.text("award"),
        sdgs=fields.integers("sdgs"),
        team=fields.texts("team"),
        video=fields.text("video"),
        links=_links(fields),
    )
    fields.done()
    return row


def _links(fields: Fields) -> list[LinkRow]:
    written = [
        *((LinkKind.CORPUS, "corpora", name) for name in fields.texts("corpora")),
        *((LinkKind.MODEL, "models", name) for name in fields.texts("models")),
        (LinkKind.DEMO, "demo", fields.text("demo")),
        (LinkKind.CODE, "repo", fields.text("repo")),
    ]
    return [_link(fields, kind, key, name) for kind, key, name in written if name]


def _link(fields: Fields, kind: LinkKind, key: str, name: str) -> LinkRow:
    """`github:owner/name` is code whatever it stands for; all else is an id of the Hugging Face Hub."""
    if name.startswith("github:"):
        return LinkRow(fields.place(key), LinkKind.CODE, GITHUB.format(name.removeprefix("github:")))
    return LinkRow(fields.place(key), kind, HUB.format(name))


def _check_once(projects: list[ProjectRow], problems: Problems) -> None:
    seen = set()
    for project in projects:
        if (project.edition, project.slug) in seen:
            problems.add(project.place, f"edition {project.edition} has another project {project.slug!r}")
        seen.add((project.edition, project.slug))


def _paper(fields: Fields, projects: set[str], left: list[str]) -> PaperRow:
    project = fields.text("from_project")
    if project and project not in projects:
        fields.note("from_project", f"{project!r} is not among the projects")
    if fields.text("from_project_guess"):
        left.append(f"{fields.name_of('from_project_guess')}: left out, a guess is no credit")
    row = PaperRow(
        place=fields.place(),
        year=fields.integer("year", required=True) or 0,
        title=fields.text("title", required=True),
        venue=fields.text("venue"),
        arxiv=fields.text("arxiv"),
        project=project,
    )
    fields.done()
    return row


def _save(parsed: Parsed, editions: Mapping[str, Edition], report: Report) -> None:
    wanted = [{"edition_id": editions[row.edition].pk, **columns(row, Project)} for row in parsed.projects]
    existing = Project.objects.filter(edition__in=editions.values())
    projects = sync(existing, wanted, key=["edition_id", "slug"], report=report)
    links = [
        {"project_id": project.pk, **columns(link, ProjectLink)}
        for project, row in zip(projects, parsed.projects, strict=True)
        for link in row.links
    ]
    published = ProjectLink.objects.filter(project__in=projects)
    sync(published, links, key=["project_id", "url"], report=report)
    by_name = {project.name: project.pk for project in projects}
    papers = [{"project_id": by_name.get(row.project), **columns(row, Paper)} for row in parsed.papers]
    titles = [row.title for row in parsed.papers]
    sync(Paper.objects.filter(title__in=titles), papers, key=["title"], report=report)
    report.left.extend(parsed.left)
