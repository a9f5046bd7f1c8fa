"""Every mail has its three templates, the common layout and a row in docs/emails.md."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from somosnlp.outbox.reminders import Rule, rules
from somosnlp.providers import providers

TEMPLATES = Path(settings.BASE_DIR) / "templates"
CATALOGUE = (Path(settings.BASE_DIR) / "docs" / "emails.md").read_text()
SUBJECT = ".subject.txt"
MAILS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix(SUBJECT) for path in TEMPLATES.glob(f"**/mail/*{SUBJECT}")
)


@pytest.mark.parametrize("mail", MAILS)
def test_mail_has_bodies_with_the_common_layout(mail: str) -> None:
    for kind in ("txt", "html"):
        body = (TEMPLATES / f"{mail}.body.{kind}").read_text()
        assert body.startswith(f'{{% extends "mail/base.{kind}" %}}')


@pytest.mark.parametrize("mail", MAILS)
def test_mail_is_in_the_catalogue(mail: str) -> None:
    assert f"| `{mail}` |" in CATALOGUE


def test_catalogue_names_only_mails_that_exist() -> None:
    assert sorted(re.findall(r"^\| `([\w/]+)` \|", CATALOGUE, re.MULTILINE)) == MAILS


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_rule_names_a_mail_and_a_renderer_that_exist(rule: Rule) -> None:
    assert rule.template in MAILS
    assert rule.renderer in {renderer.key for renderer in providers("mail_renderers")}
