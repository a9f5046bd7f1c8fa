"""The groups of the contract and what each may do in the admin, as patterns of `app.codename`.

Patterns and not rows, so that a new model of an app is covered the day it appears. Only names of apps are
written here: nothing is imported from the younger ones.
"""

from collections.abc import Mapping

ORGANISERS = "Organización"
JURY = "Jurado"
PROGRAMME = "Programa"

#: Group → patterns (fnmatch). People, mails, history and groups are never deleted from the admin.
GROUPS: Mapping[str, tuple[str, ...]] = {
    ORGANISERS: (
        "accounts.view_*",
        "accounts.add_legaltext",
        "accounts.change_legaltext",
        "accounts.change_user",
        "accounts.add_personnote",
        "outbox.view_*",
        "outbox.release_*",
        "outbox.*_reminderrule",
        "outbox.*_mailtext",
        "outbox.*_circular",
        "outbox.*_replyaddress",
        "review.view_*",
        "review.add_reviewnote",
        "review.*_reviewround",
        "review.*_criterion",
        "review.*_cannednote",
        "events.*",
        "registrations.*",
        "projects.*",
        "sponsors.*",
        "corpus_donations.*",
    ),
    PROGRAMME: (
        "events.*",
        "review.view_*",
        "review.add_reviewnote",
        "review.*_cannednote",
        "outbox.release_outgoingemail",
    ),
    "Patrocinios": ("sponsors.*", "events.view_*", "review.view_*", "review.add_reviewnote"),
    "Corpus": ("corpus_donations.*", "events.view_*", "review.view_*", "review.add_reviewnote"),
    "Equipos": ("registrations.*", "events.view_*", "accounts.view_user"),
    JURY: ("projects.view_*", "projects.review_*", "events.view_*"),
}
