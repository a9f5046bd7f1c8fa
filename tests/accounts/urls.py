"""The site's addresses and one public form that asks an e-mail."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from somosnlp import urls
from somosnlp.accounts import drafts


def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return drafts.begin_confirmation(
            request,
            email=request.POST["email"],
            kind=request.POST.get("kind", "prueba"),
            scope=request.POST.get("scope", "demo"),
            data={"name": request.POST.get("name", "")},
            time_zone=request.POST.get("time_zone", ""),
        )
    draft = drafts.read(request, kind="prueba", scope="demo")
    return HttpResponse(draft.payload()["name"] if draft else "")


urlpatterns = [path("formulario/", form), *urls.urlpatterns]
handler400 = "somosnlp.views.bad_request"
