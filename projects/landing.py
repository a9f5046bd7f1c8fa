"""What this app adds to the landing: the projects that won, or the first ones where nobody did."""

from events.landing import Section
from events.models import Edition
from projects.models import Project

#: How many projects the landing shows before it sends to the list.
TEASER = 6


def landing_sections(edition: Edition) -> list[Section]:
    """Return the highlights of the projects of `edition`; nothing before there are any."""
    projects = list(Project.objects.filter(edition=edition))
    awarded = [project for project in projects if project.award]
    if not projects:
        return []
    context = {"projects": (awarded or projects)[:TEASER], "total": len(projects)}
    return [Section("results", "projects/landing_section.html", context)]
