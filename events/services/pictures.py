"""Pictures: kept when they are uploaded, handed to a person, shown to everybody or not, swept away."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet
from django.utils import timezone
from pghistory.models import Event

from events.models import Person, Picture
from events.pictures.making import RULES, make_picture
from events.states import PictureKind
from somosnlp.accounts.models import User

#: Longer than a draft lives that still has the picture (accounts.services.drafts.LIFE).
ORPHAN_LIFE = timedelta(days=8)
#: How many the clock sweeps away at a time.
SWEEP = 200


def store_picture(upload: IO[bytes], kind: str, *, by: User | None) -> Picture:
    """Make the picture in `upload` anew and keep it for `by`, or for whoever proves to have sent it.

    Raises BadPictureError. The row is written before its files: a process killed in between leaves a row that
    nothing refers to, which the clock sweeps away with whatever files there are.
    """
    rules = RULES[PictureKind(kind)]
    # One byte more than may come: a file of 200 MB is not read to learn that it is too large.
    data = upload.read(rules.most_bytes + 1)
    made = make_picture(data, rules)
    pk = uuid4()
    stem = f"pictures/{pk.hex[:2]}/{pk}"
    picture = Picture.objects.create(
        pk=pk,
        kind=kind,
        file=f"{stem}.webp",
        small=f"{stem}-480.webp",
        width=made.width,
        height=made.height,
        uploaded_by=by,
    )
    for field, content in ((picture.file, made.file), (picture.small, made.small)):
        field.storage.save(str(field.name), ContentFile(content))
    return picture


@transaction.atomic
def claim_picture(pk: "UUID | str | None", *, by: User) -> Picture | None:
    """Return the picture `pk`, from now on of `by`; None when it is gone or somebody else's.

    Call it where the answers of a form are written, in that transaction: what was uploaded without an account
    has an owner then. Until it ends the row is locked: foreign keys are checked at the commit only, and
    the sweep must not come between.
    """
    if not pk:
        return None
    free = Picture.objects.filter(Q(uploaded_by=None) | Q(uploaded_by=by), pk=pk)
    picture = free.select_for_update(no_key=True).first()
    if picture is not None and picture.uploaded_by_id is None:
        Picture.objects.filter(pk=picture.pk).update(uploaded_by=by)
        picture.uploaded_by = by
    return picture


def show_picture(picture: Picture | None, *, to_everybody: bool) -> None:
    """Open a picture to everybody because what it belongs to became public, or close it again."""
    if picture is not None and picture.is_public != to_everybody:
        Picture.objects.filter(pk=picture.pk).update(is_public=to_everybody)
        picture.is_public = to_everybody


def show_speakers(sessions: Iterable[int]) -> int:
    """Open to everybody the photos of who speaks at those of these sessions that are public; how many."""
    public = Person.objects.filter(sessions__in=list(sessions), sessions__is_published=True)
    photos = Picture.objects.filter(pk__in=public.values("photo"), is_public=False)
    return photos.update(is_public=True)


def sweep_pictures(now: datetime | None = None) -> int:
    """Delete pictures to which nothing has referred since before the last drafts expired; return how many.

    The rows are locked while their files go: who claims one at that moment waits, and finds it gone.
    """
    oldest = (now or timezone.now()) - ORPHAN_LIFE
    old = unused_pictures().filter(created_at__lt=oldest)
    with transaction.atomic():
        locked = [picture.pk for picture in old.select_for_update(skip_locked=True)[:SWEEP]]
        # Asked again: somebody may have attached one between the look and the lock.
        orphans = list(old.filter(pk__in=locked))
        for picture in orphans:
            for field in (picture.file, picture.small):
                field.storage.delete(str(field.name))
        Picture.objects.filter(pk__in=[picture.pk for picture in orphans]).delete()
    return len(orphans)


def unused_pictures() -> QuerySet[Picture]:
    """Return the pictures to which no row of any table refers; the audit's copies do not count."""
    unused = Picture.objects.all()
    for relation in Picture._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and not issubclass(relation.related_model, Event):
            rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            unused = unused.exclude(Exists(rows))
    return unused
