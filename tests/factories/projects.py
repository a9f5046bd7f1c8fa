"""Projects and papers as they were published."""

import factory
from factory.django import DjangoModelFactory

from projects.models import LinkKind, Paper, Project, ProjectLink
from tests.factories.events import EditionFactory


class ProjectFactory(DjangoModelFactory[Project]):
    class Meta:
        model = Project

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence(lambda n: f"proyecto-{n}")
    name = factory.Sequence(lambda n: f"Corpus de coplas {n}")
    team = ["Ada Ejemplo", "Íñigo Muestra"]


class ProjectLinkFactory(DjangoModelFactory[ProjectLink]):
    class Meta:
        model = ProjectLink

    project = factory.SubFactory(ProjectFactory)
    kind = LinkKind.CORPUS
    url = factory.Sequence(lambda n: f"https://huggingface.co/datasets/somosnlp/corpus-{n}")


class PaperFactory(DjangoModelFactory[Paper]):
    class Meta:
        model = Paper

    year = 2024
    title = factory.Sequence(lambda n: f"Evaluating {n} languages")
