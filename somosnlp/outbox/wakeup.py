"""The trigger that makes a mail leave at once. It may fail: the sweep on the clock comes within seconds."""

import logging

from django.db import transaction

log = logging.getLogger(__name__)

TASK = "somosnlp.outbox.tasks.deliver_due"


def wake_up() -> None:
    """Ask a worker to deliver once the transaction commits; many mails of one transaction ask once."""
    waiting = transaction.get_connection().run_on_commit
    if not any(function is _send for _, function, *_ in waiting):
        transaction.on_commit(_send, robust=True)


def _send() -> None:
    # Celery takes 0.2 s and 9 MiB of every process that imports it: a web server starts without.
    from celery import current_app  # noqa: PLC0415
    from kombu.exceptions import KombuError  # noqa: PLC0415

    import somosnlp.celery  # noqa: PLC0415, F401 (makes ours the current one)

    try:
        current_app.send_task(TASK, expires=30, ignore_result=True, retry_policy={"max_retries": 0})
    except (KombuError, OSError) as error:
        log.warning("The broker does not answer (%s): mails leave with the next sweep", type(error).__name__)
