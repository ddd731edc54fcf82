"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.surveys import edition_pages, office_pages, release_pages, table_pages, views, wave_pages

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.wave_list, name="wave_list"),
    path("forms/", edition_pages.form_list, name="form_list"),
    path("forms/upload/", edition_pages.form_upload, name="form_upload"),
    path("forms/upload/<str:token>/", edition_pages.form_upload_try, name="form_upload_try"),
    path("forms/<int:pk>/", edition_pages.edition, name="edition"),
    path("forms/<int:pk>/workbook/", edition_pages.edition_workbook, name="edition_workbook"),
    path("forms/<int:pk>/try/", edition_pages.edition_try, name="edition_try"),
    path("forms/<int:pk>/retire/", edition_pages.RetireEdition.as_view(), name="edition_retire"),
    path("forms/<int:pk>/take-up/", edition_pages.TakeUpEdition.as_view(), name="edition_take_up"),
    path("forms/<int:pk>/remove/", edition_pages.RemoveEdition.as_view(), name="edition_remove"),
    path("upload/", views.answer_upload, name="answer_upload"),
    path("plan/", wave_pages.Plan.as_view(), name="plan"),
    path("waves/<str:code>/", views.wave, name="wave"),
    path("waves/<str:code>/status/", wave_pages.wave_board, name="board"),
    path("waves/<str:code>/plan/", wave_pages.ChangePlan.as_view(), name="plan_change"),
    path("waves/<str:code>/draw/", wave_pages.DrawWave.as_view(), name="draw"),
    path("waves/<str:code>/draw-again/", wave_pages.DrawAgain.as_view(), name="draw_again"),
    path("waves/<str:code>/open/", wave_pages.OpenWave.as_view(), name="wave_open"),
    path("waves/<str:code>/close/", wave_pages.CloseWave.as_view(), name="wave_close"),
    path("waves/<str:code>/reopen/", wave_pages.ReopenWave.as_view(), name="wave_reopen"),
    path("waves/<str:code>/units/<int:pk>/leave-out/", wave_pages.LeaveOut.as_view(), name="leave_out"),
    path("waves/<str:code>/units/<int:pk>/take-in/", wave_pages.TakeIn.as_view(), name="take_in"),
    path("answers/<int:pk>/", views.answer, name="answer"),
    path("tables/", table_pages.table_build, name="table_build"),
    path("tables/save/", table_pages.SaveTable.as_view(), name="table_save"),
    path("tables/saved/", table_pages.table_list, name="table_list"),
    path("tables/saved/<int:pk>/", table_pages.table, name="table"),
    path("tables/saved/<int:pk>/rename/", table_pages.RenameTable.as_view(), name="table_rename"),
    path("tables/saved/<int:pk>/remove/", table_pages.table_remove, name="table_remove"),
    path("tables/saved/<int:pk>/restore/", table_pages.table_restore, name="table_restore"),
    path("releases/", release_pages.release_list, name="release_list"),
    path("releases/prepare/", release_pages.PrepareRelease.as_view(), name="release_prepare"),
    path("releases/<str:ref>/", release_pages.release, name="release"),
    path("releases/<str:ref>/publish/", release_pages.release_publish, name="release_publish"),
    path("releases/<str:ref>/withdraw/", release_pages.release_withdraw, name="release_withdraw"),
    path("releases/<str:ref>/tables.<str:extension>", release_pages.release_file, name="release_file"),
    path("offices/", office_pages.office_report_list, name="office_report_list"),
    path("offices/differences/", office_pages.office_difference_list, name="office_difference_list"),
    path("offices/<int:pk>/", office_pages.office_report, name="office_report"),
    path("offices/<int:pk>/confirm/", office_pages.ConfirmReport.as_view(), name="office_report_confirm"),
]
