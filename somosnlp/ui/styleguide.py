"""The page that shows every component in every state, for us: routed by the local settings only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

LEVELS = [
    ("basic", "Básico · nunca he programado, o empiezo"),
    ("medium", "Intermedio · he entrenado algún modelo"),
    ("advanced", "Avanzado · trabajo o investigo en esto"),
]
LANGUAGES = ["español", "quechua", "aimara", "guaraní", "náhuatl", "catalán", "gallego", "euskera"]


#: What `events.steps.Step` holds, as far as the component reads it.
PATH = [
    {
        "state": "done",
        "title": "Inscripción hecha",
        "detail": "Puedes cambiarla.",
        "url": "#",
        "action": "Editar",
    },
    {
        "state": "next",
        "title": "Encuentra equipo",
        "detail": "De 1 a 5.",
        "url": "#",
        "action": "Ver equipos",
    },
    {
        "state": "todo",
        "title": "Únete a Discord",
        "detail": "Todavía no tienes.",
        "url": "#",
        "action": "Hacerlo",
    },
    {"state": "blocked", "title": "Entrega del proyecto", "detail": "Se abre cuando tengas equipo."},
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nombre, como quieres que salga en tu certificado", max_length=80)
    email = forms.EmailField(
        label="Correo electrónico", help_text="Te enviaremos un código. No hace falta contraseña."
    )
    country = forms.ChoiceField(
        label="País que te representa",
        choices=[("", "Elige un país"), ("BO", "Bolivia"), ("GQ", "Guinea Ecuatorial")],
        help_text="Donde creciste, donde vives, de donde hablas.",
    )
    languages = forms.MultipleChoiceField(
        label="Lenguas que hablas",
        choices=[(name, name) for name in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    level = forms.ChoiceField(label="Tu nivel de PLN", choices=LEVELS, widget=forms.RadioSelect)
    idea = forms.CharField(label="Tu idea", widget=forms.Textarea, max_length=500, required=False)
    slides = forms.FileField(label="Un archivo", required=False)
    code = forms.CharField(label="Código", widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    terms = forms.BooleanField(
        label="Acepto el código de conducta y las bases", help_text="Soy mayor de edad o tengo permiso."
    )


class StyleGuide(TemplateView):
    """Show the components with invented data; writes nothing."""

    template_name = "ui/styleguide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        wrong = SampleForm({"name": "Wayra", "email": "wayra@", "level": "guru", "languages": ["quechua"]})
        return super().get_context_data(
            **kwargs,
            soon=now + timedelta(days=2, hours=3, minutes=12),
            empty_form=SampleForm(initial={"level": "basic", "time_zone": ""}, prefix="ok"),
            wrong_form=wrong,
            path=PATH,
            figures=[
                {"value": "1.000+", "label": "personas en dos ediciones"},
                {"value": "30", "label": "países"},
                {"value": "50", "label": "proyectos abiertos"},
                {"value": "21", "label": "variedades del español que queremos oír"},
            ],
            steps=[
                {"title": "Inscríbete", "text": "Tu nombre, tu país y tu nivel. Nada más para empezar."},
                {"title": "Encuentra equipo", "text": "De 1 a 5 personas. Mezcla países y perfiles."},
                {
                    "title": "Crea corpus, modelo y demo",
                    "text": "Con talleres, mentorías y AMAs para cada duda.",
                },
                {
                    "title": "Preséntalo",
                    "text": "Jurado, premios, certificado verificable y ayuda para publicar.",
                },
            ],
            people=[
                "Elena González-Blanco",
                "María Grandury",
                "Jorge Vallego",
                "Anxo Pérez",
                "Amanda Cercas Curry",
            ],
            gold=[{"name": name} for name in ("Argilla", "Hugging Face", "LenguajeNatural.AI", "IIC")],
            community=[
                {"name": name, "url": "https://example.org"} for name in ("SEPLN", "ILENIA", "Spain AI")
            ],
            chips=[
                {"label": "Todas", "count": 41, "current": True, "url": "?"},
                {"label": "Keynotes", "count": 9, "url": "?"},
                {"label": "Talleres", "count": 12, "url": "?"},
                {"label": "AMAs", "count": None, "url": "?"},
            ],
            page_obj=Paginator(range(60), 20).page(2),
        )
