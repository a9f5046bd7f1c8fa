"""Showing a picture: to everybody once it is public, before that to its owner, its form and who reviews."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events.models import Picture
from events.pictures.links import signed_picture

MONTH = 2_592_000
#: A picture opened on its own can run nothing and fetch nothing, whatever somebody hides in one.
SANDBOX = "default-src 'none'; sandbox"


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
