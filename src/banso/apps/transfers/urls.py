"""Addresses of the room: /transfers/."""

from django.urls import URLPattern, path

from banso.apps.transfers import close_pages, merge_pages, work_pages

app_name = "transfers"
urlpatterns: list[URLPattern] = [
    path("firms/", merge_pages.alike_list, name="alike_list"),
    path("firms/<str:ref>/close/", close_pages.CloseFirm.as_view(), name="firm_close"),
    path("firms/<str:ref>/reopen/", close_pages.ReopenFirm.as_view(), name="firm_reopen"),
    path("firms/<str:ref>/<str:other>/", merge_pages.MergeFirms.as_view(), name="merge"),
    path("firms/<str:ref>/<str:other>/two/", merge_pages.SayNotSame.as_view(), name="not_same"),
    path("merges/<int:pk>/undo/", merge_pages.UndoMerge.as_view(), name="merge_undo"),
    path("experts/<str:code>/", work_pages.TransferExpert.as_view(), name="transfer_expert"),
    path("offices/<str:code>/", work_pages.TransferOffice.as_view(), name="transfer_office"),
    path("offices/<str:code>/staff/<int:pk>/", work_pages.TransferStaff.as_view(), name="transfer_staff"),
]
