"""Choices of registrations and teams."""

from registrations.states.registrations import (
    COMPLETE,
    Education,
    Field,
    NlpLevel,
    PathStep,
    SpokenLanguage,
    Status,
)

__all__ = ["COMPLETE", "Education", "Field", "NlpLevel", "PathStep", "SpokenLanguage", "Status"]
