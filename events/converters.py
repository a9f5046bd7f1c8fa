"""The `<edition:…>` part of an address: a year of four digits, or `demo`."""

from django.urls import register_converter


class EditionConverter:
    regex = r"\d{4}|demo"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EditionConverter, "edition")
