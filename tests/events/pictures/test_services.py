"""Keeping pictures: whose they are, who sees them, when they are swept away."""

import io
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from events.models import KeynoteProposal, Person, Picture
from events.pictures.making import BadPictureError
from events.services import pictures
from events.services.pictures import claim_picture, store_picture, sweep_pictures, unused_pictures
from events.states import PictureKind
from somosnlp.accounts.services import drafts
from tests.factories.accounts import UserFactory
from tests.factories.pictures import image_bytes, make_picture_row
from tests.factories.posters import PosterFactory
from tests.factories.proposals import KeynoteProposalFactory

LATER = timedelta(days=9)


def files_of(picture: Picture) -> list[Path]:
    return [Path(picture.file.path), Path(picture.small.path)]


@pytest.mark.django_db
def test_files_are_named_by_nothing_but_the_id() -> None:
    picture = make_picture_row()

    assert str(picture.file.name) == f"pictures/{picture.pk.hex[:2]}/{picture.pk}.webp"
    assert all(file.stat().st_size for file in files_of(picture))


@pytest.mark.django_db
def test_file_of_200_mb_is_not_read_whole() -> None:
    class Counted(io.BytesIO):
        read_bytes = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.read_bytes += len(data)
            return data

    sent = Counted(bytes(60_000_000))
    with pytest.raises(BadPictureError, match="heavy"):
        store_picture(sent, PictureKind.PHOTO, by=None)

    assert sent.read_bytes < 8_100_000
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_picture_is_claimed_once() -> None:
    first, second = UserFactory(), UserFactory()
    picture = make_picture_row()

    assert claim_picture(picture.pk, by=first) == picture
    assert claim_picture(str(picture.pk), by=first) == picture
    assert claim_picture(picture.pk, by=second) is None
    assert claim_picture("", by=second) is None


@pytest.mark.django_db
def test_sweep_takes_what_nothing_refers_to_with_its_files() -> None:
    lonely = make_picture_row()
    used = [
        PosterFactory().picture,
        KeynoteProposalFactory(photo=make_picture_row(kind=PictureKind.PHOTO)).photo,
        Person.objects.create(name="Ana", slug="ana", photo=make_picture_row()).photo,
    ]

    assert sweep_pictures(timezone.now() + LATER) == 1

    assert set(Picture.objects.all()) == set(used)
    assert not any(file.exists() for file in files_of(lonely))
    assert all(file.exists() for picture in used for file in files_of(picture))


@pytest.mark.django_db
def test_sweep_leaves_what_a_draft_may_still_hold() -> None:
    make_picture_row()

    assert sweep_pictures(timezone.now() + drafts.LIFE) == 0
    assert pictures.ORPHAN_LIFE > drafts.LIFE


@pytest.mark.django_db
def test_photo_that_was_replaced_is_unused_though_the_audit_remembers_it() -> None:
    proposal = KeynoteProposalFactory(photo=make_picture_row(kind=PictureKind.PHOTO))
    old = proposal.photo
    KeynoteProposal.objects.filter(pk=proposal.pk).update(photo=None)

    assert list(unused_pictures()) == [old]
    assert sweep_pictures(timezone.now() + LATER) == 1


@pytest.mark.django_db
def test_sweep_goes_on_where_files_are_gone() -> None:
    picture = make_picture_row()
    files_of(picture)[0].unlink()

    assert sweep_pictures(timezone.now() + LATER) == 1


@pytest.mark.parametrize("is_theirs_already", [False, True])
@pytest.mark.django_db(transaction=True)
def test_picture_attached_at_the_moment_of_the_sweep_stays(is_theirs_already: bool) -> None:
    """Whoever claims it holds the row; the sweep passes it over, and finds it in use the next time."""
    proposal = KeynoteProposalFactory()
    owner = proposal.submitted_by if is_theirs_already else None
    picture = make_picture_row(kind=PictureKind.PHOTO, by=owner)
    attached, swept = Event(), Event()

    def attach() -> None:
        try:
            with transaction.atomic():
                claimed = claim_picture(picture.pk, by=proposal.submitted_by)
                KeynoteProposal.objects.filter(pk=proposal.pk).update(photo=claimed)
                attached.set()
                swept.wait(10)
        finally:
            connection.close()

    thread = Thread(target=attach)
    thread.start()
    attached.wait(10)
    found = sweep_pictures(timezone.now() + LATER)
    swept.set()
    thread.join()

    assert found == 0
    assert sweep_pictures(timezone.now() + LATER) == 0
    assert Picture.objects.get() == picture
    assert all(file.exists() for file in files_of(picture))


@pytest.mark.django_db
def test_killed_between_row_and_files_leaves_a_row_to_be_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.save", killed)
    with pytest.raises(KeyboardInterrupt):
        store_picture(io.BytesIO(image_bytes()), PictureKind.POSTER, by=None)
    monkeypatch.undo()

    assert Picture.objects.count() == 1
    assert sweep_pictures(timezone.now() + LATER) == 1
