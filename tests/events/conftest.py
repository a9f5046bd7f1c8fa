"""The five real editions, as the importer writes them."""

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture
def real_editions(db: None) -> None:
    call_command("import_editions", str(settings.BASE_DIR / "events/data/somosnlp.yaml"), verbosity=0)
