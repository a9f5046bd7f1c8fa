"""The field by which a form takes a picture, and keeps it while anything else of the form is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Picture
from events.pictures.links import sign_picture, signed_picture
from events.pictures.making import RULES, BadPictureError
from events.services.pictures import store_picture
from events.states import PictureKind
from somosnlp.accounts.models import User

#: What goes wrong (BadPictureError), in words that say what to do.
WORDS = {
    "empty": _("El archivo está vacío. Vuelve a elegirlo."),
    "heavy": _("El archivo pesa más de %(megabytes)s MB. Guárdalo más pequeño y súbelo otra vez."),
    "format": _("Necesitamos una imagen JPG, PNG o WebP; este archivo es otra cosa, se llame como se llame."),
    "huge": _("La imagen tiene demasiados píxeles (más de 50 millones). Redúcela y súbela otra vez."),
    "broken": _(
        "No pudimos abrir la imagen: parece dañada o incompleta. Guárdala de nuevo y súbela otra vez."
    ),
    "tiny": _(
        "La imagen mide %(width)s × %(height)s píxeles. Necesitamos al menos"
        " %(least_width)s × %(least_height)s."
    ),
    "shape": _(
        "La imagen mide %(width)s × %(height)s píxeles y no es 16:9 (por ejemplo, 1920 × 1080)."
        " Recórtala y súbela otra vez."
    ),
    "gone": _("Ya no tenemos esa imagen. Súbela otra vez, por favor."),
    "often": _("Son muchas imágenes seguidas. Espera unos minutos y súbela otra vez; lo demás sigue aquí."),
}


@dataclass(frozen=True)
class Sent:
    """What came back of one field: a new file, the signed name of the one kept, the wish to have none."""

    upload: Any = None
    kept: str = ""
    dropped: bool = False


class PictureWidget(forms.Widget):
    """A file input, what is kept already, and the name under which the next try carries it along."""

    template_name = "events/widgets/picture.html"
    needs_multipart_form = True
    input_type = "file"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        picture = Picture.objects.filter(pk=value).first() if value else None
        blank = {"name": name, "may_drop": not self.is_required}
        context["widget"] |= blank | {
            "blank": blank,
            "picture": picture,
            "signed": sign_picture(picture) if picture else "",
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Sent:
        return Sent(files.get(name), data.get(f"{name}-kept", ""), bool(data.get(f"{name}-drop")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return name not in files and f"{name}-kept" not in data and f"{name}-drop" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return super().use_required_attribute(initial) and not initial


class PictureField(forms.Field):
    """A picture of one `kind`. `initial` is a Picture or its id; the cleaned value a Picture or None.

    What is uploaded is kept at once, also when another field is wrong. `owner` is the person who fills the
    form; without one, the service that writes the answers calls `claim_picture`. `may_upload` is asked before
    a file is opened: how many one may send is the view's to know.
    """

    widget = PictureWidget
    may_upload: Callable[[], bool] | None = None

    def __init__(self, *, kind: PictureKind, owner: User | None = None, **kwargs: Any) -> None:
        self.kind, self.owner = kind, owner
        self.picture: Picture | None = None
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A phone that keeps HEIC makes a JPEG of it when only these are asked for.
        return {
            "accept": "image/jpeg,image/png,image/webp",
            "data-kind": self.kind.value,
            "data-most-bytes": RULES[self.kind].most_bytes,
        }

    def clean(self, value: Any) -> Picture | None:
        sent = value if isinstance(value, Sent) else Sent()
        self.picture = None if sent.dropped else self._kept(sent.kept)
        if sent.upload is not None:
            self.picture = self._store(sent.upload)
        elif sent.kept and not sent.dropped and self.picture is None:
            raise forms.ValidationError(WORDS["gone"], code="gone")
        if self.required and self.picture is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return self.picture

    def prepare_value(self, value: Any) -> str:
        """Return the id of the picture to show, as text: the one kept, where the form came back."""
        if isinstance(value, Sent):
            value = self.picture or ("" if value.dropped else signed_picture(value.kept))
        return str(getattr(value, "pk", value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if not isinstance(data, Sent) or data.upload is not None:
            return isinstance(data, Sent)
        return self.prepare_value(initial) != self.prepare_value(data)

    def _kept(self, signed: str) -> Picture | None:
        pk = signed_picture(signed)
        return Picture.objects.filter(pk=pk, kind=self.kind).first() if pk else None

    def _store(self, upload: Any) -> Picture:
        rules = RULES[self.kind]
        try:
            if upload.size > rules.most_bytes:
                raise BadPictureError("heavy")
            if self.may_upload is not None and not self.may_upload():
                raise BadPictureError("often")
            return store_picture(upload, self.kind, by=self.owner)
        except BadPictureError as error:
            facts = {
                "megabytes": rules.most_megabytes,
                "width": error.width,
                "height": error.height,
                "least_width": rules.least[0],
                "least_height": rules.least[1],
            }
            raise forms.ValidationError(WORDS[error.code], code=error.code, params=facts) from error
