"""Names on other sites, as people really type them."""

import pytest
from django.core.exceptions import ValidationError

from somosnlp.accounts import handles
from somosnlp.accounts.fields import DiscordField, GitHubField, HuggingFaceField

FIELDS = {"hugging_face": HuggingFaceField, "discord": DiscordField, "github": GitHubField}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana", "ana"),
        ("@ana", "ana"),
        (" ana ", "ana"),
        ("Ana-Perez_99", "Ana-Perez_99"),
        ("https://huggingface.co/ana", "ana"),
        ("http://www.huggingface.co/ana/", "ana"),
        ("huggingface.co/ana", "ana"),
        ("hf.co/ana/", "ana"),
        ("https://huggingface.co/ana?tab=models#x", "ana"),
        ("https://huggingface.co/ana/mi-modelo", "ana"),
        ("https://huggingface.co/@ana", "ana"),
        ("\u202eana\u200b", "ana"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_hugging_face_reduces_to_the_name(typed: str, name: str) -> None:
    assert handles.hugging_face(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana.perez", "ana.perez"),
        ("@Ana.Perez", "ana.perez"),
        ("ana_99", "ana_99"),
        ("ana#0000", "ana#0000"),
        ("Ana Pérez#0042", "Ana Pérez#0042"),
        ("@ana#1234", "ana#1234"),
        ("愛#1234", ""),
        ("", ""),
    ],
)
def test_discord_takes_both_forms(typed: str, name: str) -> None:
    if typed and not name:
        with pytest.raises(handles.HandleError):
            handles.discord(typed)
    else:
        assert handles.discord(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana", "ana"),
        ("https://github.com/ana/repo", "ana"),
        ("github.com/ana", "ana"),
        ("@ana-perez", "ana-perez"),
    ],
)
def test_github_reduces_to_the_name(typed: str, name: str) -> None:
    assert handles.github(typed) == name


@pytest.mark.parametrize("site", FIELDS)
@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("no tengo", "todavía no tengo"),
        ("Todavía no", "todavía no tengo"),
        ("NINGUNO.", "todavía no tengo"),
        ("n/a", "todavía no tengo"),
        ("Ainda não tenho", "todavía no tengo"),
        ("I don't have one", "todavía no tengo"),
        ("ana@example.org", "Eso es un correo"),
        ("x" * 301, "demasiado largo"),
        ("ana perez", "Así no son los nombres"),
        ("¿qué es esto?", "Así no son los nombres"),
        ("ana🤗", "Así no son los nombres"),
        ("שלום", "Así no son los nombres"),
        ("<script>", "Así no son los nombres"),
    ],
)
def test_what_is_no_name_gets_a_hint(site: str, typed: str, hint: str) -> None:
    with pytest.raises(handles.HandleError, match=hint):
        getattr(handles, site)(typed)


@pytest.mark.parametrize("site", ["hugging_face", "github"])
@pytest.mark.parametrize(
    "typed",
    ["somosnlp", "SomosNLP", "somosnlp-hackathon-2026", "hackathon-somosnlp-2023", "huggingface", "datasets"],
)
def test_organisations_are_refused(site: str, typed: str) -> None:
    with pytest.raises(handles.HandleError, match="organización"):
        getattr(handles, site)(typed)


@pytest.mark.parametrize(
    "typed",
    ["https://huggingface.co/", "huggingface.co", "https://example.org/ana", "https://[", "a/b", "//"],
)
def test_addresses_of_elsewhere_are_refused(typed: str) -> None:
    with pytest.raises(handles.HandleError):
        handles.hugging_face(typed)


@pytest.mark.parametrize("typed", ["https://discord.com/users/123", "discord.gg/abc"])
def test_discord_links_are_refused(typed: str) -> None:
    with pytest.raises(handles.HandleError, match="enlace"):
        handles.discord(typed)


@pytest.mark.parametrize("length", [40, 97])
def test_names_longer_than_their_column_are_refused(length: int) -> None:
    assert handles.hugging_face("a" * 96) == "a" * 96
    with pytest.raises(handles.HandleError):
        (handles.github if length == 40 else handles.hugging_face)("a" * length)


@pytest.mark.parametrize("site", FIELDS)
@pytest.mark.parametrize(
    "typed", ["a\0na", "a" * 100_000, "\ud800", "é" * 5000, "\u202e" * 10, "https://huggingface.co/" * 50]
)
def test_fields_answer_with_a_message_and_never_break(site: str, typed: str) -> None:
    if typed.strip("\u202e\ud800") == "":
        assert FIELDS[site]().clean(typed) == ""
        return
    with pytest.raises(ValidationError) as refused:
        FIELDS[site]().clean(typed)
    assert refused.value.messages
