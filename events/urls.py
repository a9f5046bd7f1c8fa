"""Addresses of the public pages of the editions."""

from django.urls import URLPattern, path

import events.converters  # noqa: F401 (registers the converter `edition`)
from events import views
from events.states import PageSlug
from events.views.attendance import attend, attendance, leave_session
from events.views.calendars import (
    my_calendar,
    personal_ics,
    programme_ics,
    schedule_json_file,
    schedule_xml_file,
    session_ics,
)
from events.views.co_speakers import co_speaker
from events.views.mentorship_offers import (
    mentor_desk,
    mentorship_done,
    my_mentorship,
    offer_mentorship,
    withdraw_mentorship,
)
from events.views.mentorships import leave_mentorship, mentorship, mentorships
from events.views.my_hackathon import my_hackathon
from events.views.notices import feed, milestones_ics, notices
from events.views.organisers import organisers, withdraw_organiser
from events.views.own_proposals import confirm, invite, own_proposal, own_proposals, remove, slides, withdraw
from events.views.pictures import upload_picture
from events.views.poster_hall import poster_hall, vote_for_poster
from events.views.posters import edit_poster, propose_poster, remove_poster
from events.views.proposals import edit, propose
from events.views.question_desk import question_desk
from events.views.questions import questions, vote_question
from events.views.sharing import share_card, share_session_card, share_site_card

urlpatterns: list[URLPattern] = [
    path("", views.landing, name="landing"),
    path("mi-hackathon/", my_hackathon, name="my-hackathon"),
    path("ediciones/", views.archive, name="editions"),
    path("tarjeta.png", share_site_card, name="site-card"),
    path("<edition:year>/", views.edition_landing, name="edition"),
    path("<edition:year>/bases/", views.text_page, {"slug": PageSlug.RULES}, name="rules"),
    path("<edition:year>/premios/", views.text_page, {"slug": PageSlug.PRIZES}, name="prizes"),
    path(
        "<edition:year>/universidades/", views.text_page, {"slug": PageSlug.UNIVERSITIES}, name="universities"
    ),
    path("<edition:year>/equipo-organizador/", organisers, name="organisers"),
    path("<edition:year>/equipo-organizador/retirar/", withdraw_organiser, name="organisers-withdraw"),
    path("<edition:year>/mentorias/", mentorships, name="mentorships"),
    path("<edition:year>/mentorias/ofrecer/", offer_mentorship, name="mentorship-offer"),
    path("<edition:year>/mentorias/ofrecer/<uuid:key>/", my_mentorship, name="mentorship-mine"),
    path(
        "<edition:year>/mentorias/ofrecer/<uuid:key>/retirar/",
        withdraw_mentorship,
        name="mentorship-withdraw",
    ),
    path("<edition:year>/mentorias/<uuid:key>/", mentorship, name="mentorship"),
    path("<edition:year>/mentorias/<uuid:key>/dejar/", leave_mentorship, name="mentorship-leave"),
    path("<edition:year>/mentorias/<uuid:key>/cola/", mentor_desk, name="mentorship-desk"),
    path("<edition:year>/mentorias/<uuid:key>/cola/<int:pk>/", mentorship_done, name="mentorship-done"),
    path("<edition:year>/novedades/", notices, name="notices"),
    path("<edition:year>/novedades.atom", feed, name="notices-feed"),
    path("<edition:year>/plazos.ics", milestones_ics, name="milestones-ics"),
    path("<edition:year>/programa/", views.programme, name="programme"),
    path("<edition:year>/programa.ics", programme_ics, name="programme-ics"),
    path("<edition:year>/programa/<slug:slug>.ics", session_ics, name="session-ics"),
    path("<edition:year>/schedule.xml", schedule_xml_file, name="schedule-xml"),
    path("<edition:year>/schedule.json", schedule_json_file, name="schedule-json"),
    path("calendario/<str:token>.ics", personal_ics, name="personal-ics"),
    path("cuenta/calendario/", my_calendar, name="my-calendar"),
    path("imagen/", upload_picture, name="picture-upload"),
    path("<edition:year>/programa/<slug:slug>/preguntas/", questions, name="questions"),
    path(
        "<edition:year>/programa/<slug:slug>/preguntas/<int:pk>/votar/", vote_question, name="question-vote"
    ),
    path("<edition:year>/programa/<slug:slug>/preguntas/moderar/", question_desk, name="question-desk"),
    path("<edition:year>/programa/<slug:slug>/", views.session, name="session"),
    path("<edition:year>/programa/<slug:slug>/apuntarme/", attend, name="session-attend"),
    path("<edition:year>/programa/<slug:slug>/ya-no-voy/", leave_session, name="session-leave"),
    path("programa/lugar/<str:token>/", attendance, name="attendance"),
    path("<edition:year>/tarjeta.png", share_card, name="share-card"),
    path("<edition:year>/programa/<slug:slug>/tarjeta.png", share_session_card, name="session-card"),
    path("<edition:year>/ponentes/<slug:slug>/", views.speaker, name="speaker"),
]

urlpatterns += [
    path("<edition:year>/ponencias/proponer/", propose, name="keynote-proposal"),
    path("<edition:year>/ponencias/mias/", own_proposals, name="keynotes"),
    path("<edition:year>/ponencias/<uuid:key>/", own_proposal, name="keynote"),
    path("<edition:year>/ponencias/<uuid:key>/editar/", edit, name="keynote-edit"),
    path("<edition:year>/ponencias/<uuid:key>/retirar/", withdraw, name="keynote-withdraw"),
    path("<edition:year>/ponencias/<uuid:key>/confirmar/", confirm, name="keynote-confirm"),
    path("<edition:year>/ponencias/<uuid:key>/diapositivas/", slides, name="keynote-slides"),
    path("<edition:year>/ponencias/<uuid:key>/coponentes/", invite, name="co-speaker-invite"),
    path("<edition:year>/ponencias/<uuid:key>/coponentes/<int:pk>/quitar/", remove, name="co-speaker-remove"),
    path("ponencias/invitacion/<str:token>/", co_speaker, name="co-speaker"),
]

urlpatterns += [
    path("<edition:year>/cartel/", poster_hall, name="poster"),
    path("<edition:year>/cartel/proponer/", propose_poster, name="poster-proposal"),
    path("<edition:year>/cartel/votar/", vote_for_poster, name="poster-vote"),
    path("<edition:year>/cartel/<uuid:key>/", edit_poster, name="poster-edit"),
    path("<edition:year>/cartel/<uuid:key>/retirar/", remove_poster, name="poster-withdraw"),
]
