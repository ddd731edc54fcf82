"""Addresses of this room, below /products/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.products import acts, bulk_pages, lists, picture_pages, review_acts, views, writing_pages

app_name = "products"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.product_list, name="product_list"),
    path("new/", writing_pages.Begin.as_view(), name="begin"),
    path("bulk/", bulk_pages.bulk, name="bulk"),
    path("bulk/template/", bulk_pages.bulk_template, name="bulk_template"),
    path("<str:ref>/", views.product, name="product"),
    path("<str:ref>/write/", writing_pages.Write.as_view(), name="write"),
    path("<str:ref>/next/", acts.Next.as_view(), name="next"),
    path("<str:ref>/hand-in/", acts.HandIn.as_view(), name="hand_in"),
    path("<str:ref>/take-back/", acts.TakeBack.as_view(), name="take_back"),
    path("<str:ref>/drop/", acts.Drop.as_view(), name="drop"),
    path("<str:ref>/review/", review_acts.Review.as_view(), name="review"),
    path("<str:ref>/publish/", review_acts.Publish.as_view(), name="publish"),
    path("<str:ref>/suspend/", review_acts.Suspend.as_view(), name="suspend"),
    path("<str:ref>/resume/", review_acts.Resume.as_view(), name="resume"),
    path("<str:ref>/withdraw/", review_acts.Withdraw.as_view(), name="withdraw"),
    path("<str:ref>/pictures/", picture_pages.Pictures.as_view(), name="pictures"),
    path("<str:ref>/pictures/add/", picture_pages.Add.as_view(), name="picture_add"),
    path("<str:ref>/pictures/<int:pk>/remove/", picture_pages.Remove.as_view(), name="picture_remove"),
    path("<str:ref>/pictures/<str:name>-<int:size>.webp", picture_pages.picture, name="picture"),
]
