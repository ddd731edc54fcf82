"""Addresses of this room, spelt out from the root: /firms/, /offices/, /experts/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.directory import acts, contact_pages, expert_acts, outside_pages, views

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("firms/", views.firm_list, name="firm_list"),
    path("firms/register/", acts.firm_register, name="firm_register"),
    path("firms/access/", acts.firm_access, name="firm_access"),
    path("firms/requests/", acts.access_list, name="access_list"),
    path("firms/requests/<int:pk>/", acts.access_decide, name="access_decide"),
    path("firms/<str:ref>/", views.firm, name="firm"),
    path("firms/<str:ref>/edit/", acts.EditFirm.as_view(), name="firm_edit"),
    path("firms/<str:ref>/contacts/", views.contacts, name="contacts"),
    path("firms/<str:ref>/people/", contact_pages.people, name="people"),
    path("firms/<str:ref>/contacts/add/", contact_pages.AddContact.as_view(), name="contact_add"),
    path("firms/<str:ref>/contacts/<int:pk>/", contact_pages.EditContact.as_view(), name="contact_edit"),
    path("firms/<str:ref>/contacts/<int:pk>/main/", contact_pages.ChooseMain.as_view(), name="contact_main"),
    path(
        "firms/<str:ref>/contacts/<int:pk>/remove/",
        contact_pages.RemoveContact.as_view(),
        name="contact_remove",
    ),
    path(
        "firms/<str:ref>/contacts/<int:pk>/erase/", contact_pages.EraseContact.as_view(), name="contact_erase"
    ),
    path("offices/", views.office_list, name="office_list"),
    path("offices/<str:code>/", views.office, name="office"),
    path("experts/", views.expert_list, name="expert_list"),
    path("experts/<str:code>/", views.expert, name="expert"),
    path("experts/<str:code>/conditions/", expert_acts.SetConditions.as_view(), name="expert_conditions"),
    path("experts/<str:code>/absences/new/", expert_acts.NoteAbsence.as_view(), name="absence_note"),
    path(
        "experts/<str:code>/absences/<int:pk>/take-back/",
        expert_acts.TakeBackAbsence.as_view(),
        name="absence_take_back",
    ),
    path("experts/<str:code>/conflicts/new/", expert_acts.DeclareConflict.as_view(), name="conflict_declare"),
    path(
        "experts/<str:code>/conflicts/<int:pk>/end/", expert_acts.EndConflict.as_view(), name="conflict_end"
    ),
    path("outside/<str:which>/", outside_pages.body_list, name="body_list"),
    path("outside/<str:which>/add/", outside_pages.AddBody.as_view(), name="body_add"),
    path("outside/<str:which>/<str:code>/", outside_pages.EditBody.as_view(), name="body_edit"),
    path("outside/<str:which>/<str:code>/retire/", outside_pages.RetireBody.as_view(), name="body_retire"),
]
