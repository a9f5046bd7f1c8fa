"""Showing a picture: to everybody once it is public, before that to its owner, its form and who reviews.

And taking one as soon as it is chosen, so that a page that is loaded again still has it.
"""

from typing import TypeVar, cast
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from events.forms.pictures import PictureField, Sent
from events.models import Picture
from events.pictures.links import sign_picture, signed_picture
from events.states import PictureKind

MONTH = 2_592_000
#: A picture opened on its own can run nothing and fetch nothing, whatever somebody hides in one.
SANDBOX = "default-src 'none'; sandbox"
F = TypeVar("F", bound=forms.BaseForm)


@require_safe
def show_picture(request: HttpRequest, pk: UUID, *, small: bool = False) -> HttpResponseBase:
    """Answer with a picture, or 404 to somebody who may not know that it exists."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None or not (picture.is_public or _may_see(request, picture)):
        raise Http404
    etag = f'"{pk.hex}"'
    response = get_conditional_response(request, etag=etag) or _file(picture, small=small)
    response["ETag"] = etag
    if picture.is_public:
        patch_cache_control(response, public=True, max_age=MONTH, immutable=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


@require_POST
def upload_picture(request: HttpRequest) -> JsonResponse:
    """Keep a picture before its form is sent; answer with what the form carries along instead of the file."""
    if request.POST.get("kind") not in PictureKind.values:
        raise Http404
    user = request.user if request.user.is_authenticated else None
    field = PictureField(kind=PictureKind(request.POST["kind"]), owner=user)
    field.may_upload = lambda: may_upload(request)
    try:
        picture = cast(Picture, field.clean(Sent(request.FILES.get("picture"))))
    except ValidationError as error:
        return JsonResponse({"errors": error.messages}, status=429 if error.code == "often" else 422)
    return JsonResponse(
        {
            "signed": sign_picture(picture),
            "src": picture.small_url,
            "width": picture.small_width,
            "height": picture.small_height,
        }
    )


def limit_uploads(request: HttpRequest, form: F) -> F:
    """Let the pictures of `form` be no more than one may send; return it."""
    for field in form.fields.values():
        if isinstance(field, PictureField):
            field.may_upload = lambda: may_upload(request)
    return form


def may_upload(request: HttpRequest) -> bool:
    """Count a picture that is about to be opened; False when the caller's network sent too many."""
    return bool(ratelimit.consume(request, action="picture"))


def _may_see(request: HttpRequest, picture: Picture) -> bool:
    """Tell whether its form asks, whose key is in the address, or somebody who may."""
    return (
        signed_picture(request.GET.get("clave", "")) == picture.pk
        or Picture.objects.visible_to(request.user).filter(pk=picture.pk).exists()
    )


def _file(picture: Picture, *, small: bool) -> HttpResponse:
    field = picture.small if small else picture.file
    try:
        with field.storage.open(str(field.name)) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    response["Content-Disposition"] = 'inline; filename="imagen.webp"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
