"""What the clock starts exists, and a worker that was down finds one tick of each, not a pile."""

from typing import Any

import pytest
from django.conf import settings

from somosnlp.celery import app


@pytest.mark.parametrize("entry", settings.CELERY_BEAT_SCHEDULE.values(), ids=settings.CELERY_BEAT_SCHEDULE)
def test_entry_names_a_task_and_expires_before_the_next(entry: dict[str, Any]) -> None:
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["options"]["expires"] < entry["schedule"]
