"""Addresses of the room."""

from django.urls import path

from banso.apps.documents import acts, views

app_name = "documents"
urlpatterns = [
    path("firm/<str:ref>/", views.firm_documents, name="firm_documents"),
    path("upload/<str:kind>/<str:ref>/", acts.UploadDocuments.as_view(), name="upload"),
    path("<str:ref>/", views.download, name="download"),
    path("<str:ref>/change/", acts.ChangeDocument.as_view(), name="change"),
    path("<str:ref>/replace/", acts.ReplaceDocument.as_view(), name="replace"),
    path("<str:ref>/remove/", acts.RemoveDocument.as_view(), name="remove"),
]
