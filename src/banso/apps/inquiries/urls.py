"""Addresses of this room: below /inquiries/, and for buyers below /street/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.inquiries import acts, pages, report_pages, street_acts, street_pages, template_pages

app_name = "inquiries"
urlpatterns: list[URLPattern | URLResolver] = [
    path("inquiries/", pages.inquiry_list, name="inquiry_list"),
    path("inquiries/reports/", report_pages.report_list, name="report_list"),
    path("inquiries/reports/<int:pk>/", report_pages.Decide.as_view(), name="report"),
    path("inquiries/templates/", template_pages.template_list, name="template_list"),
    path("inquiries/templates/add/", template_pages.AddTemplate.as_view(), name="template_add"),
    path("inquiries/templates/<str:code>/", template_pages.ChangeTemplate.as_view(), name="template"),
    path(
        "inquiries/templates/<str:code>/retire/",
        template_pages.RetireTemplate.as_view(),
        name="template_retire",
    ),
    path(
        "inquiries/templates/<str:code>/take-up/",
        template_pages.TakeUpTemplate.as_view(),
        name="template_take_up",
    ),
    path(
        "inquiries/templates/<str:code>/restore/",
        template_pages.RestoreTemplate.as_view(),
        name="template_restore",
    ),
    path("inquiries/<str:ref>/", pages.inquiry, name="inquiry"),
    path("inquiries/<str:ref>/answer/", pages.answer, name="answer"),
    path("inquiries/<str:ref>/step-in/", pages.step_in, name="step_in"),
    path("inquiries/<str:ref>/close/", acts.Settle.as_view(), name="settle"),
    path("inquiries/<str:ref>/report/", acts.ReportAbuse.as_view(), name="report_abuse"),
    path("inquiries/<str:ref>/samples/<int:pk>/agree/", acts.AgreeSample.as_view(), name="sample_agree"),
    path(
        "inquiries/<str:ref>/samples/<int:pk>/decline/", acts.DeclineSample.as_view(), name="sample_decline"
    ),
    path("inquiries/<str:ref>/samples/<int:pk>/send/", acts.SendSample.as_view(), name="sample_send"),
    path("street/products/<str:ref>/ask/", street_pages.ask, name="street_ask"),
    path("street/inquiries/", street_pages.inquiries, name="street_list"),
    path("street/inquiries/<str:ref>/", street_pages.inquiry, name="street_inquiry"),
    path("street/inquiries/<str:ref>/close/", street_acts.settle, name="street_settle"),
    path("street/inquiries/<str:ref>/report/", street_acts.report, name="street_report"),
    path("street/inquiries/<str:ref>/sample/", street_acts.sample_ask, name="street_sample"),
    path("street/inquiries/<str:ref>/samples/<int:pk>/", street_acts.sample_take, name="street_sample_take"),
    path("street/inquiries/<str:ref>/files/<int:pk>/", street_pages.file, name="street_file"),
]
