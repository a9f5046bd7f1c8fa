"""`make run`: the whole platform under one supervisor."""

import os
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connections

from somosnlp.local import environment, preparation, programs, servers
from somosnlp.local.children import Child
from somosnlp.local.errors import LocalError
from somosnlp.local.lock import only_one
from somosnlp.local.stamps import Stamps
from somosnlp.local.supervisor import Supervisor, interruptible

ACCOUNTS = {
    "organizacion@example.org": "organiser, all rights",
    "revision@example.org": "reviewer",
    "jurado@example.org": "jury",
    "participante@example.org": "participant",
    "capitana@example.org": "captain of a team",
}


class Command(BaseCommand):
    help = "Runs the whole platform: PostgreSQL, Valkey, web server, Celery worker and beat."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        if not hasattr(settings, "EMBEDDED"):
            raise CommandError("`up` is for the local settings: unset DJANGO_SETTINGS_MODULE.")
        self.began = time.monotonic()
        self.log_dir = settings.LOCAL_DIR / "log"
        self.log_dir.mkdir(parents=True, exist_ok=True)
        try:
            port = programs.port()
            address = f"http://{programs.HOST}:{port}"
            with only_one(settings.LOCAL_DIR / "up.lock", address), interruptible():
                self.supervise(port, address)
        except LocalError as error:
            raise SystemExit(str(error)) from None

    def supervise(self, port: int, address: str) -> None:
        """Start everything in order and stay until a signal comes; stops all of it on the way out."""
        supervisor = Supervisor(self.say)
        web, *celery = self.programs(port)
        for child in (web, *celery):
            child.end_leftover()
        programs.check_port(port)
        try:
            self.step("PostgreSQL and Valkey", partial(self.start_servers, supervisor))
            self.prepare()
            supervisor.start([web])
            self.step("Web server", partial(self.wait_for, web, port))
            supervisor.start(celery)
            self.welcome(address)
            supervisor.watch()
        except KeyboardInterrupt:
            self.say("\nStopping …")
        finally:
            supervisor.stop()
        self.say("Everything has stopped. The data stays for the next start.")

    def programs(self, port: int) -> list[Child]:
        folders = (Path(settings.BASE_DIR), self.log_dir)
        return [programs.web(port, *folders), programs.worker(*folders), programs.beat(*folders)]

    def start_servers(self, supervisor: Supervisor) -> str:
        """Those that no DATABASE_URL or REDIS_URL replaces."""
        names = {"DATABASE_URL": "postgres", "REDIS_URL": "valkey"}
        wanted = [names[name] for name in settings.EMBEDDED]
        where = environment.place_of_run(settings.LOCAL_DIR)
        children = servers.of(where, self.log_dir, only=wanted)
        supervisor.follow(children)
        servers.start(children, where)
        supervisor.skip_logs()
        return f"data in {where.root}" if children else "yours"

    def prepare(self) -> None:
        """Schema, catalogues, static files, data."""
        where = environment.place_of_run(settings.LOCAL_DIR)
        ours = "DATABASE_URL" in settings.EMBEDDED
        data = Stamps(where.root / "stamps.json") if ours else None
        files = Stamps(settings.LOCAL_DIR / "stamps.json")
        self.step("Database schema", preparation.migrate)
        self.step("Translations", preparation.compile_catalogues)
        self.step("Static files", partial(preparation.collect_static, files))
        self.step("Legal pages", partial(preparation.fill, "load_legal_texts", data))
        self.step("Real editions", partial(preparation.fill, "import_editions", data))
        demo = partial(preparation.fill, "seed_demo", data, preparation.today(), settings.DEMO_PASSWORD)
        self.step("Demo edition", demo)
        connections.close_all()

    def wait_for(self, web: Child, port: int) -> str:
        web.wait_ready(120)
        status = programs.status(port)
        return "answers" if status == HTTPStatus.OK else f"answers {status}: see {web.log}"

    def step(self, title: str, work: Callable[[], str]) -> None:
        """Do it, and show what it is while it lasts and how long it took."""
        self.stdout.write(f"  {title:<24}", ending="")
        self.stdout.flush()
        began = time.monotonic()
        result = work()
        self.say(f"{time.monotonic() - began:5.1f} s  {result}")

    def welcome(self, address: str) -> None:
        mail = f"\n  Mails    {address}/correo/" if not os.environ.get("EMAIL_URL") else ""
        accounts = "\n".join(f"    {email:<28}{role}" for email, role in ACCOUNTS.items())
        self.say(
            f"\nReady after {time.monotonic() - self.began:.1f} s.\n\n  Platform {address}/\n"
            f"  Admin    {address}/admin/{mail}\n\n"
            f"  Demo accounts, password {settings.DEMO_PASSWORD}\n{accounts}\n\n"
            f"  Logs in {self.log_dir}. Ctrl-C stops everything.\n"
        )

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
